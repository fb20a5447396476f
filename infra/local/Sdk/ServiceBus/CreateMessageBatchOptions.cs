namespace Azure.Messaging.ServiceBus;

/// <summary>Options of a <see cref="ServiceBusMessageBatch"/>.</summary>
public class CreateMessageBatchOptions
{
    /// <summary>The most bytes the batch takes; the service's own limit when null.</summary>
    public long? MaxSizeInBytes { get; set; }
}
