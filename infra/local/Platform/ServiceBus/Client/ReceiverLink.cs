using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus.Client;

/// <summary>What a receiver does at its entity. The official receivers for entities with and without sessions are two types, and
/// both of ours stand on this one.</summary>
internal sealed class ReceiverLink(LocalServiceBusClient client, string entityPath, ServiceBusReceiveMode mode, int prefetchCount, string? identifier)
{
    private long _nextToPeek;
    private volatile bool _closed;

    public string FullyQualifiedNamespace => client.FullyQualifiedNamespace;

    public string EntityPath => entityPath;

    public ServiceBusReceiveMode Mode => mode;

    public int PrefetchCount => prefetchCount;

    public string Identifier { get; } = LinkIdentifier.For(entityPath, identifier);

    public bool IsClosed => _closed || client.IsClosed;

    private BusDesk Desk => client.Broker.Desk;

    public Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(int maxMessages, TimeSpan? maxWaitTime, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        if (maxWaitTime is { } wait)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wait, TimeSpan.Zero, nameof(maxWaitTime));
        return Desk.ReceiveAsync(Reach(cancellationToken), maxMessages, maxWaitTime ?? client.TryTimeout, mode, cancellationToken);
    }

    public Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredAsync(IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sequenceNumbers);
        var entity = Reach(cancellationToken);
        List<long> all = [.. sequenceNumbers];
        return all.Count == 0 ? Task.FromResult<IReadOnlyList<ServiceBusReceivedMessage>>([]) : Desk.ReceiveDeferredAsync(entity, all, mode);
    }

    /// <summary>Reads without locking; goes on after the last peek when not told where to begin.</summary>
    public IReadOnlyList<ServiceBusReceivedMessage> Peek(int maxMessages, long? fromSequenceNumber, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        if (fromSequenceNumber is { } from)
            ArgumentOutOfRangeException.ThrowIfNegative(from, nameof(fromSequenceNumber));

        var peeked = Desk.Peek(Reach(cancellationToken), fromSequenceNumber ?? Interlocked.Read(ref _nextToPeek), maxMessages);
        if (peeked.Count > 0)
            Interlocked.Exchange(ref _nextToPeek, peeked[^1].SequenceNumber + 1);
        return peeked;
    }

    public async Task SettleAsync(ServiceBusReceivedMessage message, Settlement settlement, CancellationToken cancellationToken)
    {
        var lockToken = LockOf(message);
        await Desk.SettleAsync(Reach(cancellationToken), lockToken, settlement);
        settlement.Remember(message);
    }

    public void Renew(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        var lockToken = LockOf(message);
        AmqpContent.Locked(message, Reach(cancellationToken).Renew(lockToken));
    }

    public void Close() => _closed = true;

    private BusQueue Reach(CancellationToken cancellationToken)
    {
        client.ThrowIfClosed();
        ObjectDisposedException.ThrowIf(_closed, typeof(ServiceBusReceiver));
        return client.Broker.Reach(entityPath, cancellationToken);
    }

    private Guid LockOf(ServiceBusReceivedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (mode != ServiceBusReceiveMode.PeekLock)
            throw new InvalidOperationException("Only a receiver in PeekLock mode can settle or renew a message.");
        return Guid.TryParse(message.LockToken, out var lockToken) && lockToken != Guid.Empty
            ? lockToken
            : throw new InvalidOperationException("The message was peeked, not received: there is no lock to settle or renew.");
    }
}
