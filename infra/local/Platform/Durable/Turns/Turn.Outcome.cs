using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Protocol;
using ChatPay.Local.Durable.Storage;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Turns;

/// <summary>Replays the new events, and turns the orchestrator's decisions into rows.</summary>
internal sealed partial class Turn
{
    /// <summary>In UTF-16 characters: 16 KiB.</summary>
    private const int MaxCustomStatusLength = 8192;

    private async Task ReplayAsync()
    {
        if (_incoming.Count == 0 || !Active)
            return;

        List<HistoryEvent> turn = [Started(), .. _incoming];
        var outcome = Refused(await OutcomeAsync(turn));
        foreach (var decision in outcome.Decisions)
            CarryOut(decision);
        turn.AddRange(outcome.Decisions);
        _item.History = turn;
        _row = _row! with { Custom = outcome.CustomStatus };
        if (outcome.Restart is { } restart)
            StartOver(restart);
        else if (outcome.End is { } end)
            Complete(end, outcome);
        else
            HasNothingOpen = outcome.Decisions.Count == 0 && !StillOpen(turn).Any();
    }

    /// <summary>Fails a turn whose custom status is too long: the worker accepts any length, the backends on Azure do not.</summary>
    private TurnOutcome Refused(TurnOutcome outcome) =>
        outcome.CustomStatus is { Length: > MaxCustomStatusLength } status
            ? TurnOutcome.Failed(
                new Failure(
                    "System.ArgumentException",
                    $"The custom status of the orchestration '{_item.Id}' ({_row!.Name}) has {status.Length:N0} characters as JSON, and "
                        + $"at most {MaxCustomStatusLength:N0} (16 KiB) are allowed.",
                    null,
                    null),
                _row.Custom)
            : outcome;

    private async Task<TurnOutcome> OutcomeAsync(List<HistoryEvent> turn)
    {
        try
        {
            return TurnOutcome.Of(await _options.Functions.ReplayAsync(_row!.Name, TurnRequest.For(_item.Id, _row.Execution, _past, turn)));
        }
        catch (DurableFunctionNotFoundException e)
        {
            return TurnOutcome.Failed(Failure.Of(e) with { Type = "OrchestratorTaskNotFound", Final = true }, _row!.Custom);
        }
        catch (NotSupportedException e)
        {
            return TurnOutcome.Failed(Failure.Of(e), _row!.Custom);
        }
    }

    private void CarryOut(HistoryEvent decision)
    {
        var execution = _row!.Execution;
        switch (decision.Kind)
        {
            case HistoryKind.TaskScheduled:
                _item.Activities.Add(new ActivityRow(_item.Id, decision.Seq, execution, decision.Name!, decision.Data));
                break;
            case HistoryKind.TimerCreated:
                _item.Timers.Add(Timer(decision.At, decision.Seq));
                break;
            case HistoryKind.EventSent:
                _item.Outbound.Add(
                    (
                        decision.Instance!,
                        new HistoryEvent
                        {
                            Kind = HistoryKind.EventRaised,
                            Name = decision.Name,
                            Data = decision.Data,
                        }));
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

    private void Complete(OrchestrationRuntimeStatus end, TurnOutcome outcome)
    {
        _item.History!.Add(new HistoryEvent { Kind = HistoryKind.ExecutionCompleted, Data = outcome.Output, Failure = outcome.Failure });
        _row = _row! with { Status = end, Output = outcome.Output, Failure = outcome.Failure };
        CloseAll();
        if (Parent() is { } parent)
        {
            if (outcome.Failure is { } failure)
                TellParent(parent, failure);
            else
                Tell(parent, new HistoryEvent { Kind = HistoryKind.SubOrchestrationCompleted, Data = outcome.Output });
        }
    }

    private void StartOver(Restart restart)
    {
        var (parent, version) = (Parent(), Version());
        CloseAll();
        _item.Forget = true;
        _item.Turn = 0;
        _item.History = null;
        _row = _row! with { Execution = NewExecution(), Input = restart.Input };
        _item.NewRow = true;
        // Messages of the execution to itself are for the next one, and must come after its start.
        var toItself = _item.Outbound.FindAll(o => o.To == _item.Id);
        _item.Outbound.RemoveAll(o => o.To == _item.Id);
        _item.Outbound.Add((_item.Id, new HistoryEvent
        {
            Kind = HistoryKind.ExecutionStarted,
            Name = _row.Name,
            Data = restart.Input,
            Version = restart.Version ?? version,
            Tags = _row.Tags,
            Execution = _row.Execution,
            Parent = parent,
        }));
        _item.Outbound.AddRange(toItself);
        foreach (var (name, data) in restart.Events)
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

    private IEnumerable<HistoryEvent> StillOpen(List<HistoryEvent> turn)
    {
        var over = _past
            .Concat(turn)
            .Where(e =>
                e.Kind
                    is HistoryKind.TaskCompleted
                        or HistoryKind.TaskFailed
                        or HistoryKind.TimerFired
                        or HistoryKind.SubOrchestrationCompleted
                        or HistoryKind.SubOrchestrationFailed)
            .Select(e => e.Seq)
            .ToHashSet();
        return _past.Where(e =>
            e.Kind is HistoryKind.TaskScheduled or HistoryKind.TimerCreated or HistoryKind.SubOrchestrationCreated && !over.Contains(e.Seq)
        );
    }
}
