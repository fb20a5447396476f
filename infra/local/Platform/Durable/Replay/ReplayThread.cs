namespace ChatPay.Local.Durable.Replay;

/// <summary>The one thread an orchestrator runs on during a turn: its continuations are queued here and run here, in order.
/// Whatever comes from another thread shows that the orchestrator awaited something that is not durable.</summary>
internal sealed class ReplayThread : SynchronizationContext
{
    public const string IllegalAwait =
        "An orchestrator awaited something that the orchestration context did not give it (or middleware around it went asynchronous): "
        + "an orchestrator may await only what comes from its context, and never with ConfigureAwait(false); all else belongs in an activity.";

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = [];
    private readonly ReplayScheduler _scheduler;
    private volatile bool _over;
    private volatile bool _foreign;

    public ReplayThread() => _scheduler = new ReplayScheduler(this);

    /// <summary>Something came from another thread.</summary>
    public bool Foreign => _foreign;

    public bool IsHere => !_over && Environment.CurrentManagedThreadId == _thread;

    /// <summary>Runs code as if it were the orchestrator's own, and then all that it queued.</summary>
    public void Run(Action code)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = new Task(code);
            task.RunSynchronously(_scheduler);
            while (_queue.TryDequeue(out var next))
                next.Callback(next.State);
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>The turn has ended; what the orchestrator still does is of no account.</summary>
    public void End() => _over = true;

    /// <exception cref="InvalidOperationException">The caller is not on this thread.</exception>
    public void Check()
    {
        if (IsHere)
            return;
        _foreign = true;
        throw new InvalidOperationException(IllegalAwait);
    }

    /// <summary>Notes a call from elsewhere without throwing at the caller.</summary>
    public bool Accepts()
    {
        if (!IsHere)
            _foreign = true;
        return IsHere;
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
