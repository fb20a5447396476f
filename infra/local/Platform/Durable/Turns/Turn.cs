using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using Grpc.Core;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Turns;

/// <summary>One turn of one instance: processes the new messages, replays, and says what to commit. Changes nothing itself.</summary>
internal sealed partial class Turn
{
    private readonly DurableEngineOptions _options;
    private readonly DateTimeOffset _now;
    private readonly WorkItem _item;
    private readonly List<HistoryEvent> _incoming = [];
    private readonly List<InboxRow> _held = [];
    private List<HistoryEvent> _past;
    private InstanceRow? _row;

    private Turn(string id, long no, InstanceState state, DateTimeOffset now, DurableEngineOptions options)
    {
        _options = options;
        _now = now;
        _row = state.Row;
        _past = state.History;
        _item = new WorkItem(id, no) { Turn = state.Turns };
    }

    /// <summary>The answers to the senders, given after the commit.</summary>
    private List<Action> Answers { get; } = [];

    /// <summary>Whether the orchestration continues with nothing open that the engine knows would wake it.</summary>
    private bool HasNothingOpen { get; set; }

    /// <param name="id">The instance id.</param>
    /// <param name="no">The instance's number, or the one it gets if it is created.</param>
    /// <param name="state">The instance's stored state.</param>
    /// <param name="messages">The new messages.</param>
    /// <param name="now">The time of the turn.</param>
    /// <param name="options">The engine's options.</param>
    public static async Task<TurnResult> TakeAsync(
        string id,
        long no,
        InstanceState state,
        List<Message> messages,
        DateTimeOffset now,
        DurableEngineOptions options)
    {
        var turn = new Turn(id, no, state, now, options);
        foreach (var row in state.Inbox ?? throw new ArgumentException("The inbox was not read.", nameof(state)))
            turn.TakeFromInbox(row);
        foreach (var message in messages)
            turn.Take(message);
        await turn.ReplayAsync();
        turn.Conclude(state.Row);
        return new TurnResult(turn._item, turn._row, turn.Answers) { Next = turn.Next(state), HasNothingOpen = turn.HasNothingOpen };
    }

    private bool Active => _row is { Finished: false };

    private bool Holding => _row!.Status is OrchestrationRuntimeStatus.Suspended or OrchestrationRuntimeStatus.Pending;

    private void Take(Message message)
    {
        // The timers of an earlier execution are already gone: one of this execution may have the same due time and number.
        if (message.Timer is { } timer && timer.Execution == _row?.Execution)
            _item.TimersGone.Add(timer);
        if (message.Purge)
            Answer(message, Purge(message.Timer));
        else if (message is { Event.Kind: HistoryKind.ExecutionStarted })
            StartForClient(message);
        else if (message.Event is { } e)
            TakeEvent(message, e);
    }

    private void TakeEvent(Message message, HistoryEvent e)
    {
        if (!Concerns(e))
        {
            if (e.Kind == HistoryKind.EventRaised && message.Done is { } done && _options.Faults.RaisingToMissingInstanceThrows)
            {
                Answers.Add(() => done.TrySetException(new RpcException(new Status(
                    StatusCode.NotFound, $"There is no running orchestration '{_item.Id}' to raise the event '{e.Name}' to."))));
                return;
            }

            Answer(message, false);
            return;
        }

        Settle(e);
        if (Holding && !Overrides(e))
            _item.Outbound.Add((_item.Id, e));
        else
            Fold(e);
        Answer(message, true);
    }

    private void TakeFromInbox(InboxRow row)
    {
        var e = row.Event;
        if (e.Kind == HistoryKind.ExecutionStarted)
        {
            StartFromInbox(row);
            return;
        }

        if (Concerns(e) && Holding && !Overrides(e))
        {
            _held.Add(row);
            return;
        }

        _item.InboxDone.Add(row.N);
        if (Concerns(e))
            Fold(e);
    }

