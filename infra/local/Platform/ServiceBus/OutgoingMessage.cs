using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus;

/// <summary>A message on its way into a queue.</summary>
internal sealed record OutgoingMessage(QueuedMessage Queued, string? MessageId, string? SessionId, byte[] Content, bool IsScheduled)
{
    public static OutgoingMessage From(ServiceBusMessage message, byte[] content, long sequence, QueueOptions options, DateTimeOffset now)
    {
        var isScheduled = message.ScheduledEnqueueTime > now;
        var queued = new QueuedMessage(sequence)
        {
            Enqueued = isScheduled ? message.ScheduledEnqueueTime.ToUniversalTime() : now,
            TimeToLive = message.TimeToLive < options.DefaultMessageTimeToLive ? message.TimeToLive : options.DefaultMessageTimeToLive,
        };
        return new OutgoingMessage(queued, message.MessageId, message.SessionId, content, isScheduled);
    }
}
