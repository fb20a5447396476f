using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus;

/// <summary>What the sender put into a message, as it is stored: all but the body in one JSON text.</summary>
internal sealed record MessageContent
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    public string? MessageId { get; init; }

    public string? SessionId { get; init; }

    public string? Subject { get; init; }

    public string? ContentType { get; init; }

    public string? CorrelationId { get; init; }

    public string? To { get; init; }

    public string? ReplyTo { get; init; }

    public string? ReplyToSessionId { get; init; }

    public string? PartitionKey { get; init; }

    public string? TransactionPartitionKey { get; init; }

    public DateTimeOffset ScheduledEnqueueTime { get; init; }

    public TimeSpan? TimeToLive { get; init; }

    public Dictionary<string, PropertyText> Properties { get; init; } = [];

    public static MessageContent Of(ServiceBusMessage message) => new()
    {
        MessageId = message.MessageId,
        SessionId = message.SessionId,
        Subject = message.Subject,
        ContentType = message.ContentType,
        CorrelationId = message.CorrelationId,
        To = message.To,
        ReplyTo = message.ReplyTo,
        ReplyToSessionId = message.ReplyToSessionId,
        PartitionKey = message.PartitionKey,
        TransactionPartitionKey = message.TransactionPartitionKey,
        ScheduledEnqueueTime = message.ScheduledEnqueueTime,
        TimeToLive = message.TimeToLive == TimeSpan.MaxValue ? null : message.TimeToLive,
        Properties = message.ApplicationProperties.ToDictionary(p => p.Key, p => PropertyText.From(p.Key, p.Value)),
    };

    public static MessageContent Parse(string json) =>
        JsonSerializer.Deserialize<MessageContent>(json, Json) ?? throw new InvalidDataException("A stored message has no content.");

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The same with the properties that a settlement sets, and with the reason of a dead letter.</summary>
    public MessageContent With(Settlement settlement)
    {
        var properties = new Dictionary<string, PropertyText>(Properties);
        foreach (var (name, value) in settlement.PropertiesToModify ?? new Dictionary<string, object>())
            properties[name] = PropertyText.From(name, value);
        if (settlement.DeadLetterReason is { } reason)
            properties[AmqpView.DeadLetterReason] = PropertyText.From(AmqpView.DeadLetterReason, reason);
        if (settlement.DeadLetterErrorDescription is { } description)
            properties[AmqpView.DeadLetterErrorDescription] = PropertyText.From(AmqpView.DeadLetterErrorDescription, description);
        return this with { Properties = properties };
    }

    /// <summary>The same as it was before it was dead-lettered.</summary>
    public MessageContent Revived() => this with
    {
        Properties = Properties
            .Where(p => p.Key is not (AmqpView.DeadLetterReason or AmqpView.DeadLetterErrorDescription))
            .ToDictionary(),
    };

    public ServiceBusReceivedMessage ToReceived(byte[] body)
    {
        var message = new ServiceBusMessage(body)
        {
            SessionId = SessionId,
            Subject = Subject,
            ContentType = ContentType,
            CorrelationId = CorrelationId,
            To = To,
            ReplyTo = ReplyTo,
            ReplyToSessionId = ReplyToSessionId,
        };
        var amqp = message.GetRawAmqpMessage();
        if (MessageId is not null)
            message.MessageId = MessageId;
        if (PartitionKey is not null)
            message.PartitionKey = PartitionKey;
        if (TransactionPartitionKey is not null)
            message.TransactionPartitionKey = TransactionPartitionKey;
        if (ScheduledEnqueueTime != default)
            message.ScheduledEnqueueTime = ScheduledEnqueueTime;
        amqp.Header.TimeToLive = TimeToLive;
        foreach (var (name, property) in Properties)
            amqp.ApplicationProperties[name] = property.ToValue();
        return new ServiceBusReceivedMessage(amqp);
    }
}
