using System.Runtime.CompilerServices;

namespace Azure.Messaging.ServiceBus;

/// <summary>Receives messages from a queue or subscription, and settles them.</summary>
public class ServiceBusReceiver : IAsyncDisposable
{
    private readonly ServiceBusClient _client;
    private readonly string _entityPath;
    private long _nextToPeek;
    private volatile bool _closed;

    protected ServiceBusReceiver()
    {
    }

    protected ServiceBusReceiver(ServiceBusClient client, string queueName, ServiceBusReceiverOptions options)
        : this(EntityPaths.Queue(queueName), options ?? new ServiceBusReceiverOptions(), client)
    {
    }

    protected ServiceBusReceiver(ServiceBusClient client, string topicName, string subscriptionName, ServiceBusReceiverOptions options)
        : this(EntityPaths.Subscription(topicName, subscriptionName), options ?? new ServiceBusReceiverOptions(), client)
    {
    }

    internal ServiceBusReceiver(string path, ServiceBusReceiverOptions options, ServiceBusClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        ObjectDisposedException.ThrowIf(client.IsClosed, typeof(ServiceBusClient));
        _client = client;
        _entityPath = EntityPaths.Of(path, options.SubQueue);
        Identifier = LinkIdentifier.For(_entityPath, options.Identifier);
        PrefetchCount = options.PrefetchCount;
        ReceiveMode = options.ReceiveMode;
    }

    public virtual string EntityPath => _entityPath;

    public virtual string FullyQualifiedNamespace => _client.FullyQualifiedNamespace;

    public virtual string Identifier { get; }

    public virtual bool IsClosed => _closed;

    public virtual int PrefetchCount { get; }

    public virtual ServiceBusReceiveMode ReceiveMode { get; }

    private IServiceBusTransport Transport
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, typeof(ServiceBusReceiver));
            return _client.Transport;
        }
    }

    /// <returns>The next message, or null when none came in time (the retry options' try timeout when not told).</returns>
    public virtual async Task<ServiceBusReceivedMessage> ReceiveMessageAsync(
        TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default)
    {
        var received = await ReceiveMessagesAsync(1, maxWaitTime, cancellationToken);
        return received.Count > 0 ? received[0] : null;
    }

    /// <returns>At least one message, or none when none came in time.</returns>
    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        if (maxWaitTime is { } wait)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wait, TimeSpan.Zero, nameof(maxWaitTime));
        return Transport.ReceiveAsync(_entityPath, maxMessages, maxWaitTime ?? _client.TryTimeout, ReceiveMode, cancellationToken);
    }

    /// <returns>Messages as they come, without end; cancellation is thrown.</returns>
    public virtual async IAsyncEnumerable<ServiceBusReceivedMessage> ReceiveMessagesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await ReceiveMessageAsync(cancellationToken: cancellationToken) is { } message)
                yield return message;
        }
    }

    public virtual async Task<ServiceBusReceivedMessage> PeekMessageAsync(
        long? fromSequenceNumber = null, CancellationToken cancellationToken = default)
    {
        var peeked = await PeekMessagesAsync(1, fromSequenceNumber, cancellationToken);
        return peeked.Count > 0 ? peeked[0] : null;
    }

    /// <summary>Reads without locking; goes on after the last peek when not told where to begin.</summary>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        if (fromSequenceNumber is { } from)
            ArgumentOutOfRangeException.ThrowIfNegative(from, nameof(fromSequenceNumber));

        var start = fromSequenceNumber ?? Interlocked.Read(ref _nextToPeek);
        var peeked = await Transport.PeekAsync(_entityPath, maxMessages, start, cancellationToken);
        if (peeked.Count > 0)
            Interlocked.Exchange(ref _nextToPeek, peeked[^1].SequenceNumber + 1);
        return peeked;
    }

    public virtual async Task<ServiceBusReceivedMessage> ReceiveDeferredMessageAsync(
        long sequenceNumber, CancellationToken cancellationToken = default) =>
        (await ReceiveDeferredMessagesAsync([sequenceNumber], cancellationToken))[0];

    /// <exception cref="ServiceBusException">No deferred message has one of the numbers.</exception>
    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredMessagesAsync(
        IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequenceNumbers);
        List<long> all = [.. sequenceNumbers];
        return all.Count == 0
            ? Task.FromResult<IReadOnlyList<ServiceBusReceivedMessage>>([])
            : Transport.ReceiveDeferredAsync(_entityPath, all, ReceiveMode, cancellationToken);
    }

    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync(message, new Settlement(Settlement.Outcome.Complete), cancellationToken);

    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        SettleAsync(message, new Settlement(Settlement.Outcome.Abandon, propertiesToModify), cancellationToken);

    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task DeferMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        SettleAsync(message, new Settlement(Settlement.Outcome.Defer, propertiesToModify), cancellationToken);

    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        SettleAsync(message, new Settlement(Settlement.Outcome.DeadLetter, propertiesToModify), cancellationToken);

    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        string deadLetterReason,
        string deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) =>
        DeadLetterMessageAsync(message, null, deadLetterReason, deadLetterErrorDescription, cancellationToken);

    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify,
        string deadLetterReason,
        string deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default)
    {
        var settlement = new Settlement(Settlement.Outcome.DeadLetter, propertiesToModify)
        {
            DeadLetterReason = deadLetterReason,
            DeadLetterErrorDescription = deadLetterErrorDescription,
        };
        return SettleAsync(message, settlement, cancellationToken);
    }

    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual async Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        ThrowUnlessLocked(message);
        message.LockedUntil = await Transport.RenewLockAsync(_entityPath, message.LockTokenGuid, cancellationToken);
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

    private async Task SettleAsync(ServiceBusReceivedMessage message, Settlement settlement, CancellationToken cancellationToken)
    {
        ThrowUnlessLocked(message);
        await Transport.SettleAsync(_entityPath, message.LockTokenGuid, settlement, cancellationToken);
        message.IsSettled = true;
    }

    private void ThrowUnlessLocked(ServiceBusReceivedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (ReceiveMode != ServiceBusReceiveMode.PeekLock)
            throw new InvalidOperationException("Only a receiver in PeekLock mode can settle or renew a message.");
        if (message.LockTokenGuid == Guid.Empty)
            throw new InvalidOperationException("The message was peeked, not received: there is no lock to settle or renew.");
    }
}
