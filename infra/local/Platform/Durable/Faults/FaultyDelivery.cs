using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using ChatPay.Local.Durable.Turns;

namespace ChatPay.Local.Durable.Faults;

/// <summary>Delivers messages to their instances, subject to <see cref="DurableFaults.Fate"/>.</summary>
internal sealed class FaultyDelivery(DurableFaults faults, EngineWork work, Action<string, Message> deliver, Action<string, int> runAgain)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<HeldMessage>> _overtakable = [];
    private readonly HashSet<long> _seen = [];

    public void Pass(string id, Message message)
    {
        var fate = Ask(id, message.Event?.Kind ?? (message.Timer is null ? null : HistoryKind.TimerFired), message.Event?.Name);
        switch (fate)
        {
            case MessageFate.Drop when message.Done is { } sender:
                sender.TrySetException(new TimeoutException("The message was lost on its way, and had no effect: send it again."));
                return;
            case MessageFate.Drop when message.Event is { Kind: HistoryKind.TaskCompleted or HistoryKind.TaskFailed } result:
                runAgain(id, result.Seq);
                return;
            case MessageFate.Drop or MessageFate.Delay:
                Hold(id, message, overtakable: false);
                return;
            case MessageFate.Reorder:
                Hold(id, message, overtakable: true);
                return;
            case MessageFate.Duplicate:
                deliver(id, message);
                deliver(id, message.Again());
                return;
        }

        deliver(id, message);
        ReleaseOvertaken(id);
    }

    /// <summary>Returns what an instance sees of its inbox: delayed messages of other instances stay in it, and one may appear
    /// twice.</summary>
    public IReadOnlyList<InboxRow> Inbox(string id, InstanceRow? instance, IReadOnlyList<InboxRow> inbox)
    {
        // The start and the kept events after continue-as-new are not messages from other instances; nor is a delayed start.
        if (faults.Fate is null || inbox.Any(row => OfItself(instance, row)))
            return inbox;

        var seen = new List<InboxRow>(inbox.Count);
        foreach (var row in inbox)
        {
            switch (AskOnce(id, row))
            {
                case MessageFate.Deliver:
                    seen.Add(row);
                    break;
                case MessageFate.Duplicate:
                    seen.Add(row);
                    seen.Add(row);
                    break;
                default:
                    Hold(id, new Message(), overtakable: false);
                    break;
            }
        }

        return seen;
    }

    private static bool OfItself(InstanceRow? instance, InboxRow row) =>
        row.Event.Kind == HistoryKind.ExecutionStarted && (row.Event.Parent is null || row.Event.Execution == instance?.Execution);

    private MessageFate AskOnce(string id, InboxRow row)
    {
        lock (_gate)
        {
            if (!_seen.Add(row.N))
                return MessageFate.Deliver;
        }

        return Ask(id, row.Event.Kind, row.Event.Name);
    }

    private MessageFate Ask(string id, HistoryKind? kind, string? name) => faults.Fate is { } fate && Kind(kind) is { } known
        ? fate(new DurableMessage(id, known, name))
        : MessageFate.Deliver;

    private static DurableMessageKind? Kind(HistoryKind? kind) => kind switch
    {
        HistoryKind.ExecutionStarted => DurableMessageKind.Start,
        HistoryKind.EventRaised => DurableMessageKind.Event,
        HistoryKind.TaskCompleted or HistoryKind.TaskFailed => DurableMessageKind.ActivityResult,
        HistoryKind.TimerFired => DurableMessageKind.Timer,
        HistoryKind.SubOrchestrationCompleted or HistoryKind.SubOrchestrationFailed => DurableMessageKind.SubOrchestrationResult,
        HistoryKind.ExecutionSuspended or HistoryKind.ExecutionResumed or HistoryKind.ExecutionTerminated => DurableMessageKind.Management,
        _ => null,
    };

    private void Hold(string id, Message message, bool overtakable)
    {
        var held = new HeldMessage(work.Begin($"a late message to {id}"), () => deliver(id, message), faults.Lateness);
        if (overtakable)
        {
            lock (_gate)
            {
                if (!_overtakable.TryGetValue(id, out var list))
                    _overtakable.Add(id, list = []);
                list.Add(held);
            }
        }

        held.Start();
    }

    private void ReleaseOvertaken(string id)
    {
        List<HeldMessage>? held;
        lock (_gate)
        {
            if (!_overtakable.Remove(id, out held))
                return;
        }

        held.ForEach(h => h.Release());
    }
}
