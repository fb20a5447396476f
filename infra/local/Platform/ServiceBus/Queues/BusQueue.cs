using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;

namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>
/// Tracks which message of an entity (a queue, a subscription, the dead letters of one, or a topic's scheduled messages) is where:
/// ready, locked, scheduled, deferred. Decides, but never touches the disk: a message whose stored state must change is handed out
/// "in hand", and comes back by <see cref="Put"/> or is forgotten. One lock guards all parts of this class.
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

    // overdue must begin its work (of the clock) before it returns.
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

    /// <summary>Puts a message in its new place, and delivers it at once if a receiver waits for it.</summary>
    public void Put(QueuedMessage message, MessagePlace place)
    {
        lock (_gate)
        {
            _all[message.Sequence] = message;
            Move(message, place);
        }

        // Delivers it, unless it has expired meanwhile.
        Tick();
    }

    /// <summary>Removes a message.</summary>
    public void Forget(QueuedMessage message)
    {
        lock (_gate)
        {
            Move(message, MessagePlace.InHand);
            _all.Remove(message.Sequence);
        }
    }

    /// <summary>Makes a message available again after an abandon or a lost lock, unless it has reached its maximum of
    /// deliveries.</summary>
    public void Return(QueuedMessage message)
    {
        if (message.Deferred)
            Put(message, MessagePlace.Deferred);
        else if (HasBeenTriedTooOften(message))
            _overdue(this, new OverdueMessage(message, OverdueMessage.Cause.DeliveredTooOften));
        else
            Put(message, MessagePlace.Ready);
    }

    /// <summary>Takes messages in hand by their sequence numbers, all or none.</summary>
    /// <exception cref="ServiceBusException">A message is not in <paramref name="place"/>, or not in the session held.</exception>
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

    /// <summary>Handles everything that is due.</summary>
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

        // Outside of the lock, because this runs the handlers' cancellation callbacks.
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
            // A message of a session is locked for as long as its session.
            MessagePlace.Locked when !RequiresSession => message.LockedUntil,
            _ => DateTimeOffset.MaxValue,
        });
    }
}