    private bool Concerns(HistoryEvent e) => Active && (e.Execution is null || e.Execution == _row!.Execution);

    /// <summary>Whether a message is processed even while others are held; suspending again is one, and does nothing.</summary>
    private bool Overrides(HistoryEvent e) =>
        e.Kind is HistoryKind.ExecutionResumed or HistoryKind.ExecutionTerminated
        || (e.Kind == HistoryKind.ExecutionSuspended && _row!.Status == OrchestrationRuntimeStatus.Suspended);

    /// <summary>Marks the activity as done once its result goes into history or inbox.</summary>
    private void Settle(HistoryEvent e)
    {
        if (e.Kind is HistoryKind.TaskCompleted or HistoryKind.TaskFailed)
            _item.ActivitiesDone.Add(e.Seq);
    }

    private void Fold(HistoryEvent e)
    {
        switch (e.Kind)
        {
            case HistoryKind.ExecutionTerminated:
                Terminate(e);
                return;
            case HistoryKind.ExecutionSuspended when _row!.Status == OrchestrationRuntimeStatus.Suspended:
                return;
            case HistoryKind.ExecutionSuspended:
                _row = _row! with { Status = OrchestrationRuntimeStatus.Suspended };
                break;
            case HistoryKind.ExecutionResumed when _row!.Status != OrchestrationRuntimeStatus.Suspended:
                return;
            case HistoryKind.ExecutionResumed:
                _row = _row with { Status = OrchestrationRuntimeStatus.Running };
                _incoming.Add(e);
                ReleaseHeld();
                return;
        }

        _incoming.Add(e);
    }

    private void Conclude(InstanceRow? before)
    {
        // An ended instance needs no inbox.
        if (!Active)
        {
            _item.InboxDone.AddRange(_held.Select(h => h.N));
            _item.Outbound.RemoveAll(o => o.To == _item.Id);
        }

        // The time of the turn is in history: it alone is no reason to write the instance.
        if (_row is not { } row)
            return;
        var changed = _item.NewRow || !row.Equals(before);
        if (changed || _item.History is not null)
            _row = row with { Updated = _now };
        if (changed)
            _item.Row = _row;
        if (_options.PurgeFinishedAfter is { } keep
            && _row.Finished
            && (before is not { Finished: true } || before.Execution != _row.Execution))
            _item.Timers.Add(Timer((_now + keep).UtcTicks, TimerRow.PurgeSeq));
    }

    /// <summary>The state that the next turn would load; null when it is not known here.</summary>
    private InstanceState? Next(InstanceState state)
    {
        if (_row is null || _row.Finished || _item.Forget || _item.Purge)
            return null;
        var held = _held.Count > 0 || _item.Outbound.Exists(o => o.To == _item.Id);
        var turn = _item.History ?? [];
        state.History.AddRange(turn);
        return new InstanceState(_row, state.History, state.Turns + (turn.Count > 0 ? 1 : 0))
        {
            Inbox = held ? null : [],
            Size = state.Size + InstanceState.SizeOf(turn),
        };
    }

    private HistoryEvent Started() => new() { Kind = HistoryKind.TurnStarted, At = _now.UtcTicks };

    private ParentLink? Parent() => Beginning()?.Parent;

    private string? Version() => Beginning()?.Version;

    private HistoryEvent? Beginning() => _past.Concat(_incoming).FirstOrDefault(e => e.Kind == HistoryKind.ExecutionStarted);

    private void TellParent(ParentLink? parent, Failure failure)
    {
        if (parent is not null)
            Tell(parent, new HistoryEvent { Kind = HistoryKind.SubOrchestrationFailed, Failure = failure });
    }

    private void Tell(ParentLink parent, HistoryEvent e) =>
        _item.Outbound.Add((parent.Id, e with { Seq = parent.Seq, Execution = parent.Execution }));

    private void Answer(Message message, bool effective)
    {
        if (message.Done is { } done)
            Answers.Add(() => done.TrySetResult(effective));
    }
}
