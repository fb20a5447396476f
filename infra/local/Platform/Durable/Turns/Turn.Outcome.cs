using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Replay;
using ChatPay.Local.Durable.Storage;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Turns;

/// <summary>Replays what was taken in, and turns the orchestrator's decisions into rows.</summary>
internal sealed partial class Turn
{
    private void Replay()
    {
        if (_incoming.Count == 0 || !Active)
            return;

        List<HistoryEvent> turn = [Started(), .. _incoming];
        var (id, execution) = (_item.Id, _row!.Execution);
        var astray = new HistoryEvent { Kind = HistoryKind.ExecutionWentAstray, Execution = execution, Failure = Replayer.WentAstray };
        var result = Replayer.Run(id, execution, _past, turn, _options, () => _post(id, new Message { Event = astray }));
        _item.TimersGone.AddRange(result.CancelledTimers.Select(t => t with { No = _item.No }));
        foreach (var decision in result.Decisions)
            CarryOut(decision);
        turn.AddRange(result.Decisions);
        _item.History = turn;
        _row = _row with { Custom = result.CustomStatus };
        if (result.Restart is { } restart)
            StartOver(restart, result.Unclaimed);
        else if (result.End is { } end)
            Complete(end, result);
    }

    private void CarryOut(HistoryEvent decision)
    {
        var execution = _row!.Execution;
        switch (decision.Kind)
        {
            case HistoryKind.TaskScheduled:
                _item.Activities.Add(new ActivityRow(_item.Id, decision.Seq, execution, decision.Name!, decision.Data));
                break;
            case HistoryKind.TimerCreated when !decision.Flag:
                _item.Timers.Add(Timer(decision.At, decision.Seq));
                break;
            case HistoryKind.EventSent:
                _item.Outbound.Add((decision.Instance!, new HistoryEvent { Kind = HistoryKind.EventRaised, Name = decision.Name, Data = decision.Data }));
                break;
            case HistoryKind.SubOrchestrationCreated:
                _item.Outbound.Add((decision.Instance!, new HistoryEvent
                {
                    Kind = HistoryKind.ExecutionStarted,
                    Name = decision.Name,
                    Data = decision.Data,
                    Version = decision.Version,
                    Tags = decision.Tags,
                    Execution = NewExecution(),
                    Parent = new ParentLink(_item.Id, _row.Name, execution, decision.Seq),
                }));
                break;
        }
    }

    private TimerRow Timer(long due, int seq) => new(due, _item.Id, seq, _row!.Execution) { No = _item.No };

    private void Complete(OrchestrationRuntimeStatus end, ReplayResult result)
    {
        _item.History!.Add(new HistoryEvent { Kind = HistoryKind.ExecutionCompleted, Data = result.Output, Failure = result.Failure });
        _row = _row! with { Status = end, Output = result.Output, Failure = result.Failure };
        CloseAll();
        if (Parent() is { } parent)
        {
            if (result.Failure is { } failure)
                TellParent(parent, failure);
            else
                Tell(parent, new HistoryEvent { Kind = HistoryKind.SubOrchestrationCompleted, Data = result.Output });
        }
    }

    private void StartOver(Restart restart, IReadOnlyList<(string Name, string? Data)> events)
    {
        var parent = Parent();
        CloseAll();
        _item.Forget = true;
        _item.Turn = 0;
        _item.History = null;
        _row = _row! with { Execution = NewExecution(), Input = restart.Input };
        _item.NewRow = true;
        _item.Outbound.Add((_item.Id, new HistoryEvent
        {
            Kind = HistoryKind.ExecutionStarted,
            Name = _row.Name,
            Data = restart.Input,
            Version = restart.Version,
            Tags = _row.Tags,
            Execution = _row.Execution,
            Parent = parent,
        }));
        foreach (var (name, data) in events)
            _item.Outbound.Add((_item.Id, new HistoryEvent { Kind = HistoryKind.EventRaised, Name = name, Data = data }));
    }

    private void CloseAll()
    {
        foreach (var timer in OpenDecisions(HistoryKind.TimerCreated, HistoryKind.TimerFired, HistoryKind.TimerFired))
            _item.TimersGone.Add(Timer(timer.At, timer.Seq));
        if (_row!.Status == OrchestrationRuntimeStatus.Pending && Inboxed(HistoryKind.ExecutionStarted) is { } start)
            _item.TimersGone.Add(Timer(start.At, TimerRow.StartSeq));
        foreach (var activity in OpenDecisions(HistoryKind.TaskScheduled, HistoryKind.TaskCompleted, HistoryKind.TaskFailed))
            _item.ActivitiesDone.Add(activity.Seq);
        _item.Timers.Clear();
        _item.Activities.Clear();
    }

    private HistoryEvent? Inboxed(HistoryKind kind) => _held.Select(h => h.Event)
        .Concat(_item.Outbound.Where(o => o.To == _item.Id).Select(o => o.Event))
        .FirstOrDefault(e => e.Kind == kind);

    private IEnumerable<HistoryEvent> OpenDecisions(HistoryKind made, HistoryKind ended, HistoryKind failed)
    {
        var over = _past.Where(e => e.Kind == ended || e.Kind == failed).Select(e => e.Seq).ToHashSet();
        return _past.Where(e => e.Kind == made && !over.Contains(e.Seq));
    }
}
