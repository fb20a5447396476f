namespace ChatPay.Local.Clock;

/// <summary>One piece of work. Guarded by its tracker, but for <see cref="Running"/>.</summary>
internal sealed class Work(WorkTracker tracker, string what, Work? parent, bool flows) : IDisposable
{
    private int _running;
    private long _entries;
    private long _knownAt = -1;

    public string What { get; } = what;

    public Work? Parent { get; } = parent;

    public WorkTracker Tracker { get; } = tracker;

    /// <summary>It is code that runs and awaits; what is not is held by somebody who ends it.</summary>
    public bool Flows { get; } = flows;

    /// <summary>What it may be waiting for: timers of the clock, calls that are being served, other work.</summary>
    public int Waits { get; set; }

    /// <summary>Calls between its two ends, and what it has handed to a thread of the platform: it goes on by itself.</summary>
    public int UnderWay { get; set; }

    /// <summary>A timer of the clock ends it if nothing else does.</summary>
    public bool Limited { get; set; }

    public bool Ended { get; private set; }

    /// <summary>How often a thread has entered its code.</summary>
    public long Entries => Interlocked.Read(ref _entries);

    /// <summary>It was seen to wait for something that nobody knows, and has not gone on since.</summary>
    public bool IsKnownToWait => _knownAt == Entries;

    /// <summary>Some thread is in this work's code now.</summary>
    public bool Running => Volatile.Read(ref _running) > 0;

    public void Enter()
    {
        Interlocked.Increment(ref _running);
        Interlocked.Increment(ref _entries);
        Stir(settles: false);
    }

    public void Leave() => Stir(settles: Interlocked.Decrement(ref _running) == 0);

    public void Dispose() => Tracker.End(this);

    /// <summary>Called by the tracker.</summary>
    public void MarkEnded() => Ended = true;

    /// <summary>Called by the tracker: it waits since it was entered for the last time of so many.</summary>
    public void MarkKnownToWait(long entries) => _knownAt = entries;

    /// <summary>Called by the tracker: what it waits for is another thing now.</summary>
    public void ForgetThatItWaits() => _knownAt = -1;

    // What ended work has left behind, such as the timer of a rate limiter, may go on for ever: nothing would come to rest.
    private void Stir(bool settles)
    {
        if (!Ended)
            Tracker.Stirred(settles);
    }
}
