using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;

namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>
/// Which message of an entity (a queue, a subscription, the dead letters of one, or a topic's scheduled messages) is where: ready,
/// locked, scheduled, deferred. It decides and touches no disk; a message that something on disk must happen to is given out "in
/// hand" and comes back by <see cref="Put"/> or is forgotten. One lock guards it all: the parts of this class are one thing.
/// </summary>
internal sealed partial class BusQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, QueuedMessage> _all = [];
    private readonly Dictionary<Guid, QueuedMessage> _locked = [];
    private readonly Deadlines _deadlines;
    private readonly LocalClock _clock;
    private readonly Action<BusQueue, OverdueMessage> _overdue;
    private bool _disposed;

    // What overdue does on disk must have begun its work (of the clock) before it returns.
    public BusQueue(int id, string path, EntityKind kind, QueueOptions options, LocalClock clock, Action<BusQueue, OverdueMessage> overdue)
    {
        (Id, Path, Kind, Options, _clock, _overdue) = (id, path, kind, options, clock, overdue);
        _deadlines = new Deadlines(clock, Fired);
    }

    public int Id { get; }

    public string Path { get; }

    public EntityKind Kind { get; }

    public bool Dead => Kind == EntityKind.DeadLetters;

    public QueueOptions Options { get; set; }

    /// <summary>Puts a message where it belongs now, and hands it on at once when somebody waits for it.</summary>
    public void Put(QueuedMessage message, MessagePlace place)
    {
        lock (_gate)
        {
            _all[message.Sequence] = message;
            Move(message, place);
        }

        // Hands it on, unless it has expired meanwhile.
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

    /// <summary>After an abandon or a lost lock: back to be received, unless that has been tried too often.</summary>
    public void Return(QueuedMessage message)
    {
        if (message.Deferred)
            Put(message, MessagePlace.Deferred);
        else if (HasBeenTriedTooOften(message))
            _overdue(this, new OverdueMessage(message, OverdueMessage.Cause.DeliveredTooOften));
        else
            Put(message, MessagePlace.Ready);
    }

    /// <summary>Messages by their numbers, now in hand, all or none.</summary>
    /// <exception cref="ServiceBusException">One of them is not in <paramref name="place"/>, or not of the session held.</exception>
    public IReadOnlyList<QueuedMessage> Take(IReadOnlyList<long> sequences, MessagePlace place, SessionHold? hold = null)
    {
        lock (_gate)
        {
            var session = SessionOf(hold);
            var messages = sequences.Distinct().Select(s => _all.GetValueOrDefault(s)).ToList();
            if (messages.Any(m => m?.Place != place || (session is not null && m.SessionId != session.Id)))
            {
                throw new ServiceBusException(
                    $"No {place.ToString().ToLowerInvariant()} message has one of the numbers {string.Join(", ", sequences)}.",
                    ServiceBusFailureReason.MessageNotFound, Path);
            }

            messages.ForEach(m => Move(m!, MessagePlace.InHand));
            return messages!;
        }
    }

    public int Count(MessagePlace place)
    {
        lock (_gate) return _all.Values.Count(m => m.Place == place);
    }

    /// <summary>Does what is due by now.</summary>
    public void Tick()
    {
        List<OverdueMessage> overdue = [];
        lock (_gate)
        {
            while (_deadlines.Take() is { } due)
            {
                if (due is BusSession session)
                    overdue.AddRange(End(session, SessionLost(session.Id)));
                else
                    TakeDue((QueuedMessage)due, overdue);
            }

            Dispatch();
        }

        foreach (var message in overdue)
            _overdue(this, message);
    }

    public void Dispose()
    {
        BusListener[] listeners;
        lock (_gate)
        {
            _disposed = true;
            _deadlines.Dispose();
            foreach (var waiter in Lines.SelectMany(l => l.Waiters))
                waiter.Complete([]);
            foreach (var waiter in _seekers)
                waiter.Complete(null);
            listeners = [.. _listeners];
        }

        // Outside of the lock: this runs what the handlers do when they are cancelled.
        foreach (var listener in listeners)
            listener.Dispose();
    }

    private void Fired()
    {
        lock (_gate) _deadlines.Rearm();
        Tick();
    }

    // Everything below runs under the lock.
    private void TakeDue(QueuedMessage message, List<OverdueMessage> overdue)
    {
        var was = message.Place;
        Move(message, MessagePlace.InHand);
        if (was == MessagePlace.Scheduled)
            overdue.Add(new OverdueMessage(message, OverdueMessage.Cause.ScheduledTimeCame));
        else if (was != MessagePlace.Locked)
            overdue.Add(new OverdueMessage(message, OverdueMessage.Cause.Expired));
        else if (HasBeenTriedTooOften(message))
            overdue.Add(new OverdueMessage(message, OverdueMessage.Cause.DeliveredTooOften));
        else
            Move(message, message.Deferred ? MessagePlace.Deferred : MessagePlace.Ready);
    }

    private bool HasBeenTriedTooOften(QueuedMessage message) =>
        !Dead && !message.Deferred && message.Deliveries >= Options.MaxDeliveryCount;

    private void Move(QueuedMessage message, MessagePlace place)
    {
        if (message.Place == MessagePlace.Ready)
            RemoveReady(message);
        else if (message.Place == MessagePlace.Locked)
            Unlock(message);

        message.Place = place;
        if (place == MessagePlace.Ready)
            AddReady(message);
        _deadlines.Set(message, place switch
        {
            MessagePlace.Scheduled => message.Enqueued,
            MessagePlace.Ready or MessagePlace.Deferred => message.Expires,
            // A message of a session is locked as long as its session is.
            MessagePlace.Locked when !RequiresSession => message.LockedUntil,
            _ => DateTimeOffset.MaxValue,
        });
    }
}
