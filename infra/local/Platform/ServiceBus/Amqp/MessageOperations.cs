using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus.Queues;
using Microsoft.Azure.Amqp.Encoding;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>The requests that concern messages, by sequence number or by lock token.</summary>
internal sealed class MessageOperations(ServiceBusBroker broker, BusQueue entity)
{
    private const int MaxAtOnce = 250;

    public async Task<ManagementAnswer> ScheduleAsync(ManagementRequest request)
    {
        var messages = request.Get<IEnumerable<object>>("messages").Cast<AmqpMap>()
            .Select(entry => WireMessage.Sent(((ArraySegment<byte>)entry[new MapKey("message")]).ToArray())).ToList();
        return ManagementAnswer.Ok(("sequence-numbers", (await MessageIntake.SendAsync(broker, entity.Path, messages)).ToArray()));
    }

    public async Task<ManagementAnswer> CancelAsync(ManagementRequest request)
    {
        await broker.Desk.CancelScheduledAsync(entity, request.Get<long[]>("sequence-numbers"));
        return ManagementAnswer.Ok();
    }

    public ManagementAnswer Peek(ManagementRequest request)
    {
        var peeked = broker.Desk.Peek(
            entity,
            request.Get<long>("from-sequence-number"),
            Math.Min(request.Get<int>("message-count"), MaxAtOnce),
            request.Find("session-id") as string);
        return peeked.Count == 0
            ? ManagementAnswer.Nothing
            : ManagementAnswer.Ok(("messages", peeked.Select(m => Entry(m, peeked: true)).ToList()));
    }

    /// <summary>Receives deferred messages.</summary>
    public async Task<ManagementAnswer> ReceiveAsync(ManagementRequest request, SessionHold? hold)
    {
        var mode = request.Get<uint>("receiver-settle-mode") == 0 ? ServiceBusReceiveMode.ReceiveAndDelete : ServiceBusReceiveMode.PeekLock;
        var received = await broker.Desk.ReceiveDeferredAsync(entity, request.Get<long[]>("sequence-numbers"), mode, hold);
        return ManagementAnswer.Ok(("messages", received.Select(m => Entry(m, peeked: false)).ToList()));
    }

    public async Task<ManagementAnswer> SettleAsync(ManagementRequest request, SessionHold? hold)
    {
        var settlement = Settlements.Of(
            request.Get<string>("disposition-status"), request.Find("properties-to-modify") as AmqpMap,
            request.Find("deadletter-reason") as string, request.Find("deadletter-description") as string);
        foreach (var lockToken in request.Get<Guid[]>("lock-tokens"))
            await broker.Desk.SettleAsync(entity, lockToken, settlement, hold);
        return ManagementAnswer.Ok();
    }

    public ManagementAnswer Renew(ManagementRequest request) =>
        ManagementAnswer.Ok(("expirations", request.Get<Guid[]>("lock-tokens").Select(t => entity.Renew(t).UtcDateTime).ToArray()));

    private static AmqpMap Entry(ServiceBusReceivedMessage message, bool peeked)
    {
        var entry = new AmqpMap();
        if (Guid.TryParse(message.LockToken, out var lockToken) && lockToken != Guid.Empty)
            entry[new MapKey("lock-token")] = lockToken;
        entry[new MapKey("message")] = WireMessage.BytesOf(message, peeked);
        return entry;
    }
}
