using Azure.Core.Amqp;

namespace ChatPay.Local.ServiceBus.Topics;

/// <summary>The message properties that filters refer to by <c>sys.</c> (Service Bus, "SQL filter syntax").</summary>
internal static class SystemProperties
{
    public const string CorrelationId = "CorrelationId";
    public const string MessageId = "MessageId";
    public const string To = "To";
    public const string ReplyTo = "ReplyTo";
    public const string Label = "Label";
    public const string SessionId = "SessionId";
    public const string ReplyToSessionId = "ReplyToSessionId";
    public const string ContentType = "ContentType";

    private static readonly Dictionary<string, Func<AmqpMessageProperties, string?>> Readers = new(StringComparer.OrdinalIgnoreCase)
    {
        [CorrelationId] = p => p.CorrelationId?.ToString(),
        [MessageId] = p => p.MessageId?.ToString(),
        [To] = p => p.To?.ToString(),
        [ReplyTo] = p => p.ReplyTo?.ToString(),
        [Label] = p => p.Subject,
        ["Subject"] = p => p.Subject,
        [SessionId] = p => p.GroupId,
        [ReplyToSessionId] = p => p.ReplyToGroupId,
        [ContentType] = p => p.ContentType,
    };

    /// <summary>All names, for error messages.</summary>
    public static string Names => string.Join(", ", Readers.Keys);

    public static bool Has(string name) => Readers.ContainsKey(name);

    public static string? Read(AmqpAnnotatedMessage message, string name) => Readers[name](message.Properties);
}
