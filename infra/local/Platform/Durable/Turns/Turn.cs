using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using Grpc.Core;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Turns;

/// <summary>One turn of one instance: takes in what has come, replays, and says what to commit. Changes nothing itself.</summary>
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

    /// <summary>What to tell the senders after the commit.</summary>
    private List<Action> Answers { get; } = [];

    /// <summary>It goes on, and nothing that the engine knows of will wake it.</summary>
    private bool HasNothingOpen { get; set; }

    /// <param name="id">The instance.</param>
    /// <param name="no">Its number, or the one it has if it comes to be.</param>
    /// <param name="state">What is kept of it.</param>
    /// <param name="messages">What has come for it.</param>
    /// <param name="now">The time of the turn.</param>
    /// <param name="options">What the engine runs on.</param>
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
        // The timers of an earlier execution went with it: this one's may be due at the same time, and have the same number.
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

    /// <summary>Some messages are never held; suspending what is suspended is one, and does nothing.</summary>
    private bool Overrides(HistoryEvent e) =>
        e.Kind is HistoryKind.ExecutionResumed or HistoryKind.ExecutionTerminated
        || (e.Kind == HistoryKind.ExecutionSuspended && _row!.Status == OrchestrationRuntimeStatus.Suspended);

    /// <summary>A result on its way into history or inbox needs no second run of its activity.</summary>
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
        // The inbox of an instance that has ended is of no use to anyone.
        if (!Active)
        {
            _item.InboxDone.AddRange(_held.Select(h => h.N));
            _item.Outbound.RemoveAll(o => o.To == _item.Id);
        }

        // The time of a turn is in its history: that alone is no reason to write the instance.
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

    /// <summary>The instance as a later turn would load it; null when that is not known here.</summary>
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
