using System.Security.Cryptography;
using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus.Queues;

/// <content>Who gets which message: waiting receivers and listeners; message locks.</content>
internal sealed partial class BusQueue
{
    private static readonly IReadOnlyList<QueuedMessage> Nothing = [];

    private readonly MessageLine _line = new();
    private readonly List<BusListener> _listeners = [];

    private IEnumerable<MessageLine> Lines => RequiresSession ? _sessions.Values : [_line];

    /// <summary>Receives and locks messages; none if there are none in time.</summary>
    /// <exception cref="ServiceBusException">The session lock is lost.</exception>
    public async Task<IReadOnlyList<QueuedMessage>> ReceiveAsync(
        int maxMessages, TimeSpan maxWait, SessionHold? hold, CancellationToken cancellationToken)
    {
        var waiter = new ReceiveWaiter(maxMessages);
        MessageLine line;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            line = SessionOf(hold) ?? _line;
            line.Waiters.AddLast(waiter);
            Dispatch(line);
            if (line is BusSession session)
                _waitedFor.Add(session);
            if (!waiter.Received.IsCompleted)
                waiter.Timer = _clock.CreateTimer(_ => GiveUp(line.Waiters, waiter, Nothing), null, maxWait, Timeout.InfiniteTimeSpan);
        }

        await using var cancelled = cancellationToken.Register(() => GiveUp(line.Waiters, waiter, Nothing, cancellationToken));
        return await waiter.Received;
    }

    /// <summary>Receives what the session has now, and renews the session lock.</summary>
    /// <exception cref="ServiceBusException">The session lock is lost.</exception>
    public IReadOnlyList<QueuedMessage> TakeReady(int maxMessages, SessionHold hold, TimeSpan lockDuration)
    {
        lock (_gate)
        {
            var session = SessionOf(hold)!;
            Extend(session, lockDuration);
            return TakeFrom(session, maxMessages, lockDuration);
        }
    }

    public void Add(BusListener listener)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _listeners.Add(listener);
            Dispatch();
        }
    }

    public void Remove(BusListener listener)
    {
        lock (_gate) _listeners.Remove(listener);
    }

    /// <summary>Continues a listener that has room again.</summary>
    public void Continue(BusListener listener)
    {
        lock (_gate)
        {
            listener.Running--;
            Dispatch();
        }
    }

    /// <summary>Takes a locked message in hand.</summary>
    /// <exception cref="ServiceBusException">The lock of the message, or of its session, is lost.</exception>
    public QueuedMessage TakeLocked(Guid lockToken, SessionHold? hold)
    {
        lock (_gate)
        {
            SessionOf(hold);
            var message = Locked(lockToken);
            Move(message, MessagePlace.InHand);
            return message;
        }
    }

    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public DateTimeOffset Renew(Guid lockToken)
    {
        lock (_gate)
        {
            var message = Locked(lockToken);
            var until = _clock.GetUtcNow() + Options.LockDuration;
            if (until > message.LockedUntil)
                message.LockedUntil = until;
            _deadlines.Set(message, message.LockedUntil);
            return until;
        }
    }

    /// <summary>Locks a message that the caller has in hand.</summary>
    public void Lock(QueuedMessage message, SessionHold? hold)
    {
        lock (_gate) Lock(message, SessionOf(hold), Options.LockDuration);
    }

    /// <summary>Returns a locked message as if it had not been received: it never reached its receiver.</summary>
    /// <returns>The message; null when its lock is lost.</returns>
    public QueuedMessage? Release(Guid lockToken)
    {
        lock (_gate)
        {
            if (_disposed || !_locked.TryGetValue(lockToken, out var message))
                return null;
            message.Deliveries--;
            Move(message, message.Deferred ? MessagePlace.Deferred : MessagePlace.Ready);
            Dispatch();
            return message;
        }
    }

    private void GiveUp<TWaiter, T>(LinkedList<TWaiter> waiters, TWaiter waiter, T nothing, CancellationToken cancellationToken = default)
        where TWaiter : Waiter<T>
    {
        lock (_gate)
        {
            if (!waiters.Remove(waiter))
                return;
            if (cancellationToken.IsCancellationRequested)
                waiter.Cancel(cancellationToken);
            else
                waiter.Complete(nothing);
        }
    }

    // Everything below runs under the lock.
    private void Dispatch()
    {
        if (RequiresSession)
            DispatchSessions();
        else
            Dispatch(_line);
    }

    private void Dispatch(MessageLine line)
    {
        while (!_disposed && line.Ready.Count > 0)
        {
            if (line.Waiters.First is { Value: var waiter })
            {
                line.Waiters.RemoveFirst();
                waiter.Complete(TakeFrom(line, waiter.MaxMessages, Options.LockDuration));
            }
            else if (line == _line && _listeners.Find(l => l.HasRoom) is { } listener)
            {
                listener.Running++;
                listener.Start(TakeFrom(line, listener.BatchSize, listener.LockDuration(Options)));
            }
            else
            {
                return;
            }
        }
    }

    private List<QueuedMessage> TakeFrom(MessageLine line, int maxMessages, TimeSpan lockDuration)
    {
        List<QueuedMessage> batch = [.. line.Ready.Take(maxMessages)];
        batch.ForEach(m => Lock(m, line as BusSession, lockDuration));
        return batch;
    }

    private void Lock(QueuedMessage message, BusSession? session, TimeSpan duration)
    {
        message.LockToken = new Guid(RandomNumberGenerator.GetBytes(16));
        message.LockedUntil = session?.Holder?.LockedUntil ?? _clock.GetUtcNow() + duration;
        message.Deliveries++;
        Move(message, MessagePlace.Locked);
        _locked.Add(message.LockToken, message);
        session?.Received.Add(message);
    }

    private void Unlock(QueuedMessage message)
    {
        _locked.Remove(message.LockToken);
        if (message.SessionId is { } id && _sessions.TryGetValue(id, out var session))
            session.Received.Remove(message);
    }

    private QueuedMessage Locked(Guid lockToken) => _locked.GetValueOrDefault(lockToken) ?? throw new ServiceBusException(
        "The lock on the message is lost: it has expired, or the message is settled.", ServiceBusFailureReason.MessageLockLost, Path);

    private void AddReady(QueuedMessage message)
    {
        if (!RequiresSession)
        {
            _line.Ready.Add(message);
            return;
        }

        var session = SessionNamed(message.SessionId!);
        session.Ready.Add(message);
        Refresh(session);
    }

    private void RemoveReady(QueuedMessage message)
    {
        if (!RequiresSession)
        {
            _line.Ready.Remove(message);
            return;
        }

        var session = _sessions[message.SessionId!];
        session.Ready.Remove(message);
        Refresh(session);
    }
}
