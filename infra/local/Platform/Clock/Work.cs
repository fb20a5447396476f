namespace ChatPay.Local.Clock;

/// <summary>One piece of work. Guarded by its tracker, except <see cref="Running"/>.</summary>
internal sealed class Work(WorkTracker tracker, string what, Work? parent, bool flows) : IDisposable
{
    private int _running;
    private long _entries;
    private long _knownAt = -1;

    public string What { get; } = what;

    public Work? Parent { get; } = parent;

    public WorkTracker Tracker { get; } = tracker;

    /// <summary>Whether it is code that runs and awaits; other work is held until its holder ends it.</summary>
    public bool Flows { get; } = flows;

    /// <summary>The number of things it may be waiting for: timers of the clock, calls being served, other work.</summary>
    public int Waits { get; set; }

    /// <summary>The number of its calls in transit and of items handed to a thread of the platform: it continues by itself.</summary>
    public int UnderWay { get; set; }

    /// <summary>Whether a timer of the clock ends it if nothing else does.</summary>
    public bool Limited { get; set; }

    public bool Ended { get; private set; }

    /// <summary>The number of times that a thread has entered its code.</summary>
    public long Entries => Interlocked.Read(ref _entries);

    /// <summary>Whether it was found waiting for something unknown, and has not run since.</summary>
    public bool IsKnownToWait => _knownAt == Entries;

    /// <summary>Whether a thread is in this work's code now.</summary>
    public bool Running => Volatile.Read(ref _running) > 0;

    public void Enter()
    {
        Interlocked.Increment(ref _running);
        Interlocked.Increment(ref _entries);
        Stir(settles: false);
    }

    public void Leave() => Stir(settles: Interlocked.Decrement(ref _running) == 0);

    public void Dispose() => Tracker.End(this);

    /// <summary>Called by the tracker only.</summary>
    public void MarkEnded() => Ended = true;

    /// <summary>Called by the tracker when the work has been waiting since its <paramref name="entries"/>th entry.</summary>
    public void MarkKnownToWait(long entries) => _knownAt = entries;

    /// <summary>Called by the tracker when the work waits for something else now.</summary>
    public void ForgetThatItWaits() => _knownAt = -1;

    // Code that ended work leaves running, such as a rate limiter's timer, is ignored: it may never stop.
    private void Stir(bool settles)
    {
        if (!Ended)
            Tracker.Stirred(settles);
    }
}
