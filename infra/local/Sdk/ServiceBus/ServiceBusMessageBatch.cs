namespace Azure.Messaging.ServiceBus;

/// <summary>Messages that are sent as one, all or none.</summary>
public sealed class ServiceBusMessageBatch : IDisposable
{
    private readonly List<ServiceBusMessage> _messages = [];

    internal ServiceBusMessageBatch(long maxSizeInBytes) => MaxSizeInBytes = maxSizeInBytes;

    public int Count => _messages.Count;

    public long MaxSizeInBytes { get; }

    public long SizeInBytes { get; private set; }

    internal IReadOnlyList<ServiceBusMessage> Messages => _messages;

    /// <returns>False when the message does not fit any more; it is not in the batch then.</returns>
    public bool TryAddMessage(ServiceBusMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var size = EncodedSize.Of(message);
        if (SizeInBytes + size > MaxSizeInBytes)
            return false;

        SizeInBytes += size;
        _messages.Add(message);
        return true;
    }

    public void Dispose()
    {
        _messages.Clear();
        SizeInBytes = 0;
    }
}
