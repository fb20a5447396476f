namespace Azure.Core.Amqp;

/// <summary>The standard properties of a message.</summary>
public class AmqpMessageProperties
{
    internal AmqpMessageProperties()
    {
    }

    public DateTimeOffset? AbsoluteExpiryTime { get; set; }

    public string ContentEncoding { get; set; }

    public string ContentType { get; set; }

    public AmqpMessageId? CorrelationId { get; set; }

    public DateTimeOffset? CreationTime { get; set; }

    public string GroupId { get; set; }

    public uint? GroupSequence { get; set; }

    public AmqpMessageId? MessageId { get; set; }

    public AmqpAddress? ReplyTo { get; set; }

    public string ReplyToGroupId { get; set; }

    public string Subject { get; set; }

    public AmqpAddress? To { get; set; }

    public ReadOnlyMemory<byte>? UserId { get; set; }

    internal bool IsEmpty =>
        (AbsoluteExpiryTime, ContentEncoding, ContentType, CorrelationId, CreationTime, GroupId) is (null, null, null, null, null, null)
        && (GroupSequence, MessageId, ReplyTo, ReplyToGroupId, Subject, To, UserId) is (null, null, null, null, null, null, null);

    internal AmqpMessageProperties Copy() => (AmqpMessageProperties)MemberwiseClone();
}
