using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Turns;

/// <summary>Requests that resume or end an instance: resume, terminate, purge.</summary>
internal sealed partial class Turn
{
    private void ReleaseHeld()
    {
        InboxRow[] held = [.. _held];
        _held.Clear();
        foreach (var row in held)
            TakeFromInbox(row);

        // Events held since a suspension within this turn are only in the item so far.
        (string To, HistoryEvent Event)[] own = [.. _item.Outbound.Where(o => o.To == _item.Id)];
        _item.Outbound.RemoveAll(o => o.To == _item.Id);
        foreach (var (to, e) in own)
        {
            if (Holding)
                _item.Outbound.Add((to, e));
            else
                Fold(e);
        }
    }

    private void Terminate(HistoryEvent e)
    {
        if (e.Flag)
        {
            foreach (var child in OpenDecisions(
                    HistoryKind.SubOrchestrationCreated,
                    HistoryKind.SubOrchestrationCompleted,
                    HistoryKind.SubOrchestrationFailed))
                _item.Outbound.Add((child.Instance!, e with { Execution = null }));
        }

        TellParent(Parent(), Ended("was terminated"));
        Close(e, OrchestrationRuntimeStatus.Terminated);
    }

    private void Close(HistoryEvent e, OrchestrationRuntimeStatus status)
    {
        CloseAll();
        _incoming.Add(e);
        _item.History = [Started(), .. _incoming];
        _incoming.Clear();
        _row = _row! with { Status = status, Output = e.Data };
    }

    private bool Purge(TimerRow? keptUntil = null)
    {
        if (_row is not { Finished: true } || (keptUntil is { } timer && !HasBeenKept(timer)))
            return false;
        ForgetKeeping();
        _item.Outbound.RemoveAll(o => o.To == _item.Id);
        _item.InboxDone.AddRange(_held.Select(h => h.N));
        _held.Clear();
        _item.Purge = true;
        _item.History = null;
        _item.Turn = 0;
        _past = [];
        _row = null;
        return true;
    }

    /// <summary>Whether the finished instance has been kept long enough, by the current setting, which may differ from that of when
    /// the timer was set.</summary>
    private bool HasBeenKept(TimerRow timer)
    {
        if (timer.Execution != _row!.Execution || _options.PurgeFinishedAfter is not { } keep)
            return false;
        var until = _row.Updated + keep;
        if (until > _now)
            _item.Timers.Add(Timer(until.UtcTicks, TimerRow.PurgeSeq));
        return until <= _now;
    }

    private void ForgetKeeping()
    {
        if (_options.PurgeFinishedAfter is { } keep && _row is { Finished: true } row)
            _item.TimersGone.Add(Timer((row.Updated + keep).UtcTicks, TimerRow.PurgeSeq));
    }

    private Failure Ended(string how) =>
        new("DurableTask.Core.Exceptions.OrchestrationFailureException", $"The orchestration '{_item.Id}' {how}.", null, null);
}
