using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.Control;

/// <summary>A dead letter, to be looked at.</summary>
/// <param name="SequenceNumber">By which it is put back.</param>
/// <param name="MessageId">The sender's.</param>
/// <param name="SessionId">The sender's.</param>
/// <param name="Subject">The sender's.</param>
/// <param name="EnqueuedTime">When it came into its queue.</param>
/// <param name="DeliveryCount">How often it was delivered.</param>
/// <param name="Reason">Why it is dead.</param>
/// <param name="Description">The same at length.</param>
/// <param name="Body">As text.</param>
internal sealed record DeadLetter(
    long SequenceNumber,
    string? MessageId,
    string? SessionId,
    string? Subject,
    DateTimeOffset EnqueuedTime,
    int DeliveryCount,
    string? Reason,
    string? Description,
    string Body)
{
    public static DeadLetter Of(ServiceBusReceivedMessage message) => new(
        message.SequenceNumber,
        message.MessageId,
        message.SessionId,
        message.Subject,
        message.EnqueuedTime,
        message.DeliveryCount,
        message.DeadLetterReason,
        message.DeadLetterErrorDescription,
        BodyOf(message.GetRawAmqpMessage().Body));

    // Service Bus knows bodies that are values or sequences too; ServiceBusReceivedMessage.Body throws on them.
    private static string BodyOf(AmqpMessageBody body) =>
        body.TryGetData(out var data) ? string.Concat(data!.Select(d => new BinaryData(d).ToString()))
        : body.TryGetValue(out var value) ? $"{value}"
        : body.TryGetSequence(out var sequence) ? string.Join(", ", sequence!.SelectMany(s => s))
        : "";
}
