using Azure.Messaging.ServiceBus;

namespace ChatPay.Local;

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
        message.Body.ToString());
}
