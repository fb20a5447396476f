using Azure.Core.Amqp;

namespace Azure.Messaging.ServiceBus;

/// <summary>A message to be sent.</summary>
public class ServiceBusMessage
{
    private const int LongestId = 128;
    private readonly AmqpAnnotatedMessage _amqp;

    public ServiceBusMessage()
        : this(default(ReadOnlyMemory<byte>))
    {
    }

    public ServiceBusMessage(string body)
        : this(BinaryData.FromString(body))
    {
    }

    public ServiceBusMessage(ReadOnlyMemory<byte> body) => _amqp = AmqpView.Message(body);

    public ServiceBusMessage(BinaryData body)
        : this(body?.ToMemory() ?? default)
    {
    }

    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
    {
        ArgumentNullException.ThrowIfNull(receivedMessage);
        _amqp = new AmqpAnnotatedMessage(receivedMessage.GetRawAmqpMessage());
        _amqp.Header.DeliveryCount = null;
        foreach (var annotation in AmqpView.OfTheBroker)
            _amqp.MessageAnnotations.Remove(annotation);
        _amqp.ApplicationProperties.Remove(AmqpView.DeadLetterReason);
        _amqp.ApplicationProperties.Remove(AmqpView.DeadLetterErrorDescription);
    }

    public ServiceBusMessage(AmqpAnnotatedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _amqp = message;
    }

    public IDictionary<string, object> ApplicationProperties => _amqp.ApplicationProperties;

    public BinaryData Body
    {
        get => _amqp.GetBody();
        set => _amqp.Body = AmqpMessageBody.FromData([value?.ToMemory() ?? default]);
    }

    public string ContentType
    {
        get => _amqp.Properties.ContentType;
        set => _amqp.Properties.ContentType = value;
    }

    public string CorrelationId
    {
        get => _amqp.Properties.CorrelationId?.ToString();
        set => _amqp.Properties.CorrelationId = value is null ? null : new AmqpMessageId(value);
    }

    /// <exception cref="ArgumentException">It is empty or longer than 128 characters.</exception>
    public string MessageId
    {
        get => _amqp.Properties.MessageId?.ToString();
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            _amqp.Properties.MessageId = new AmqpMessageId(AtMostLongest(value, nameof(MessageId)));
        }
    }

    /// <exception cref="ArgumentException">It is longer than 128 characters.</exception>
    public string PartitionKey
    {
        get => _amqp.GetText(AmqpView.PartitionKey);
        set => _amqp.MessageAnnotations[AmqpView.PartitionKey] = AtMostLongest(value, nameof(PartitionKey));
    }

    public string ReplyTo
    {
        get => _amqp.Properties.ReplyTo?.ToString();
        set => _amqp.Properties.ReplyTo = value is null ? null : new AmqpAddress(value);
    }

    /// <exception cref="ArgumentException">It is longer than 128 characters.</exception>
    public string ReplyToSessionId
    {
        get => _amqp.Properties.ReplyToGroupId;
        set => _amqp.Properties.ReplyToGroupId = AtMostLongest(value, nameof(ReplyToSessionId));
    }

    public DateTimeOffset ScheduledEnqueueTime
    {
        get => _amqp.GetTime(AmqpView.ScheduledEnqueueTime);
        set => _amqp.SetTime(AmqpView.ScheduledEnqueueTime, value);
    }

    /// <exception cref="ArgumentException">It is longer than 128 characters.</exception>
    public string SessionId
    {
        get => _amqp.Properties.GroupId;
        set => _amqp.Properties.GroupId = AtMostLongest(value, nameof(SessionId));
    }

    public string Subject
    {
        get => _amqp.Properties.Subject;
        set => _amqp.Properties.Subject = value;
    }

    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public TimeSpan TimeToLive
    {
        get => _amqp.GetTimeToLive();
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(TimeToLive));
            _amqp.Header.TimeToLive = value;
        }
    }

    public string To
    {
        get => _amqp.Properties.To?.ToString();
        set => _amqp.Properties.To = value is null ? null : new AmqpAddress(value);
    }

    /// <exception cref="ArgumentException">It is longer than 128 characters.</exception>
    public string TransactionPartitionKey
    {
        get => _amqp.GetText(AmqpView.ViaPartitionKey);
        set => _amqp.MessageAnnotations[AmqpView.ViaPartitionKey] = AtMostLongest(value, nameof(TransactionPartitionKey));
    }

    public AmqpAnnotatedMessage GetRawAmqpMessage() => _amqp;

    public override string ToString() => $"{{MessageId:{MessageId}}}";

    private static string AtMostLongest(string value, string name) =>
        value?.Length > LongestId ? throw new ArgumentException($"{name} takes {LongestId} characters at most.", name) : value;
}
