using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;

namespace ChatPay.Local.Durable.Replay;

/// <summary>What the orchestrator has decided, numbered in order: decisions that history has not confirmed, and tasks without an
/// end. A decision in history must meet one of the same number, kind and name.</summary>
internal sealed class Decisions(string instanceId, string execution, ReplayThread thread)
{
    // By number; null once history has confirmed it.
    private readonly List<HistoryEvent?> _made = [];
    private readonly Dictionary<int, OpenTask> _open = [];
    private IReadOnlyList<HistoryEvent> _recorded = [];

    /// <summary>Made in this turn, in order.</summary>
    public IEnumerable<HistoryEvent> Made => _made.OfType<HistoryEvent>();

    /// <summary>Timers of earlier turns that were cancelled in what has been applied since this was last cleared.</summary>
    public List<TimerRow> CancelledTimers { get; } = [];

    public bool AnyOpen => _open.Count > 0;

    /// <summary>The decisions in history, by number, against which <see cref="IsRecorded"/> looks ahead.</summary>
    public void Expect(IReadOnlyList<HistoryEvent> recorded) => _recorded = recorded;

    /// <summary>Whether history has the next decision already: then its data is in history too, and need not be written once more.</summary>
    public bool IsRecorded(HistoryKind kind, string name) =>
        _made.Count < _recorded.Count && _recorded[_made.Count] is var next && next.Kind == kind
        && string.Equals(next.Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>A decision that has no end.</summary>
    public void Add(HistoryEvent decision) => Number(decision);

    /// <summary>A decision whose end the orchestrator can await.</summary>
    public Task<Outcome> Add(HistoryEvent decision, out int seq)
    {
        seq = Number(decision);
        var task = new OpenTask();
        _open.Add(seq, task);
        return task.End.Task;
    }

    public Task AddTimer(DateTime due, CancellationToken cancellationToken)
    {
        var end = Add(new HistoryEvent { Kind = HistoryKind.TimerCreated, At = due.Ticks }, out var seq);
        cancellationToken.Register(() =>
        {
            if (!thread.Accepts() || !_open.Remove(seq, out var task))
                return;

            if (_made[seq] is { } unconfirmed)
                _made[seq] = unconfirmed with { Flag = true };
            else
                CancelledTimers.Add(new TimerRow(due.Ticks, instanceId, seq, execution));
            task.End.TrySetCanceled(cancellationToken);
        });
        return end;
    }

    /// <exception cref="NonDeterminism">The orchestrator has decided otherwise.</exception>
    public void Confirm(HistoryEvent recorded)
    {
        var made = recorded.Seq < _made.Count ? _made[recorded.Seq] : null;
        if (made is null
            || made.Kind != recorded.Kind
            || !string.Equals(made.Name, recorded.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new NonDeterminism(recorded, made);
        }

        _made[recorded.Seq] = null;
    }

    /// <summary>Ends a task; what is not open any more (ended, cancelled, delivered twice) is left alone.</summary>
    public void End(int seq, Outcome outcome)
    {
        if (_open.Remove(seq, out var task))
            task.End.TrySetResult(outcome);
    }

    private int Number(HistoryEvent decision)
    {
        var seq = _made.Count;
        _made.Add(decision with { Seq = seq });
        return seq;
    }
}
