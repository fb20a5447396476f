using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Turns;

/// <summary>Starts executions, and ends the ones that they replace.</summary>
internal sealed partial class Turn
{
    public static string NewExecution()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomBytes.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private void StartForClient(Message message)
    {
        var start = message.Event!;
        if (_row is { } existing && Refuses(existing, message.Dedupe))
        {
            var status = existing.Status;
            Answers.Add(() => message.Done?.TrySetException(new OrchestrationAlreadyExistsException(
                $"There is an orchestration '{_item.Id}' already, and it is {status}.")));
            return;
        }

        Begin(start);
        if (start.At > _now.UtcTicks)
        {
            _row = _row! with { Status = OrchestrationRuntimeStatus.Pending };
            _item.Timers.Add(Timer(start.At, TimerRow.StartSeq));
            _item.Outbound.Add((_item.Id, start));
        }
        else
        {
            _incoming.Add(start);
        }

        Answer(message, true);
    }

    private static bool Refuses(InstanceRow existing, IReadOnlyCollection<OrchestrationRuntimeStatus>? dedupe) =>
        dedupe?.Contains(existing.Status) ?? !existing.Finished;

    /// <summary>Processes a delayed start, a sub-orchestration's, or one after continue-as-new.</summary>
    private void StartFromInbox(InboxRow row)
    {
        var start = row.Event;
        if (_row?.Execution == start.Execution)
        {
            // A duplicate start has no effect.
            if (!Active || Began())
            {
                _item.InboxDone.Add(row.N);
                return;
            }

            if (start.At > _now.UtcTicks)
            {
                _held.Add(row);
                return;
            }

            _row = _row! with { Status = OrchestrationRuntimeStatus.Running };
            _incoming.Add(start);
        }
        else if (start.Parent is { } parent)
        {
            if (Active)
                TellParent(
                    parent,
                    new Failure(
                        typeof(OrchestrationAlreadyExistsException).FullName!,
                        $"There is an orchestration '{_item.Id}' already.",
                        null,
                        null));
            else
                Begin(start, incoming: true);
        }

        _item.InboxDone.Add(row.N);
    }

    private bool Began() => _past.Concat(_incoming).Any(e => e.Kind == HistoryKind.ExecutionStarted);

    private void Begin(HistoryEvent start, bool incoming = false)
    {
        if (_row is not null)
            Replace();
        _row = new InstanceRow
        {
            Id = _item.Id,
            No = _item.No,
            Name = start.Name!,
            Execution = start.Execution!,
            Status = OrchestrationRuntimeStatus.Running,
            Created = _now,
            Updated = _now,
            Input = start.Data,
            Tags = start.Tags,
        };
        _item.NewRow = true;
        if (incoming)
            _incoming.Add(start);
    }

    /// <summary>Discards the old execution with everything it had open; its parent, if any, sees it fail.</summary>
    private void Replace()
    {
        ForgetKeeping();
        if (Active)
            TellParent(Parent(), Ended("was replaced by a new one"));
        CloseAll();
        _item.Forget = true;
        _item.Turn = 0;
        _item.History = null;
        _item.Activities.Clear();
        _item.Outbound.RemoveAll(o => o.To == _item.Id);
        _item.InboxDone.AddRange(_held.Select(h => h.N));
        _held.Clear();
        _past = [];
        _incoming.Clear();
    }
}
