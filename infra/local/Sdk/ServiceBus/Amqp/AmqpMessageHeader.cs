namespace Azure.Core.Amqp;

/// <summary>Delivery details of a message.</summary>
public class AmqpMessageHeader
{
    internal AmqpMessageHeader()
    {
    }

    public uint? DeliveryCount { get; set; }

    public bool? Durable { get; set; }

    public bool? FirstAcquirer { get; set; }

    public byte? Priority { get; set; }

    public TimeSpan? TimeToLive { get; set; }

    internal bool IsEmpty => (DeliveryCount, Durable, FirstAcquirer, Priority, TimeToLive) is (null, null, null, null, null);

    internal AmqpMessageHeader Copy() => (AmqpMessageHeader)MemberwiseClone();
}
