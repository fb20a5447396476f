using ChatPay.Journeys.Crash;
using ChatPay.Local;

namespace ChatPay.Journeys.Startup;

/// <summary>The sale of infra/local/requests.http, as played in an editor.</summary>
public sealed class RequestFileTests
{
    [Fact]
    public async Task Requests_OfTheFile_PlayAWholeSale()
    {
        using var scratch = new ScratchFolder();
        await using var platform = await LocalPlatform.StartAsync(new LocalPlatformOptions
        {
            DataFolder = scratch.Path,
            Port = 0,
            TablePort = 0,
            TimeScale = 0,
        });
        using var http = new HttpClient(new SocketsHttpHandler());
        var text = await File.ReadAllTextAsync(
            Path.Combine(Programs.Repository, "infra", "local", "requests.http"), TestContext.Current.CancellationToken);
        var file = RequestFile.Parse(text, new Dictionary<string, string>
        {
            ["app"] = new Uri(platform.Address, "api/v1").AbsoluteUri,
            ["clock"] = new Uri(platform.Control, "clock").AbsoluteUri,
            ["issuer"] = platform.Identity.Authority.TrimEnd('/'),
            ["payPal"] = platform.PayPal.Address.AbsoluteUri.TrimEnd('/'),
        });

        Assert.InRange(file.Requests.Count, 20, 50);
        foreach (var request in file.Requests)
        {
            using var message = file.Of(request);
            using var answer = await http.SendAsync(message, TestContext.Current.CancellationToken);
            var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode == request.Status, $"{request.Title} It is {(int)answer.StatusCode}: {said}");
            if (request.Text is { } promised)
                Assert.Contains(promised, said, StringComparison.Ordinal);
            file.Keep(request, said, answer.Headers.ETag?.ToString());
            await platform.Clock.DrainAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("SUCCESS", Assert.Single(platform.PayPal.Payouts).Status);
    }

    /// <summary>The addresses in the file are those that the platform prints.</summary>
    [Fact]
    public void Addresses_OfTheFile_AreThoseOfThePlatform()
    {
        var readme = File.ReadAllText(Path.Combine(Programs.Repository, "infra", "local", "README.md"));
        var addresses = File.ReadLines(Path.Combine(Programs.Repository, "infra", "local", "requests.http"))
            .Where(line => line.StartsWith('@') && line.Contains("http://", StringComparison.Ordinal))
            .Select(line => line.Split(" = ")[1]).Select(address => new Uri(address)).ToList();

        Assert.Equal(4, addresses.Count);
        Assert.All(addresses, address => Assert.Contains($"| http://{address.Authority}", readme, StringComparison.Ordinal));
    }
}
