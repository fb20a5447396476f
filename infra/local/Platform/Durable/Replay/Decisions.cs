using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;

namespace ChatPay.Local.Durable.Replay;

/// <summary>What the orchestrator has decided, numbered in order: decisions that history has not confirmed, and tasks without an
/// end. A decision in history must meet one of the same number, kind and name.</summary>
internal sealed class Decisions(string instanceId, string execution, ReplayThread thread)
{
    private readonly SortedDictionary<int, HistoryEvent> _made = [];
    private readonly Dictionary<int, OpenTask> _open = [];
    private int _next;

    /// <summary>Made in this turn, in order.</summary>
    public IEnumerable<HistoryEvent> Made => _made.Values;

    /// <summary>Timers of earlier turns that were cancelled in what has been applied since this was last cleared.</summary>
    public List<TimerRow> CancelledTimers { get; } = [];

    public bool AnyOpen => _open.Count > 0;

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

            if (_made.TryGetValue(seq, out var unconfirmed))
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
        if (!_made.Remove(recorded.Seq, out var made)
            || made.Kind != recorded.Kind
            || !string.Equals(made.Name, recorded.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new NonDeterminism(recorded, made);
        }
    }

    /// <summary>Ends a task; what is not open any more (ended, cancelled, delivered twice) is left alone.</summary>
    public void End(int seq, Outcome outcome)
    {
        if (_open.Remove(seq, out var task))
            task.End.TrySetResult(outcome);
    }

    private int Number(HistoryEvent decision)
    {
        var seq = _next++;
        _made.Add(seq, decision with { Seq = seq });
        return seq;
    }
}
