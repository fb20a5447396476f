namespace Azure.Messaging.ServiceBus;

/// <summary>Sends messages to a queue or topic.</summary>
public class ServiceBusSender : IAsyncDisposable
{
    private readonly ServiceBusClient _client;
    private readonly string _entityPath;
    private volatile bool _closed;

    protected ServiceBusSender()
    {
    }

    protected ServiceBusSender(ServiceBusClient client, string queueOrTopicName)
        : this(client, queueOrTopicName, new ServiceBusSenderOptions())
    {
    }

    protected ServiceBusSender(ServiceBusClient client, string queueOrTopicName, ServiceBusSenderOptions options)
        : this(EntityPaths.Queue(queueOrTopicName), options ?? new ServiceBusSenderOptions(), client)
    {
    }

    internal ServiceBusSender(string entityPath, ServiceBusSenderOptions options, ServiceBusClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        ObjectDisposedException.ThrowIf(client.IsClosed, typeof(ServiceBusClient));
        _client = client;
        _entityPath = entityPath;
        Identifier = LinkIdentifier.For(entityPath, options.Identifier);
    }

    public virtual string EntityPath => _entityPath;

    public virtual string FullyQualifiedNamespace => _client.FullyQualifiedNamespace;

    public virtual string Identifier { get; }

    public virtual bool IsClosed => _closed;

    private IServiceBusTransport Transport
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, typeof(ServiceBusSender));
            return _client.Transport;
        }
    }

    /// <exception cref="ServiceBusException">The message was not stored; <see cref="ServiceBusException.Reason"/> says why.</exception>
    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Transport.SendAsync(_entityPath, [message], cancellationToken);
    }

    /// <inheritdoc cref="SendMessageAsync"/>
    public virtual Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return SendAllAsync([.. messages], cancellationToken);
    }

    /// <inheritdoc cref="SendMessageAsync"/>
    public virtual Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messageBatch);
        return SendAllAsync(messageBatch.Messages, cancellationToken);
    }

    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default) =>
        CreateMessageBatchAsync(new CreateMessageBatchOptions(), cancellationToken);

    /// <exception cref="ArgumentOutOfRangeException">The size asked for is over the service's limit.</exception>
    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(
        CreateMessageBatchOptions options, CancellationToken cancellationToken = default)
    {
        var limit = Transport.MaxSizeInBytes;
        var size = options?.MaxSizeInBytes ?? limit;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, limit, nameof(options));
        return ValueTask.FromResult(new ServiceBusMessageBatch(size));
    }

    /// <returns>The sequence number, by which it can be cancelled.</returns>
    /// <inheritdoc cref="SendMessageAsync"/>
    public virtual async Task<long> ScheduleMessageAsync(
        ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return (await ScheduleMessagesAsync([message], scheduledEnqueueTime, cancellationToken))[0];
    }

    /// <returns>The sequence numbers, by which they can be cancelled.</returns>
    /// <inheritdoc cref="SendMessageAsync"/>
    public virtual Task<IReadOnlyList<long>> ScheduleMessagesAsync(
        IEnumerable<ServiceBusMessage> messages, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<ServiceBusMessage> all = [.. messages];
        foreach (var message in all)
            message.ScheduledEnqueueTime = scheduledEnqueueTime;
        return all.Count == 0 ? Task.FromResult<IReadOnlyList<long>>([]) : Transport.SendAsync(_entityPath, all, cancellationToken);
    }

    /// <exception cref="ServiceBusException">No such message is scheduled any more.</exception>
    public virtual Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default) =>
        CancelScheduledMessagesAsync([sequenceNumber], cancellationToken);

    /// <inheritdoc cref="CancelScheduledMessageAsync"/>
    public virtual Task CancelScheduledMessagesAsync(IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequenceNumbers);
        List<long> all = [.. sequenceNumbers];
        return all.Count == 0 ? Task.CompletedTask : Transport.CancelScheduledAsync(_entityPath, all, cancellationToken);
    }

    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        _closed = true;
        return Task.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    private Task SendAllAsync(IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken) =>
        messages.Count == 0 ? Task.CompletedTask : Transport.SendAsync(_entityPath, messages, cancellationToken);
}
