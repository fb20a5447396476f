using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Simulators.Instagram;
using ChatPay.Local.Simulators.Webhooks;

namespace ChatPay.Journeys.Access;

/// <summary>Ten thousand genuine webhooks, each tampered with.</summary>
public sealed class MutatedWebhookTests(JourneyPlatform platform) : IClassFixture<JourneyPlatform>
{
    private const int OfEach = 5_000;

    [Fact]
    public async Task Webhooks_MutatedInAnyWay_AreNoneAccepted()
    {
        var sale = platform.NewSale("mutated");
        await sale.SignUpAsync();
        await sale.ConnectInstagramAsync("17841400000000081");
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await platform.Local.Instagram.ReceiveAsync("701", "17841400000000081", "One.");
        await platform.Local.Instagram.ReceiveAsync("701", "17841400000000081", "Two.");
        await platform.Local.Clock.DrainAsync();
        var before = await Rows.PictureAsync(platform.Local);

        var random = new Random(20260302);
        var (payPal, meta) = (platform.Local.PayPal.Webhooks.ToArray(), platform.Local.Instagram.Webhooks.ToArray());
        var mutants = Enumerable
            .Range(0, OfEach)
            .SelectMany(_ =>
                new[]
                {
                    Mutate(random, payPal, platform.Local.PayPal.WebhookUrl!),
                    Mutate(random, meta, platform.Local.Instagram.WebhookUrl!),
                })
            .ToList();

        var answers = new ConcurrentDictionary<(string What, int Status), int>();
#pragma warning disable RS0030 // A client outside of the app.
        using var http = new HttpClient();
#pragma warning restore RS0030
        await Parallel.ForEachAsync(
            mutants,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (mutant, cancellation) =>
            {
                using var request = mutant.ToRequest();
                using var answer = await http.SendAsync(request, cancellation);
                answers.AddOrUpdate((mutant.What, (int)answer.StatusCode), 1, (_, count) => count + 1);
            });

        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Join('\n', answers.OrderBy(a => a.Key.What).Select(a => $"{a.Key.What}: {a.Key.Status} × {a.Value}")));
        Assert.Equal(2 * OfEach, answers.Values.Sum());
        // 503: the certificate cannot be fetched. The webhook is not accepted either, and its sender retries.
        Assert.All(answers.Keys, answer => Assert.True(answer.Status is 401 or 503, answer.ToString()));
        await platform.Local.Clock.DrainAsync();
        Assert.Equal(before, await Rows.PictureAsync(platform.Local));
    }

    private sealed record Mutant(string What, Uri Url, byte[] Body, IReadOnlyDictionary<string, string> Headers)
    {
        public HttpRequestMessage ToRequest()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new ByteArrayContent(Body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            foreach (var (name, value) in Headers)
                request.Headers.TryAddWithoutValidation(name, value);
            return request;
        }
    }

    private static Mutant Mutate(Random random, SentWebhook[] genuine, Uri url)
    {
        var one = genuine[random.Next(genuine.Length)];
        var other = genuine.Where(w => w.Body != one.Body).ElementAt(random.Next(genuine.Count(w => w.Body != one.Body)));
        var (body, headers) = (Encoding.UTF8.GetBytes(one.Body), one.Headers.ToDictionary());
        switch (random.Next(5))
        {
            case 0:
                body[random.Next(body.Length)] ^= (byte)(1 << random.Next(8));
                return new Mutant("a bit of the body", url, body, headers);
            case 1:
                // Changes the decoded signature: the last base64 digit has unused bits.
                var name = headers.Keys.Single(h => h is MetaWebhookSigner.Header or "PAYPAL-TRANSMISSION-SIG");
                headers[name] = name == MetaWebhookSigner.Header ? FlippedHex(random, headers[name]) : FlippedBase64(random, headers[name]);
                return new Mutant("a bit of the signature", url, body, headers);
            case 2:
                return new Mutant("the body of another", url, Encoding.UTF8.GetBytes(other.Body), headers);
            case 3:
                return new Mutant(
                    "cut or longer",
                    url,
                    random.Next(2) == 0 ? body[..random.Next(body.Length)] : [.. body, (byte)random.Next(256)],
                    headers);
            default:
                // Replaces one header by another webhook's, or removes it.
                var swapped = headers.Keys.ElementAt(random.Next(headers.Count));
                if (headers[swapped] != other.Headers[swapped])
                    headers[swapped] = other.Headers[swapped];
                else
                    headers[swapped] += "0";
                return new Mutant("the header of another", url, body, headers);
        }
    }

    private static string FlippedHex(Random random, string header)
    {
        var bytes = Convert.FromHexString(header["sha256=".Length..]);
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return "sha256=" + Convert.ToHexStringLower(bytes);
    }

    private static string FlippedBase64(Random random, string header)
    {
        var bytes = Convert.FromBase64String(header);
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return Convert.ToBase64String(bytes);
    }
}
