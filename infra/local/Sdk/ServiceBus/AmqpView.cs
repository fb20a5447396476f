using Azure.Core.Amqp;

namespace Azure.Messaging.ServiceBus;

/// <summary>What Service Bus keeps where in an AMQP message (Service Bus AMQP protocol guide, "messages").</summary>
internal static class AmqpView
{
    public const string ScheduledEnqueueTime = "x-opt-scheduled-enqueue-time";
    public const string PartitionKey = "x-opt-partition-key";
    public const string ViaPartitionKey = "x-opt-via-partition-key";
    public const string SequenceNumber = "x-opt-sequence-number";
    public const string EnqueuedSequenceNumber = "x-opt-enqueue-sequence-number";
    public const string EnqueuedTime = "x-opt-enqueued-time";
    public const string LockedUntil = "x-opt-locked-until";
    public const string DeadLetterSource = "x-opt-deadletter-source";
    public const string MessageState = "x-opt-message-state";
    public const string DeadLetterReason = "DeadLetterReason";
    public const string DeadLetterErrorDescription = "DeadLetterErrorDescription";

    /// <summary>Only the broker sets these: a copy that is sent again must not carry them.</summary>
    public static readonly string[] OfTheBroker =
        [SequenceNumber, EnqueuedSequenceNumber, EnqueuedTime, LockedUntil, DeadLetterSource, MessageState];

    public static AmqpAnnotatedMessage Message(ReadOnlyMemory<byte> body) => new(AmqpMessageBody.FromData([body]));

    /// <exception cref="NotSupportedException">The body is a value or a sequence.</exception>
    public static BinaryData GetBody(this AmqpAnnotatedMessage message)
    {
        if (!message.Body.TryGetData(out var data))
            throw new NotSupportedException($"A body of type {message.Body.BodyType} has no bytes: read it through GetRawAmqpMessage.");

        var segments = data.ToList();
        return BinaryData.FromBytes(segments is [var only] ? only : segments.SelectMany(s => s.ToArray()).ToArray());
    }

    public static string GetText(this AmqpAnnotatedMessage message, string annotation) =>
        message.MessageAnnotations.TryGetValue(annotation, out var value) ? (string)value : null;

    public static long GetNumber(this AmqpAnnotatedMessage message, string annotation) =>
        message.MessageAnnotations.TryGetValue(annotation, out var value) ? (long)value : 0;

    public static DateTimeOffset GetTime(this AmqpAnnotatedMessage message, string annotation) =>
        message.MessageAnnotations.TryGetValue(annotation, out var value) ? new DateTimeOffset((DateTime)value) : default;

    public static void SetTime(this AmqpAnnotatedMessage message, string annotation, DateTimeOffset value) =>
        message.MessageAnnotations[annotation] = value.UtcDateTime;

    public static TimeSpan GetTimeToLive(this AmqpAnnotatedMessage message) => message.Header.TimeToLive ?? TimeSpan.MaxValue;
}
