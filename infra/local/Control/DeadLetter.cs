using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.Control;

/// <summary>A dead letter, as the bus API shows it.</summary>
/// <param name="SequenceNumber">Identifies the message when it is resubmitted.</param>
/// <param name="MessageId">The id that the sender gave the message.</param>
/// <param name="SessionId">The session that the sender chose.</param>
/// <param name="Subject">The subject that the sender gave.</param>
/// <param name="EnqueuedTime">When it was enqueued, UTC.</param>
/// <param name="DeliveryCount">How often it was delivered.</param>
/// <param name="Reason">The dead-letter reason.</param>
/// <param name="Description">The dead-letter error description.</param>
/// <param name="Body">The body as text.</param>
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

    // AMQP bodies may also be values or sequences; ServiceBusReceivedMessage.Body throws on them.
    private static string BodyOf(AmqpMessageBody body) =>
        body.TryGetData(out var data) ? string.Concat(data!.Select(d => new BinaryData(d).ToString()))
        : body.TryGetValue(out var value) ? $"{value}"
        : body.TryGetSequence(out var sequence) ? string.Join(", ", sequence!.SelectMany(s => s))
        : "";
}
