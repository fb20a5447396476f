using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Providers.PayPal.Webhooks;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payouts.Batches;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>The response, log and alert when a webhook is refused.</summary>
public sealed class ReceivePayPalWebhookTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"id":"WH-9J627718KS478452F-0TT97515BN811434B","event_type":"PAYMENT.PAYOUTSBATCH.SUCCESS"}""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Case 31 d: an HTML page instead of the certificate is an outage; after an hour of nothing else an operator is
    /// alerted.</summary>
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

    /// <summary>Case 32: developers have lost days on events of PayPal's webhook simulator, which cannot be verified.</summary>
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

    [Fact]
    public async Task Capture_ThatTheOrderHas_IsAnsweredAndNotQueued() =>
        Assert.Equal(0, await QueuedAsync(ScriptedSale.Paid(), "PAYMENT.CAPTURE.COMPLETED", "CAPTURE1", "ord-1-checkout-1"));

    /// <summary>Only PayPal's webhooks read the order: otherwise the response would tell anyone whether a capture is known.</summary>
    [Fact]
    public async Task Capture_ThatTheOrderHas_SignedForAnotherWebhook_IsRefused()
    {
        await using var stores = await LocalStores.StartAsync();
        var (orders, sale) = (OrderStores.Of(stores.Tables, stores.Queues, stores.Clock), ScriptedSale.Paid());
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
        using var log = new LogBook();
        var receive = Receiver(stores, new OperatorAlerts(stores.Tables, stores.Clock), Certificates(), log);
        var known = Request("WH-2", Event("PAYMENT.CAPTURE.COMPLETED", "CAPTURE1", "ord-1-checkout-1"));
        Assert.Equal(401, (await Assert.ThrowsAsync<ProblemException>(() => receive.RunAsync(known, Cancellation))).Status);
    }

    [Theory]
    [InlineData("PAYMENT.CAPTURE.COMPLETED", "CAPTURE2", "ord-1-checkout-1")] // charged twice
    [InlineData("PAYMENT.CAPTURE.COMPLETED", "CAPTURE1", "ord-1-checkout-2")]
    [InlineData("PAYMENT.CAPTURE.COMPLETED", "CAPTURE1", "ord-2-checkout-1")] // of an unknown order
    [InlineData("PAYMENT.CAPTURE.COMPLETED", "CAPTURE1", "?/#")]
    [InlineData("PAYMENT.CAPTURE.PENDING", "CAPTURE1", "ord-1-checkout-1")]
    [InlineData("PAYMENT.CAPTURE.REVERSED", "CAPTURE1", "ord-1-checkout-1")]
    [InlineData("CHECKOUT.ORDER.APPROVED", "CAPTURE1", "ord-1-checkout-1")]
    public async Task Event_ThatTellsOfAnythingElse_IsQueued(string type, string captureId, string customId) =>
        Assert.Equal(1, await QueuedAsync(ScriptedSale.Paid(), type, captureId, customId));

    [Fact]
    public async Task Capture_OfAnOrderThatStillWaitsForIt_IsQueued() =>
        Assert.Equal(1, await QueuedAsync(ScriptedSale.Pending(), "PAYMENT.CAPTURE.COMPLETED", "CAPTURE1", "ord-1-checkout-1"));

    [Fact]
    public async Task Capture_WhoseOrderCannotBeRead_IsQueued()
    {
        await using var stores = await LocalStores.StartAsync();
        var died = false;
        Assert.Equal(1, await QueuedAsync(stores, "PAYMENT.CAPTURE.COMPLETED", stores.DyingAfter(0, () => died = true)));
        Assert.True(died);
    }

    /// <summary>PayPal waits for the answer.</summary>
    [Fact]
    public async Task Capture_WhoseOrderIsNotReadInTime_IsQueued()
    {
        await using var stores = await LocalStores.StartAsync();
        var stalled = new Stalled();
        var answer = QueuedAsync(stores, "PAYMENT.CAPTURE.COMPLETED", new ChatPayTables(stores.Watched(stalled).Tables));
        await stalled.Asked.Task;
        await stores.Clock.AdvanceAsync(TimeSpan.FromSeconds(3), Cancellation);
        Assert.Equal(1, await answer);
    }

    private static async Task<int> QueuedAsync(ScriptedSale sale, string type, string captureId, string customId)
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
        return await QueuedAsync(stores, type, stores.Tables, captureId, customId);
    }

    private static async Task<int> QueuedAsync(
        LocalStores stores, string type, ChatPayTables tables, string captureId = "CAPTURE1", string customId = "ord-1-checkout-1")
    {
        stores.Broker.DeclareQueue(Queues.InboundPayments);
        using var log = new LogBook();
        var receive = Receiver(stores, new OperatorAlerts(stores.Tables, stores.Clock), Certificates(), log, tables);
        await receive.RunAsync(Request("WH-1", Event(type, captureId, customId)), Cancellation);
        return stores.Broker.Queues.Single(q => q.Name == Queues.InboundPayments).Active;
    }

    private static ReceivePayPalWebhook Receiver(
        LocalStores stores, OperatorAlerts attention, ScriptedHttp http, LogBook log, ChatPayTables? tables = null)
    {
        var options = Options.Create(new PayPalOptions { WebhookId = "WH-1", TrustRootPem = WebhookSigner.Shared.RootPem });
        var known = new KnownCertificates(stores.Tables, stores.Clock, log.CreateLogger<KnownCertificates>());
        var verifier = new PayPalWebhookVerifier(new PayPalCertificates(http, known, options, stores.Clock), options, stores.Clock);
        var refusals = new WebhookRefusals(attention, stores.Clock, log.CreateLogger<WebhookRefusals>());
        return new ReceivePayPalWebhook(
            verifier,
            refusals,
            OrderStores.Of(tables ?? stores.Tables, stores.Queues, stores.Clock),
            stores.Queues,
            new WebhookBodies(stores.Clock),
            stores.Clock,
            log.CreateLogger<ReceivePayPalWebhook>());
    }

    private static async Task<int> RefusalAsync(ReceivePayPalWebhook receive, string webhookId) =>
        (await Assert.ThrowsAsync<ProblemException>(() => receive.RunAsync(Request(webhookId), Cancellation))).Status;

    private static ScriptedHttp Certificates() =>
        new(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(WebhookSigner.Shared.Pem) });

    private static byte[] Event(string type, string captureId, string customId) => JsonSerializer.SerializeToUtf8Bytes(
        new { id = "WH-E1", event_type = type, resource = new { id = captureId, custom_id = customId } });

    // No resource: the webhook is accepted once verified, without effect.
    private static HttpRequest Request(string webhookId) => Request(webhookId, Body);

    private static HttpRequest Request(string webhookId, byte[] body)
    {
        var signed = WebhookSigner.Shared.Sign(body, webhookId);
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.Body = new MemoryStream(body);
        http.Request.ContentLength = body.Length;
        http.Request.ContentType = "application/json";
        http.Request.Headers["PAYPAL-TRANSMISSION-ID"] = signed.Id;
        http.Request.Headers["PAYPAL-TRANSMISSION-TIME"] = signed.Time;
        http.Request.Headers["PAYPAL-TRANSMISSION-SIG"] = signed.Signature;
        http.Request.Headers["PAYPAL-CERT-URL"] = signed.CertificateUrl;
        http.Request.Headers["PAYPAL-AUTH-ALGO"] = signed.Algorithm;
        return http.Request;
    }

    /// <summary>Never answers a request.</summary>
    private sealed class Stalled : HttpPipelinePolicy
    {
        public TaskCompletionSource Asked { get; } = new();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Asked.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(message.CancellationToken);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
    }
}
