namespace ChatPay.Local.Clock;

/// <summary>
/// Knows what is being worked on, so that the clock moves only when everything has come to rest: nothing is being worked on, or
/// all that is waits for the clock. That is decided by what is known, not by waiting for a while: no thread runs a piece of work
/// (the flow of execution tells), no call is between its two ends (<see cref="LinkedCalls"/>), nothing has been handed to a thread
/// of the platform (<see cref="Busy"/>), and nothing waits in the queue of the thread pool.
/// </summary>
public sealed partial class WorkTracker
{
    private static readonly AsyncLocal<Work?> Ambient = new(Switched);

    private readonly Lock _gate = new();
    private readonly HashSet<Work> _open = [];
    private readonly Dictionary<string, OutgoingCall> _calls = [];
    private long _stirs;

    /// <summary>The calling flow is part of some work.</summary>
    public static bool IsInWork => Ambient.Value is { Ended: false };

    /// <summary>The calling flow has handed something to a thread that is no work itself, such as a commit, until the result is
    /// disposed; null outside any work.</summary>
    public static IDisposable? Busy() => Ambient.Value is { Ended: false } work ? work.Tracker.Count(work, waits: 0, underWay: 1) : null;

    /// <summary>The calling flow waits for other work, such as a free slot, until the result is disposed; null outside any work.</summary>
    public static IDisposable? WaitsForOthers() =>
        Ambient.Value is { Ended: false } work ? work.Tracker.Count(work, waits: 1, underWay: 0) : null;

    /// <summary>A timer of the clock ends the calling flow's work if nothing else does: when nothing else can, the clock may
    /// move.</summary>
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

    /// <summary>Work that the calling flow does from now on, and whatever it starts.</summary>
    internal IDisposable Begin(string what)
    {
        var work = Open(what, Ambient.Value is { Ended: false } parent && parent.Tracker == this ? parent : null, flows: true);
        Ambient.Value = work;
        return work;
    }

    /// <summary>Work that nobody's flow does yet: it counts until the result is disposed.</summary>
    public IDisposable Hold(string what) => Open(what, null, flows: false);

    /// <summary>The current work now waits on a timer, until the result is disposed; null outside any work.</summary>
    internal IDisposable? Waiting() =>
        Ambient.Value is { Ended: false } work && work.Tracker == this ? Count(work, waits: 1, underWay: 0) : null;

    /// <summary>A call that leaves the current work; null outside any work.</summary>
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

    /// <summary>The other end of a call: while it is served, the caller waits for this end. Null when nobody knows it.</summary>
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

    /// <summary>Runs code outside of the current work, for loops that outlive it.</summary>
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

    // What a part of some work waits for, the whole waits for.
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
