namespace ChatPay.Local.Clock;

/// <summary>
/// Tracks all work, so that the clock moves only when everything is idle: there is no work, or all of it waits for the clock. That is
/// decided from what is known, not by waiting a while: no thread runs a piece of work (tracked through the execution context), no
/// call is in transit (<see cref="LinkedCalls"/>), nothing has been handed to a thread of the platform (<see cref="Busy"/>), and
/// nothing is in the queue of the thread pool.
/// </summary>
public sealed partial class WorkTracker
{
    private static readonly AsyncLocal<Work?> Ambient = new(Switched);

    private readonly Lock _gate = new();
    private readonly HashSet<Work> _open = [];
    private readonly Dictionary<string, OutgoingCall> _calls = [];
    private long _stirs;

    /// <summary>Whether the calling flow belongs to work in progress.</summary>
    public static bool IsInWork => Ambient.Value is { Ended: false };

    /// <summary>Marks that the calling flow has handed something, such as a commit, to a thread that is not tracked, until the result
    /// is disposed; null outside of work.</summary>
    public static IDisposable? Busy() => Ambient.Value is { Ended: false } work ? work.Tracker.Count(work, waits: 0, underWay: 1) : null;

    /// <summary>Marks that the calling flow waits for other work, such as for a free slot, until the result is disposed; null outside
    /// of work.</summary>
    public static IDisposable? WaitsForOthers() =>
        Ambient.Value is { Ended: false } work ? work.Tracker.Count(work, waits: 1, underWay: 0) : null;

    /// <summary>Marks that a timer of the clock ends the calling flow's work if nothing else does: when nothing else can, the clock
    /// may move.</summary>
    public void Limit()
    {
        if (Ambient.Value is not { Ended: false } current)
            return;
        lock (_gate)
        {
            for (var work = current; work is not null; work = work.Parent)
                work.Limited = true;
        }
    }

    /// <summary>Begins work that the calling flow does from now on, including whatever it starts.</summary>
    internal IDisposable Begin(string what)
    {
        var work = Open(what, Ambient.Value is { Ended: false } parent && parent.Tracker == this ? parent : null, flows: true);
        Ambient.Value = work;
        return work;
    }

    /// <summary>Begins work that no flow does yet: it counts until the result is disposed.</summary>
    public IDisposable Hold(string what) => Open(what, null, flows: false);

    /// <summary>Marks that the current work waits on a timer, until the result is disposed; null outside of work.</summary>
    internal IDisposable? Waiting() =>
        Ambient.Value is { Ended: false } work && work.Tracker == this ? Count(work, waits: 1, underWay: 0) : null;

    /// <summary>Begins a call from the current work; null outside of work.</summary>
    internal OutgoingCall? Call()
    {
        if (Ambient.Value is not { Ended: false } work || work.Tracker != this)
            return null;
        var call = new OutgoingCall(this, work);
        lock (_gate)
        {
            _calls.Add(call.Id, call);
            Add(work, waits: 0, underWay: 1);
        }

        return call;
    }

    /// <summary>Marks that the other end serves a call: meanwhile the caller waits for it. Null when the id is unknown.</summary>
    internal IDisposable? Serve(string? id)
    {
        lock (_gate)
        {
            if (id is null || !_calls.TryGetValue(id, out var call) || call.Served)
                return null;
            call.Served = true;
            Add(call.Caller, waits: 1, underWay: -1);
            return new Undo(() =>
            {
                lock (_gate)
                {
                    if (!_calls.ContainsKey(id))
                        return;
                    call.Served = false;
                    Add(call.Caller, waits: -1, underWay: 1);
                }
            });
        }
    }

    internal void End(OutgoingCall call)
    {
        lock (_gate)
        {
            if (_calls.Remove(call.Id))
                Add(call.Caller, waits: call.Served ? -1 : 0, underWay: call.Served ? 0 : -1);
        }
    }

    internal void End(Work work)
    {
        lock (_gate)
        {
            if (work.Ended)
                return;
            work.MarkEnded();
            _open.Remove(work);
            Changed();
        }

        if (Ambient.Value == work)
            Ambient.Value = work.Parent;
    }

    /// <summary>Runs code outside of the current work; for loops that outlive it.</summary>
    public void Detach(Action start)
    {
        var before = Ambient.Value;
        Ambient.Value = null;
        try { start(); }
        finally { Ambient.Value = before; }
    }

    private static void Switched(AsyncLocalValueChangedArgs<Work?> change)
    {
        change.PreviousValue?.Leave();
        change.CurrentValue?.Enter();
    }

    private Work Open(string what, Work? parent, bool flows)
    {
        var work = new Work(this, what, parent, flows);
        lock (_gate)
        {
            _open.Add(work);
            _stirs++;
        }

        return work;
    }

    private IDisposable Count(Work work, int waits, int underWay)
    {
        lock (_gate) Add(work, waits, underWay);
        return new Undo(() =>
        {
            lock (_gate) Add(work, -waits, -underWay);
        });
    }

    // A wait of nested work is also a wait of the work around it.
    private void Add(Work work, int waits, int underWay)
    {
        for (var w = work; w is not null; w = w.Parent)
        {
            w.Waits += waits;
            w.UnderWay += underWay;
            w.ForgetThatItWaits();
        }

        Changed();
    }

    private void Changed()
    {
        _stirs++;
        Signal();
    }

    private sealed class Undo(Action undo) : IDisposable
    {
        private Action? _undo = undo;

        public void Dispose() => Interlocked.Exchange(ref _undo, null)?.Invoke();
    }
}
