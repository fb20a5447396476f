using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus.Queues;

/// <content>Sessions: who holds which, and which can be accepted.</content>
internal sealed partial class BusQueue
{
    private readonly Dictionary<string, BusSession> _sessions = new(StringComparer.Ordinal);
    private readonly LinkedList<BusSession> _available = [];
    private readonly LinkedList<SessionWaiter> _seekers = [];
    private readonly HashSet<BusSession> _waitedFor = [];

    /// <summary>Whether messages are received through sessions only; dead letters never are.</summary>
    public bool RequiresSession => Options.RequiresSession && Kind is EntityKind.Queue or EntityKind.Subscription;

    /// <summary>Accepts the next session that has messages and no holder; null when there is none in time.</summary>
    public async Task<SessionHold?> AcceptNextAsync(TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var waiter = new SessionWaiter();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _seekers.AddLast(waiter);
            DispatchSessions();
            if (!waiter.Received.IsCompleted)
                waiter.Timer = _clock.CreateTimer(
                    _ => GiveUp(_seekers, waiter, (SessionHold?)null),
                    null,
                    maxWait,
                    Timeout.InfiniteTimeSpan);
        }

        await using var cancelled = cancellationToken.Register(() => GiveUp(_seekers, waiter, (SessionHold?)null, cancellationToken));
        return await waiter.Received;
    }

    /// <summary>Accepts a session by its id, whether or not it has messages.</summary>
    /// <exception cref="ServiceBusException">The session is held by someone else.</exception>
    public SessionHold Accept(string sessionId)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var session = SessionNamed(sessionId);
            if (session.Holder is not null)
            {
                throw new ServiceBusException(
                    $"The session '{sessionId}' cannot be accepted: somebody else holds its lock.",
                    ServiceBusFailureReason.SessionCannotBeLocked,
                    Path);
            }

            return Give(session, Options.LockDuration);
        }
    }

    /// <summary>Renews the session's lock.</summary>
    /// <exception cref="ServiceBusException">The session lock is lost.</exception>
    public void Renew(SessionHold hold)
    {
        lock (_gate) Extend(SessionOf(hold)!, Options.LockDuration);
    }

    /// <exception cref="ServiceBusException">The session lock is lost.</exception>
    public void ThrowUnlessHeld(SessionHold hold)
    {
        lock (_gate) SessionOf(hold);
    }

    /// <summary>Releases a session. Unsettled messages are received again; their deliveries do not count.</summary>
    /// <returns>The messages whose delivery count was reduced.</returns>
    public IReadOnlyList<QueuedMessage> Close(SessionHold hold)
    {
        List<QueuedMessage> unsettled;
        List<OverdueMessage> overdue;
        lock (_gate)
        {
            if (_disposed || !_sessions.TryGetValue(hold.SessionId, out var session) || session.Holder != hold)
                return [];

            unsettled = [.. session.Received];
            unsettled.ForEach(m => m.Deliveries--);
            overdue = End(session, new ObjectDisposedException(nameof(ServiceBusSessionReceiver)));
            Dispatch();
        }

        foreach (var message in overdue)
            _overdue(this, message);
        return unsettled;
    }

    public ServiceBusException SessionLost(string sessionId) =>
        new(
            $"The lock on the session '{sessionId}' is lost: it has expired, or the session is closed.",
            ServiceBusFailureReason.SessionLockLost,
            Path);

    // Everything below runs under the lock.
    private void DispatchSessions()
    {
        _waitedFor.RemoveWhere(s => s.Waiters.Count == 0);
        foreach (var session in _waitedFor)
            Dispatch(session);
        while (!_disposed && _available.First is { Value: var next })
        {
            if (_seekers.First is { Value: var seeker })
            {
                _seekers.RemoveFirst();
                seeker.Complete(Give(next, Options.LockDuration));
            }
            else if (_listeners.Find(l => l.HasRoom) is { } listener)
            {
                listener.Running++;
                listener.Start(Give(next, listener.LockDuration(Options)));
            }
            else
            {
                return;
            }
        }
    }

    private SessionHold Give(BusSession session, TimeSpan duration)
    {
        session.Holder = new SessionHold(session.Id);
        Extend(session, duration);
        Refresh(session);
        return session.Holder;
    }

    private void Extend(BusSession session, TimeSpan duration)
    {
        var until = _clock.GetUtcNow() + duration;
        if (until > session.Holder!.LockedUntil)
            session.Holder.LockedUntil = until;
        _deadlines.Set(session, session.Holder.LockedUntil);
    }

    // Atomically: nobody may receive later messages before the earlier ones are back.
    private List<OverdueMessage> End(BusSession session, Exception why)
    {
        List<OverdueMessage> overdue = [];
        session.Holder?.End();
        session.Holder = null;
        _deadlines.Set(session, DateTimeOffset.MaxValue);
        foreach (var message in session.Received.ToList())
            TakeDue(message, overdue);
        foreach (var waiter in session.Waiters)
            waiter.Fail(why);
        session.Waiters.Clear();
        Refresh(session);
        return overdue;
    }

    private BusSession? SessionOf(SessionHold? hold)
    {
        if (hold is null)
            return null;
        return _sessions.TryGetValue(hold.SessionId, out var session) && session.Holder == hold
            ? session
            : throw SessionLost(hold.SessionId);
    }

    private BusSession SessionNamed(string id)
    {
        if (!_sessions.TryGetValue(id, out var session))
            _sessions.Add(id, session = new BusSession(id));
        return session;
    }

    private void Refresh(BusSession session)
    {
        var isAvailable = session.Holder is null && session.Ready.Count > 0;
        if (isAvailable && session.Available is null)
        {
            session.Available = _available.AddLast(session);
        }
        else if (!isAvailable && session.Available is { } node)
        {
            _available.Remove(node);
            session.Available = null;
        }

        if (session.Holder is null && session.Ready.Count == 0)
            _sessions.Remove(session.Id);
    }
}
