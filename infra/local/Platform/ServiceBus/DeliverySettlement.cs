using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus.Queues;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.ServiceBus;

/// <summary>Settles the messages passed to a handler: completed when it returns, abandoned at once when it throws, and left alone
/// when the handler has settled them itself.</summary>
internal sealed class DeliverySettlement(
    BusQueue queue,
    BusDesk desk,
    ListenOptions options,
    IMessageHandler handler,
    CancellationToken stopped)
{
    /// <returns>Whether the handler releases the session.</returns>
    public async Task<bool> DeliverAsync(IReadOnlyList<QueuedMessage> queued, ServiceBusReceiver receiver)
    {
        Delivery? delivery = null;
#pragma warning disable CA1031 // Any exception of a handler abandons its messages; it must not end the process.
        try
        {
            delivery = new Delivery(await desk.HandOutAsync(queue, queued, options.ReceiveMode), receiver);
            await handler.HandleAsync(delivery, stopped);
            if (options.AutoComplete)
                await SettleAsync(queued, delivery, Settlement.Outcome.Complete);
        }
        catch (Exception e)
        {
            desk.Logger.LogWarning(
                e,
                "Delivery {Delivery} of message {Sequence} of {Queue} failed.",
                queued[0].Deliveries,
                queued[0].Sequence,
                queue.Path);
            await FailedAsync(e, ServiceBusErrorSource.ProcessMessageCallback);
            await AbandonAsync(queued, delivery);
        }

        return delivery?.SessionReleased ?? false;
    }

    public async Task FailedAsync(Exception exception, ServiceBusErrorSource source)
    {
        try
        {
            await handler.FailedAsync(exception, source, stopped);
        }
        catch (Exception e)
        {
            desk.Logger.LogError(e, "The error handler of {Queue} failed.", queue.Path);
        }
    }

    private async Task AbandonAsync(IReadOnlyList<QueuedMessage> queued, Delivery? delivery)
    {
        try
        {
            await SettleAsync(queued, delivery, Settlement.Outcome.Abandon);
        }
        catch (Exception e)
        {
            desk.Logger.LogInformation(
                e,
                "Message {Sequence} of {Queue} was not abandoned: its lock will expire.",
                queued[0].Sequence,
                queue.Path);
        }
    }
#pragma warning restore CA1031

    private Task SettleAsync(IReadOnlyList<QueuedMessage> queued, Delivery? delivery, Settlement.Outcome outcome)
    {
        if (options.ReceiveMode == ServiceBusReceiveMode.ReceiveAndDelete)
            return Task.CompletedTask;

        // The original lock tokens: after a lost lock this must not settle a later delivery to someone else.
        var tokens = delivery is null
            ? queued.Select(m => m.LockToken)
            : delivery.Messages.Where(m => !Settlement.IsDone(m)).Select(m => Guid.Parse(m.LockToken));
        return Task.WhenAll(tokens.Select(t => desk.SettleAsync(queue, t, new Settlement(outcome))));
    }
}
