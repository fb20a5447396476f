using System.Security.Cryptography;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;

namespace ChatPay.Local.ServiceBus;

/// <summary>
/// Which message of a queue (or of its dead letters) is where: ready, locked, scheduled, deferred. It decides and touches no
/// disk; a message that something on disk must happen to is given out "in hand" and comes back by <see cref="Put"/> or is
/// forgotten. One lock guards it all, which is why this is one file.
/// </summary>
internal sealed class BusQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, QueuedMessage> _all = [];
    private readonly SortedSet<QueuedMessage> _ready = new(QueuedMessage.BySequence);
    private readonly SortedSet<QueuedMessage> _timed = new(QueuedMessage.ByNextEvent);
    private readonly Dictionary<Guid, QueuedMessage> _locked = [];
    private readonly LinkedList<ReceiveWaiter> _waiters = [];
    private readonly List<BusSubscription> _subscriptions = [];
    private readonly LocalClock _clock;
    private readonly Action<BusQueue, OverdueMessage> _overdue;
    private ITimer? _timer;
    private DateTimeOffset _armed = DateTimeOffset.MaxValue;
    private bool _disposed;

    // What overdue does on disk must have begun its work (of the clock) before it returns.
    public BusQueue(int id, string path, bool dead, QueueOptions options, LocalClock clock, Action<BusQueue, OverdueMessage> overdue)
    {
        (Id, Path, Dead, Options, _clock, _overdue) = (id, path, dead, options, clock, overdue);
        // Detached: the queue waits for the clock, not the work in which it happened to be declared.
        clock.Work.Detach(() => _timer = clock.CreateTimer(_ => Fired(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
    }

    public int Id { get; }

    public string Path { get; }

    public bool Dead { get; }

    public QueueOptions Options { get; set; }

    /// <summary>Puts a message where it belongs now, and hands it on at once when somebody waits for it.</summary>
    public void Put(QueuedMessage message, MessagePlace place)
    {
        lock (_gate)
        {
            _all[message.Sequence] = message;
            Move(message, place);
            Dispatch();
        }

        Tick();
    }

    /// <summary>The message is gone from here.</summary>
    public void Forget(QueuedMessage message)
    {
        lock (_gate)
        {
            Move(message, MessagePlace.InHand);
            _all.Remove(message.Sequence);
        }
    }

    /// <summary>Locked messages, at least one, or none when none came in time.</summary>
    public async Task<IReadOnlyList<QueuedMessage>> ReceiveAsync(int maxMessages, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var waiter = new ReceiveWaiter(maxMessages);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _waiters.AddLast(waiter);
            Dispatch();
            if (!waiter.Received.IsCompleted)
                waiter.Timer = _clock.CreateTimer(_ => GiveUp(waiter), null, maxWait, Timeout.InfiniteTimeSpan);
        }

        await using var cancelled = cancellationToken.Register(() => GiveUp(waiter, cancellationToken));
        return await waiter.Received;
    }

    public void Add(BusSubscription subscription)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _subscriptions.Add(subscription);
            Dispatch();
        }
    }

    public void Remove(BusSubscription subscription)
    {
        lock (_gate) _subscriptions.Remove(subscription);
    }

    /// <summary>A subscription has room again.</summary>
    public void Continue(BusSubscription subscription)
    {
        lock (_gate)
        {
            subscription.Running--;
            Dispatch();
        }
    }

    /// <summary>The locked message, now in hand.</summary>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public QueuedMessage TakeLocked(Guid lockToken)
    {
        lock (_gate)
        {
            var message = Locked(lockToken);
            Move(message, MessagePlace.InHand);
            return message;
        }
    }

    /// <summary>After an abandon or a lost lock: back to be received, unless that has been tried too often.</summary>
    public void Return(QueuedMessage message)
    {
        if (message.Deferred)
            Put(message, MessagePlace.Deferred);
        else if (!Dead && message.Deliveries >= Options.MaxDeliveryCount)
            _overdue(this, new OverdueMessage(message, OverdueMessage.Cause.DeliveredTooOften));
        else
            Put(message, MessagePlace.Ready);
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
            Move(message, MessagePlace.Locked);
            return until;
        }
    }

    /// <summary>Messages by their numbers, now in hand, all or none.</summary>
    /// <exception cref="ServiceBusException">One of them is not in <paramref name="place"/>.</exception>
    public IReadOnlyList<QueuedMessage> Take(IReadOnlyList<long> sequences, MessagePlace place)
    {
        lock (_gate)
        {
            var messages = sequences.Distinct().Select(s => _all.GetValueOrDefault(s)).ToList();
            if (messages.Any(m => m?.Place != place))
            {
                throw new ServiceBusException(
                    $"No {place.ToString().ToLowerInvariant()} message has one of the numbers {string.Join(", ", sequences)}.",
                    ServiceBusFailureReason.MessageNotFound, Path);
            }

            messages.ForEach(m => Move(m!, MessagePlace.InHand));
            return messages!;
        }
    }

    public void Lock(QueuedMessage message)
    {
        lock (_gate) Lock(message, Options.LockDuration);
    }

    public int Count(MessagePlace place)
    {
        lock (_gate) return _all.Values.Count(m => m.Place == place);
    }

    /// <summary>Does what is due by now.</summary>
    public void Tick()
    {
        List<(QueuedMessage Message, MessagePlace Was)> due = [];
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            while (_timed.Min is { } first && first.NextEvent <= now)
            {
                due.Add((first, first.Place));
                Move(first, MessagePlace.InHand);
            }
        }

        foreach (var (message, was) in due)
        {
            if (was == MessagePlace.Locked)
                Return(message);
            else
                _overdue(this, new OverdueMessage(message, was == MessagePlace.Scheduled ? OverdueMessage.Cause.ScheduledTimeCame : OverdueMessage.Cause.Expired));
        }
    }

    public void Dispose()
    {
        BusSubscription[] subscriptions;
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
            foreach (var waiter in _waiters)
                waiter.Complete([]);
            _waiters.Clear();
            subscriptions = [.. _subscriptions];
        }

        // Outside of the lock: this runs what the handlers do when they are cancelled.
        foreach (var subscription in subscriptions)
            subscription.Dispose();
    }

    private void GiveUp(ReceiveWaiter waiter, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (!_waiters.Remove(waiter))
                return;
            if (cancellationToken.IsCancellationRequested)
                waiter.Cancel(cancellationToken);
            else
                waiter.Complete([]);
        }
    }

    private void Fired()
    {
        lock (_gate)
        {
            _armed = DateTimeOffset.MaxValue;
            Arm();
        }

        Tick();
    }

    // Everything below runs under the lock.
    private void Dispatch()
    {
        while (!_disposed && _ready.Count > 0)
        {
            if (_waiters.First is { Value: var waiter })
            {
                _waiters.RemoveFirst();
                List<QueuedMessage> batch = [.. _ready.Take(waiter.MaxMessages)];
                batch.ForEach(m => Lock(m, Options.LockDuration));
                waiter.Complete(batch);
            }
            else if (_subscriptions.Find(s => s.Running < s.MaxConcurrent) is { } subscription)
            {
                var message = _ready.Min!;
                Lock(message, subscription.LockDuration(Options));
                subscription.Running++;
                subscription.Start(message);
            }
            else
            {
                return;
            }
        }
    }

    private void Lock(QueuedMessage message, TimeSpan duration)
    {
        message.LockToken = new Guid(RandomNumberGenerator.GetBytes(16));
        message.LockedUntil = _clock.GetUtcNow() + duration;
        message.Deliveries++;
        Move(message, MessagePlace.Locked);
    }

    private QueuedMessage Locked(Guid lockToken) => _locked.GetValueOrDefault(lockToken) ?? throw new ServiceBusException(
        "The lock on the message is lost: it has expired, or the message is settled.", ServiceBusFailureReason.MessageLockLost, Path);

    private void Move(QueuedMessage message, MessagePlace place)
    {
        if (message.NextEvent != DateTimeOffset.MaxValue)
            _timed.Remove(message);
        if (message.Place == MessagePlace.Ready)
            _ready.Remove(message);
        else if (message.Place == MessagePlace.Locked)
            _locked.Remove(message.LockToken);

        message.Place = place;
        message.NextEvent = place switch
        {
            MessagePlace.Scheduled => message.Enqueued,
            MessagePlace.Ready or MessagePlace.Deferred => message.Expires,
            MessagePlace.Locked => message.LockedUntil,
            _ => DateTimeOffset.MaxValue,
        };
        if (place == MessagePlace.Ready)
            _ready.Add(message);
        else if (place == MessagePlace.Locked)
            _locked.Add(message.LockToken, message);

        if (message.NextEvent != DateTimeOffset.MaxValue)
            _timed.Add(message);
        Arm();
    }

    private void Arm()
    {
        var next = _timed.Min?.NextEvent ?? DateTimeOffset.MaxValue;
        if (next == _armed || _disposed)
            return;

        _armed = next;
        var wait = next - _clock.GetUtcNow();
        var due = next == DateTimeOffset.MaxValue ? Timeout.InfiniteTimeSpan : wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        _clock.Work.Detach(() => _timer!.Change(due, Timeout.InfiniteTimeSpan));
    }
}
