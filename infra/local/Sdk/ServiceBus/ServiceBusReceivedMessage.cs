using System.Collections.ObjectModel;
using Azure.Core.Amqp;

namespace Azure.Messaging.ServiceBus;

/// <summary>A message as it was received or peeked.</summary>
public class ServiceBusReceivedMessage
{
    private readonly AmqpAnnotatedMessage _amqp;

    internal ServiceBusReceivedMessage(AmqpAnnotatedMessage amqp) => _amqp = amqp;

    public IReadOnlyDictionary<string, object> ApplicationProperties =>
        new ReadOnlyDictionary<string, object>(_amqp.ApplicationProperties);

    public BinaryData Body => _amqp.GetBody();

    public string ContentType => _amqp.Properties.ContentType;

    public string CorrelationId => _amqp.Properties.CorrelationId?.ToString();

    public string DeadLetterErrorDescription => Property(AmqpView.DeadLetterErrorDescription);

    public string DeadLetterReason => Property(AmqpView.DeadLetterReason);

    public string DeadLetterSource
    {
        get => _amqp.GetText(AmqpView.DeadLetterSource);
        internal set => _amqp.MessageAnnotations[AmqpView.DeadLetterSource] = value;
    }

    public int DeliveryCount
    {
        get => (int)(_amqp.Header.DeliveryCount ?? 0);
        internal set => _amqp.Header.DeliveryCount = (uint)value;
    }

    public long EnqueuedSequenceNumber
    {
        get => _amqp.GetNumber(AmqpView.EnqueuedSequenceNumber);
        internal set => _amqp.MessageAnnotations[AmqpView.EnqueuedSequenceNumber] = value;
    }

    public DateTimeOffset EnqueuedTime
    {
        get => _amqp.GetTime(AmqpView.EnqueuedTime);
        internal set => _amqp.SetTime(AmqpView.EnqueuedTime, value);
    }

    public DateTimeOffset ExpiresAt =>
        TimeToLive >= DateTimeOffset.MaxValue - EnqueuedTime ? DateTimeOffset.MaxValue : EnqueuedTime + TimeToLive;

    public string LockToken => LockTokenGuid.ToString();

    public DateTimeOffset LockedUntil
    {
        get => _amqp.GetTime(AmqpView.LockedUntil);
        internal set => _amqp.SetTime(AmqpView.LockedUntil, value);
    }

    public string MessageId => _amqp.Properties.MessageId?.ToString();

    public string PartitionKey => _amqp.GetText(AmqpView.PartitionKey);

    public string ReplyTo => _amqp.Properties.ReplyTo?.ToString();

    public string ReplyToSessionId => _amqp.Properties.ReplyToGroupId;

    public DateTimeOffset ScheduledEnqueueTime => _amqp.GetTime(AmqpView.ScheduledEnqueueTime);

    public long SequenceNumber
    {
        get => _amqp.GetNumber(AmqpView.SequenceNumber);
        internal set => _amqp.MessageAnnotations[AmqpView.SequenceNumber] = value;
    }

    public string SessionId => _amqp.Properties.GroupId;

    public ServiceBusMessageState State
    {
        get => (ServiceBusMessageState)_amqp.GetNumber(AmqpView.MessageState);
        internal set => _amqp.MessageAnnotations[AmqpView.MessageState] = (long)value;
    }

    public string Subject => _amqp.Properties.Subject;

    public TimeSpan TimeToLive => _amqp.GetTimeToLive();

    public string To => _amqp.Properties.To?.ToString();

    public string TransactionPartitionKey => _amqp.GetText(AmqpView.ViaPartitionKey);

    internal Guid LockTokenGuid { get; set; }

    /// <summary>The one who received it has settled it: nothing is left to complete automatically.</summary>
    internal bool IsSettled { get; set; }

    public static ServiceBusReceivedMessage FromAmqpMessage(AmqpAnnotatedMessage message, BinaryData lockTokenBytes)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(lockTokenBytes);
        return new ServiceBusReceivedMessage(message) { LockTokenGuid = new Guid(lockTokenBytes.ToMemory().Span) };
    }

    public AmqpAnnotatedMessage GetRawAmqpMessage() => _amqp;

    public override string ToString() => $"{{MessageId:{MessageId}}}";

    private string Property(string name) => _amqp.ApplicationProperties.TryGetValue(name, out var value) ? value as string : null;
}
