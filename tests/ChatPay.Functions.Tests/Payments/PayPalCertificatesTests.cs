using System.Net;
using System.Text;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Providers.PayPal.Webhooks;
using ChatPay.Functions.Tests.Shared.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ChatPay.Functions.Tests.Payments;

public sealed class PayPalCertificatesTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{}");

    private readonly WebhookSigner _signer = WebhookSigner.Shared;
    private readonly FakeTimeProvider _clock = new(WebhookSigner.Now);

    [Fact]
    public async Task Webhook_WithItsCertificateFetched_IsValidAndFetchedOnce()
    {
        var http = new ScriptedHttp(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_signer.Pem) });
        using var verifier = Verifier(http);

        Assert.Equal(PayPalSignatureResult.Valid, await verifier.VerifyAsync(Headers(_signer.Sign(Body)), Body, CancellationToken.None));
        Assert.Equal(PayPalSignatureResult.Valid, await verifier.VerifyAsync(Headers(_signer.Sign(Body)), Body, CancellationToken.None));
        Assert.Single(http.Requests);
    }

    [Fact]
    public async Task Webhook_WithACertificateKeptTooLong_IsExpired()
    {
        var http = new ScriptedHttp(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_signer.Pem) });
        using var verifier = Verifier(http);
        await verifier.VerifyAsync(Headers(_signer.Sign(Body)), Body, CancellationToken.None);

        _clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal(
            PayPalSignatureResult.CertificateExpired,
            await verifier.VerifyAsync(Headers(_signer.Sign(Body)), Body, CancellationToken.None));
    }

    [Theory]
    [InlineData(HttpStatusCode.Found, PayPalSignatureResult.CertificateRedirected)]
    [InlineData(HttpStatusCode.PermanentRedirect, PayPalSignatureResult.CertificateRedirected)]
    [InlineData(HttpStatusCode.ServiceUnavailable, PayPalSignatureResult.CertificateUnavailable)]
    [InlineData(HttpStatusCode.OK, PayPalSignatureResult.CertificateUnavailable)] // Case 31 d: a page instead of a certificate.
    internal async Task Webhook_WhoseCertificateIsNotThere_IsRefusedWithTheReason(HttpStatusCode status, PayPalSignatureResult reason)
    {
        var http = new ScriptedHttp(_ => new HttpResponseMessage(status) { Headers = { Location = new Uri("https://api.paypal.com/x") } });
        using var verifier = Verifier(http);

        Assert.Equal(reason, await verifier.VerifyAsync(Headers(_signer.Sign(Body)), Body, CancellationToken.None));
        Assert.Single(http.Requests);
    }

    [Fact]
    public async Task Webhook_WhoseCertificateNeverComes_MayBeSentAgain()
    {
        var http = new ScriptedHttp(async (_, cancellation) =>
        {
            return await new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(cancellation);
        });
        using var verifier = Verifier(http);
        var verdict = verifier.VerifyAsync(Headers(_signer.Sign(Body)), Body, CancellationToken.None);

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(PayPalSignatureResult.CertificateUnavailable, await verdict);
    }

    [Fact]
    public async Task Webhook_ThatIsRefusedByItsHeaders_FetchesNothing()
    {
        var http = new ScriptedHttp(_ => throw new InvalidOperationException());
        using var verifier = Verifier(http);

        Assert.Equal(
            PayPalSignatureResult.CertificateHostRefused,
            await verifier.VerifyAsync(
                Headers(_signer.Sign(Body) with { CertificateUrl = "https://evil.example/v1/notifications/certs/C" }),
                Body,
                CancellationToken.None));
        Assert.Equal(
            PayPalSignatureResult.AlgorithmRefused,
            await verifier.VerifyAsync(Headers(_signer.Sign(Body) with { Algorithm = "none" }), Body, CancellationToken.None));
        Assert.Empty(http.Requests);
    }

    [Theory]
    [InlineData("PAYPAL-TRANSMISSION-ID")]
    [InlineData("PAYPAL-TRANSMISSION-TIME")]
    [InlineData("PAYPAL-TRANSMISSION-SIG")]
    [InlineData("PAYPAL-CERT-URL")]
    [InlineData("PAYPAL-AUTH-ALGO")]
    public async Task Webhook_WithoutAHeaderOrWithItTwice_IsRefused(string header)
    {
        using var verifier = Verifier(new ScriptedHttp(_ => throw new InvalidOperationException()));
        var missing = Headers(_signer.Sign(Body));
        missing.Remove(header);
        var twice = Headers(_signer.Sign(Body));
        twice.Append(header, "again");

        Assert.Equal(PayPalSignatureResult.HeaderMissing, await verifier.VerifyAsync(missing, Body, CancellationToken.None));
        Assert.Equal(PayPalSignatureResult.HeaderMissing, await verifier.VerifyAsync(twice, Body, CancellationToken.None));
    }

    /// <summary>Each forged webhook that named a certificate at PayPal's hosts used to cost one call to PayPal.</summary>
    [Fact]
    public async Task Webhooks_ThatNameMadeUpCertificates_FetchAFewAMinuteAndHoldUpNoRealOneForLong()
    {
        var real = _signer.Sign(Body);
        var http = new ScriptedHttp(request => real.CertificateUrl.EndsWith(request.Path, StringComparison.Ordinal)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_signer.Pem) }
            : new HttpResponseMessage(HttpStatusCode.NotFound));
        using var verifier = Verifier(http);

        for (var i = 0; i < 500; i++)
            Assert.Equal(PayPalSignatureResult.CertificateUnavailable, await ForgedAsync($"FORGED-{i}"));
        Assert.Equal(CertificateFetches.MaxAMinute - CertificateFetches.ForWaiting, http.Requests.Count);

        // A new certificate waits for the next minute: PayPal sends the webhook again. A cached one does not wait.
        Assert.Equal(PayPalSignatureResult.CertificateUnavailable, await verifier.VerifyAsync(Headers(real), Body, CancellationToken.None));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(PayPalSignatureResult.Valid, await verifier.VerifyAsync(Headers(real), Body, CancellationToken.None));
        for (var i = 0; i < 50; i++)
            await ForgedAsync($"FORGED-{i}");
        Assert.Equal(PayPalSignatureResult.Valid, await verifier.VerifyAsync(Headers(real), Body, CancellationToken.None));

        Task<PayPalSignatureResult> ForgedAsync(string name) => verifier.VerifyAsync(
            Headers(real with { CertificateUrl = $"https://api.paypal.com/v1/notifications/certs/{name}" }), Body, CancellationToken.None);
    }

    [Fact]
    public async Task Certificate_ThatWasNotThere_IsAskedForAgainAfterAWhileAndNotBefore()
    {
        var isThere = false;
        var http = new ScriptedHttp(_ => isThere
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_signer.Pem) }
            : new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        using var verifier = Verifier(http);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(
                PayPalSignatureResult.CertificateUnavailable,
                await verifier.VerifyAsync(Headers(_signer.Sign(Body)), Body, CancellationToken.None));
        }

        Assert.Single(http.Requests);
        isThere = true;
        _clock.Advance(CertificateFetches.Rest);
        Assert.Equal(PayPalSignatureResult.Valid, await verifier.VerifyAsync(Headers(_signer.Sign(Body)), Body, CancellationToken.None));
    }

    /// <summary>An instance that starts in a flood of made-up names once never got PayPal's certificate.</summary>
    [Fact]
    public async Task Certificate_ThatHasVerifiedBefore_IsFetchedByANewInstanceWhateverElseIsNamed()
    {
        await using var stores = await LocalStores.StartAsync();
        var real = _signer.Sign(Body);
        var http = Pay(real);
        using (var earlier = Verifier(http, stores.Tables))
            Assert.Equal(PayPalSignatureResult.Valid, await earlier.VerifyAsync(Headers(real), Body, CancellationToken.None));

        var counts = new RequestCounts();
        using var fresh = Verifier(http, new ChatPayTables(stores.Watched(counts).Tables));
        for (var i = 0; i < 500; i++)
            await ForgedAsync(fresh, real, $"FORGED-{i}");
        Assert.Equal(PayPalSignatureResult.Valid, await fresh.VerifyAsync(Headers(real), Body, CancellationToken.None));
        // The names cost one query, and so did what is verified one write in this process.
        Assert.Equal("1 indexes query, 1 indexes write", counts.ToString());
        Assert.Equal(2, http.Requests.Count(request => real.CertificateUrl.EndsWith(request.Path, StringComparison.Ordinal)));
    }

    /// <summary>Who asks again gets a fetch that those who ask once cannot use up.</summary>
    [Fact]
    public async Task Certificate_ThatHadToWait_IsFetchedWhenItIsNamedAgain()
    {
        var real = _signer.Sign(Body);
        using var verifier = Verifier(Pay(real));
        for (var i = 0; i < 500; i++)
            await ForgedAsync(verifier, real, $"FORGED-{i}");
        Assert.Equal(PayPalSignatureResult.CertificateUnavailable, await verifier.VerifyAsync(Headers(real), Body, CancellationToken.None));
        Assert.Equal(PayPalSignatureResult.Valid, await verifier.VerifyAsync(Headers(real), Body, CancellationToken.None));
    }

    [Fact]
    public async Task Certificate_NeededByManyAtOnce_IsFetchedOnce()
    {
        var there = new TaskCompletionSource();
        var http = new ScriptedHttp(async (_, _) =>
        {
            await there.Task;
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_signer.Pem) };
        });
        using var verifier = Verifier(http);
        var all = Enumerable.Range(0, 20)
            .Select(_ => verifier.VerifyAsync(Headers(_signer.Sign(Body)), Body, CancellationToken.None)).ToList();
        there.SetResult();
        Assert.All(await Task.WhenAll(all), verdict => Assert.Equal(PayPalSignatureResult.Valid, verdict));
        Assert.Single(http.Requests);
    }

    private ScriptedHttp Pay(PayPalTransmission real) => new(request =>
        real.CertificateUrl.EndsWith(request.Path, StringComparison.Ordinal)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_signer.Pem) }
            : new HttpResponseMessage(HttpStatusCode.NotFound));

    private static Task<PayPalSignatureResult> ForgedAsync(PayPalWebhookVerifier verifier, PayPalTransmission real, string name) =>
        verifier.VerifyAsync(
            Headers(real with { CertificateUrl = $"https://api.paypal.com/v1/notifications/certs/{name}" }), Body, CancellationToken.None);

    // Without a table, whatever would be stored is a failure that changes no verdict.
    private PayPalWebhookVerifier Verifier(ScriptedHttp http, ChatPayTables? tables = null)
    {
        var options = Options.Create(new PayPalOptions { WebhookId = "WH-1", TrustRootPem = _signer.RootPem });
        var known = new KnownCertificates(tables!, _clock, NullLogger<KnownCertificates>.Instance);
        return new PayPalWebhookVerifier(new PayPalCertificates(http, known, options, _clock), options, _clock);
    }

    private static HeaderDictionary Headers(PayPalTransmission transmission) => new()
    {
        ["PayPal-Transmission-Id"] = transmission.Id,
        ["PayPal-Transmission-Time"] = transmission.Time,
        ["PayPal-Transmission-Sig"] = transmission.Signature,
        ["PayPal-Cert-Url"] = transmission.CertificateUrl,
        ["PayPal-Auth-Algo"] = transmission.Algorithm,
    };
}
