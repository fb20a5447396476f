using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Telemetry;
using ChatPay.Functions.Providers.Instagram;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Conversations.Instagram;

/// <summary>Receives Meta's webhook: verifies the raw bytes, enqueues each entry in its conversation's session, and answers 200
/// within Meta's limit of 20 seconds. When the queue is down the answer is 503, and Meta retries for 36 hours.</summary>
public sealed class ReceiveMetaWebhook(
    IOptions<InstagramOptions> options,
    Queues queues,
    [FromKeyedServices(WebhookBodies.OfMeta)] WebhookBodies bodies,
    WebhookCounters counters,
    ILogger<ReceiveMetaWebhook> log)
{
    [Function(nameof(ReceiveMetaWebhook))]
    [Open("Meta's signature over the raw body")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/meta")] HttpRequest http,
        CancellationToken cancellationToken)
    {
        if (!MetaSignature.HasForm(http.Headers[MetaSignature.Header]))
            throw NotMetas();
        await bodies.UseAsync(http, body => TakeAsync(http, body, cancellationToken), cancellationToken);
        return Answers.Ok();
    }

    private async Task TakeAsync(HttpRequest http, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!MetaSignature.Verify(http.Headers[MetaSignature.Header], body.Span, options.Value.AppSecret))
        {
            throw NotMetas();
        }

        // Malformed entries are ignored: sent again they would be the same.
        var told = MetaWebhook.Read(body);
        if (told.Malformed > 0)
            log.LogError("{Malformed} entries of a webhook of Meta's could not be read; {Read} could.", told.Malformed, told.Events.Count);
        if (told.Tests > 0)
            log.LogInformation("Meta's dashboard has sent {Tests} test events: the webhook is reached, and nothing is stored.", told.Tests);
        counters.Count("meta", "malformed", told.Malformed);
        counters.Count("meta", "unknown", told.Unknown);
        counters.Count("meta", "test", told.Tests);
        counters.Count("meta", "to-oneself", told.ToOneself);
        counters.Count("meta", "unknown-object", told.OfAnotherObject);
        await EnqueueAsync(told.Events, cancellationToken);
    }

    private ProblemException NotMetas()
    {
        log.LogWarning("A webhook that claims to be Meta's was refused: its signature is wrong or missing.");
        return new ProblemException(401, "signature-invalid", "This is not signed by Meta for this app.", MetaSignature.Header);
    }

    private async Task EnqueueAsync(IReadOnlyList<InstagramEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            // A batch is unordered and may contain duplicates: each conversation's entries are enqueued once, in order of time.
            await queues.SendInSessionsAsync(
                Queues.InboundChat,
                events
                    .DistinctBy(e => e.QueueMessageId)
                    .OrderBy(e => e.At ?? DateTimeOffset.MaxValue)
                    .Select(e => (e, e.QueueMessageId, e.BuyerId)),
                cancellationToken);
        }
        catch (ServiceBusException e)
        {
            log.LogError(e, "The queue did not take Meta's webhook.");
            throw Problems.Unavailable("The queue");
        }
    }
}
