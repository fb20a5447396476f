namespace ChatPay.Local.Durable.Replay;

/// <summary>The one thread an orchestrator runs on during a turn: its continuations are queued here and run here, in order.
/// Whatever comes from another thread shows that the orchestrator awaited something that is not durable.</summary>
internal sealed class ReplayThread : SynchronizationContext
{
    /// <summary>The official sentences, and what to do.</summary>
    public const string IllegalAwait =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's "
        + "implementation or by middleware that invokes asynchronous code. An orchestrator "
        + "may await only what comes from its context; ConfigureAwait(false), Task.Run and CancellationTokenSource.CancelAsync leave its "
        + "thread too. All else belongs in an activity.";

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = [];
    private readonly Lock _gate = new();
    private readonly ReplayScheduler _scheduler;
    private readonly Action _late;
    private volatile bool _over;
    private bool _foreign;

    /// <param name="late">Called once when something comes from elsewhere, but after the turn.</param>
    public ReplayThread(Action late)
    {
        _late = late;
        _scheduler = new ReplayScheduler(this);
    }

    public bool IsHere => !_over && Environment.CurrentManagedThreadId == _thread;

    /// <summary>Runs code as if it were the orchestrator's own.</summary>
    public void Run(Action code)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = new Task(code);
            task.RunSynchronously(_scheduler);
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Runs all that was queued, and what that queues.</summary>
    public void Settle()
    {
        while (_queue.TryDequeue(out var next))
            next.Callback(next.State);
    }

    /// <summary>The turn has ended; what the orchestrator still does is of no account.</summary>
    /// <returns>Whether all that it did until then was done here.</returns>
    public bool End()
    {
        lock (_gate)
        {
            _over = true;
            return !_foreign;
        }
    }

    /// <exception cref="InvalidOperationException">The caller is not on this thread.</exception>
    public void Check()
    {
        if (Accepts())
            return;
        throw new InvalidOperationException(IllegalAwait);
    }

    /// <summary>Notes a call from elsewhere without throwing at the caller.</summary>
    public bool Accepts()
    {
        if (IsHere)
            return true;

        bool late;
        lock (_gate)
        {
            late = _over && !_foreign;
            _foreign = true;
        }

        if (late)
            _late();
        return false;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Accepts())
            _queue.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        Check();
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    private sealed class ReplayScheduler(ReplayThread thread) : TaskScheduler
    {
        public override int MaximumConcurrencyLevel => 1;

        protected override void QueueTask(Task task) => thread.Post(_ => TryExecuteTask(task), null);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => thread.IsHere && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
