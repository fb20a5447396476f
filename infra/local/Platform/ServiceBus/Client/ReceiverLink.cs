using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus.Queues;

namespace ChatPay.Local.ServiceBus.Client;

/// <summary>The operations of a receiver. The official receivers with and without sessions are two types; both of their local
/// versions use this one.</summary>
internal sealed class ReceiverLink(
    LocalServiceBusClient client,
    string entityPath,
    ServiceBusReceiveMode mode,
    int prefetchCount,
    string? identifier,
    SessionHold? hold = null)
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

    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(
        int maxMessages,
        TimeSpan? maxWaitTime,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        if (maxWaitTime is { } wait)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wait, TimeSpan.Zero, nameof(maxWaitTime));
        return await Desk.ReceiveAsync(
            ToReceive(cancellationToken),
            maxMessages,
            maxWaitTime ?? client.TryTimeout,
            mode,
            hold,
            cancellationToken);
    }

    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredAsync(
        IEnumerable<long> sequenceNumbers,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sequenceNumbers);
        var entity = ToReceive(cancellationToken);
        List<long> all = [.. sequenceNumbers];
        return all.Count == 0 ? [] : await Desk.ReceiveDeferredAsync(entity, all, mode, hold);
    }

    /// <summary>Reads without locking; continues after the last peek when no start is given.</summary>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(
        int maxMessages,
        long? fromSequenceNumber,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        if (fromSequenceNumber is { } from)
            ArgumentOutOfRangeException.ThrowIfNegative(from, nameof(fromSequenceNumber));

        await Task.Yield();
        var peeked = Desk.Peek(
            Reach(cancellationToken),
            fromSequenceNumber ?? Interlocked.Read(ref _nextToPeek),
            maxMessages,
            hold?.SessionId);
        if (peeked.Count > 0)
            Interlocked.Exchange(ref _nextToPeek, peeked[^1].SequenceNumber + 1);
        return peeked;
    }

    public async Task SettleAsync(ServiceBusReceivedMessage message, Settlement settlement, CancellationToken cancellationToken)
    {
        var lockToken = LockOf(message);
        await Desk.SettleAsync(Reach(cancellationToken), lockToken, settlement, hold);
        settlement.Remember(message);
    }

    public async Task RenewAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var lockToken = LockOf(message);
        AmqpContent.Locked(message, Reach(cancellationToken).Renew(lockToken));
    }

    public BinaryData? GetSessionState(SessionHold session, CancellationToken cancellationToken)
    {
        var queue = Held(session, cancellationToken);
        return client.Broker.SessionStates.Get(queue, session.SessionId) is { } state ? BinaryData.FromBytes(state) : null;
    }

    /// <exception cref="ServiceBusException">The state is larger than a message may be.</exception>
    public async Task SetSessionStateAsync(SessionHold session, BinaryData? state, CancellationToken cancellationToken)
    {
        var queue = Held(session, cancellationToken);
        if (state?.ToMemory().Length > SendSize.Most)
        {
            throw new ServiceBusException(
                $"The session state has {state.ToMemory().Length} bytes, and {SendSize.Most} is the most.",
                ServiceBusFailureReason.MessageSizeExceeded,
                entityPath);
        }

        await client.Broker.SessionStates.SetAsync(queue, session.SessionId, state?.ToArray(), client.Broker.Now);
    }

    public void RenewSession(SessionHold session, CancellationToken cancellationToken) => Reach(cancellationToken).Renew(session);

    /// <summary>Releases a session. Without sessions it does nothing: received messages stay locked until their locks expire, as
    /// officially.</summary>
    public async Task CloseAsync()
    {
        _closed = true;
        if (hold is not null && client.Broker.Find(entityPath) is { } queue)
            await Desk.CloseAsync(queue, hold);
    }

    private BusQueue Held(SessionHold session, CancellationToken cancellationToken)
    {
        var queue = Reach(cancellationToken);
        queue.ThrowUnlessHeld(session);
        return queue;
    }

    private BusQueue ToReceive(CancellationToken cancellationToken)
    {
        var queue = Reach(cancellationToken);
        if (queue.Kind == EntityKind.Topic)
            throw new InvalidOperationException($"{entityPath} is a topic: receive from one of its subscriptions.");
        return queue.RequiresSession && hold is null
            ? throw new InvalidOperationException(
                $"{entityPath} requires sessions: receive from it with AcceptNextSessionAsync or AcceptSessionAsync.")
            : queue;
    }

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
