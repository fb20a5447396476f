using System.Net;
using System.Text;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Providers.PayPal.Webhooks;
using ChatPay.Functions.Tests.Payouts.Batches;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>What is answered, logged and raised when a webhook is refused.</summary>
public sealed class ReceivePayPalWebhookTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"id":"WH-9J627718KS478452F-0TT97515BN811434B","event_type":"PAYMENT.PAYOUTSBATCH.SUCCESS"}""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Case 31 d: a page of HTML in place of the certificate is an outage; after an hour of nothing else an operator hears of
    /// it.</summary>
    [Fact]
    public async Task Webhook_WhoseCertificateIsAPageOfHtml_IsAskedForAgainAndRaisedAfterAnHour_Case31()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        var html = true;
        var http = new ScriptedHttp(_ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(html ? "<html>Sorry</html>" : WebhookSigner.Shared.Pem),
        });
        using var log = new LogBook();
        var receive = Receiver(stores, attention, http, log);

        Assert.Equal(503, await RefusalAsync(receive, "WH-1"));
        await stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(59), Cancellation);
        Assert.Equal(503, await RefusalAsync(receive, "WH-1"));
        Assert.Empty(await attention.ListOpenAsync(Cancellation));
        await stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(2), Cancellation);
        Assert.Equal(503, await RefusalAsync(receive, "WH-1"));
        Assert.Equal(503, await RefusalAsync(receive, "WH-1"));
        Assert.Equal("webhooks-refused", Assert.Single(await attention.ListOpenAsync(Cancellation)).Kind);

        html = false;
        await stores.Clock.AdvanceAsync(CertificateFetches.Rest, Cancellation);
        await receive.RunAsync(Request("WH-1"), Cancellation);
        Assert.Empty(await attention.ListOpenAsync(Cancellation));
    }

    /// <summary>Case 32: many days were lost on events of PayPal's simulator, which nobody can verify.</summary>
    [Fact]
    public async Task Webhook_OfPayPalsSimulator_IsRefusedWithAHintInTheLog_Case32()
    {
        await using var stores = await LocalStores.StartAsync();
        var http = new ScriptedHttp(_ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(WebhookSigner.Shared.Pem),
        });
        using var log = new LogBook();
        var receive = Receiver(stores, new OperatorAlerts(stores.Tables, stores.Clock), http, log);

        Assert.Equal(401, await RefusalAsync(receive, "WEBHOOK_ID"));
        Assert.Contains("PUT /api/v1/ops/paypal-webhook", Assert.Single(log.Warnings), StringComparison.Ordinal);
    }

    private static ReceivePayPalWebhook Receiver(LocalStores stores, OperatorAlerts attention, ScriptedHttp http, LogBook log)
    {
        var options = Options.Create(new PayPalOptions { WebhookId = "WH-1", TrustRootPem = WebhookSigner.Shared.RootPem });
        var verifier = new PayPalWebhookVerifier(new PayPalCertificates(http, options, stores.Clock), options, stores.Clock);
        var refusals = new WebhookRefusals(attention, stores.Clock, log.CreateLogger<WebhookRefusals>());
        return new ReceivePayPalWebhook(verifier, refusals, stores.Queues, new WebhookBodies(), log.CreateLogger<ReceivePayPalWebhook>());
    }

    private static async Task<int> RefusalAsync(ReceivePayPalWebhook receive, string webhookId) =>
        (await Assert.ThrowsAsync<ProblemException>(() => receive.RunAsync(Request(webhookId), Cancellation))).Status;

    private static HttpRequest Request(string webhookId)
    {
        // No resource: what is verified is taken, and nothing is done about it.
        var signed = WebhookSigner.Shared.Sign(Body, webhookId);
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.Body = new MemoryStream(Body);
        http.Request.ContentLength = Body.Length;
        http.Request.ContentType = "application/json";
        http.Request.Headers["PAYPAL-TRANSMISSION-ID"] = signed.Id;
        http.Request.Headers["PAYPAL-TRANSMISSION-TIME"] = signed.Time;
        http.Request.Headers["PAYPAL-TRANSMISSION-SIG"] = signed.Signature;
        http.Request.Headers["PAYPAL-CERT-URL"] = signed.CertificateUrl;
        http.Request.Headers["PAYPAL-AUTH-ALGO"] = signed.Algorithm;
        return http.Request;
    }
}
