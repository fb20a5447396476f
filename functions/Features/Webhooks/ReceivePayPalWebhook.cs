using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.PayPal.Webhooks;
using ChatPay.Functions.Sale.Checkouts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Webhooks;

/// <summary>Receives PayPal's webhook: verifies the raw bytes, enqueues the ids, and answers 200. When the queue is down the answer
/// is 503, and PayPal retries for three days. An event about a capture that is already booked is acknowledged and
/// dropped.</summary>
public sealed class ReceivePayPalWebhook(
    PayPalWebhookVerifier verifier,
    WebhookRefusals refusals,
    OrderStore orders,
    Queues queues,
    [FromKeyedServices(WebhookBodies.OfPayPal)] WebhookBodies bodies,
    TimeProvider time,
    ILogger<ReceivePayPalWebhook> log)
{
    // What cannot be looked up within this time is queued as if it were new.
    private static readonly TimeSpan LooksFor = TimeSpan.FromSeconds(2);

    [Function(nameof(ReceivePayPalWebhook))]
    [Open("PayPal's signature over the raw body")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/paypal")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (PayPalWebhookVerifier.CheckHeaders(request.Headers) is not PayPalSignatureResult.Valid and var refused)
            throw NotPayPals(refused);
        await bodies.UseAsync(request, body => TakeAsync(request, body, cancellationToken), cancellationToken);
        return Answers.Ok();
    }

    private async Task TakeAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var verdict = await verifier.VerifyAsync(request.Headers, body, cancellationToken);
        await refusals.SawAsync(verdict, cancellationToken);
        if (verdict == PayPalSignatureResult.CertificateUnavailable)
            throw Problems.Unavailable("PayPal's certificate");
        if (verdict != PayPalSignatureResult.Valid)
            throw NotPayPals(verdict);

        // Signed by PayPal, but unknown to us: acknowledged and ignored, or it would come again for three days.
        if (PayPalEvent.Read(body) is not { } news || await IsKnownAsync(news, cancellationToken))
            return;

        try
        {
            await queues.SendAsync(Queues.InboundPayments, news, news.Key, cancellationToken: cancellationToken);
        }
        catch (ServiceBusException e)
        {
            log.LogError(e, "The queue did not take PayPal's event {EventId}.", news.EventId);
            throw Problems.Unavailable("The queue");
        }
    }

    /// <summary>Whether it only repeats a capture that is booked, as nearly all of its kind do. <see cref="HandlePayPalEvent"/>
    /// does nothing about such an event either.</summary>
    private async Task<bool> IsKnownAsync(PayPalEvent news, CancellationToken cancellationToken)
    {
        if (news.CapturedId is not { } captureId || Checkout.Parse(news.CustomId) is not var (orderId, k))
            return false;
        using var late = new CancellationTokenSource(LooksFor, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return (await orders.FindAsync(orderId, over.Token))?.Order.Capture is { } known
                && (known.ProviderId, known.CheckoutNumber) == (captureId, k);
        }
#pragma warning disable CA1031 // It is queued, and the consumer looks it up again.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private ProblemException NotPayPals(PayPalSignatureResult verdict)
    {
        log.LogWarning("A webhook that claims to be PayPal's was refused: {Verdict}.{Hint}", verdict, HintAbout(verdict));
        return new ProblemException(401, "signature-invalid", $"This is not signed by PayPal for this webhook ({verdict}).");
    }

    private static string HintAbout(PayPalSignatureResult verdict) => verdict != PayPalSignatureResult.SignatureWrong ? ""
        : " If it is from PayPal's webhook simulator: its events are signed for no webhook, and cannot be verified by anybody."
            + " To test, register with PUT /api/v1/ops/paypal-webhook, set PayPal:WebhookId, and make a payment in the sandbox.";
}
