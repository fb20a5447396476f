using ChatPay.Local.Durable.History;

namespace ChatPay.Local.Durable.Storage;

/// <summary>Everything that a turn needs to know about an instance.</summary>
/// <param name="Row">Null when there is no such instance.</param>
/// <param name="History">The history of the current execution.</param>
/// <param name="Turns">The number of turns in the history.</param>
internal sealed record InstanceState(InstanceRow? Row, List<HistoryEvent> History, int Turns)
{
    /// <summary>Messages that no turn has processed; null when unknown.</summary>
    public IReadOnlyList<InboxRow>? Inbox { get; init; } = [];

    /// <summary>The approximate size of the history, in characters.</summary>
    public long Size { get; init; }

    public static long SizeOf(List<HistoryEvent> events)
    {
        const int each = 100;
        var size = 0L;
        foreach (var e in events)
            size += each + (e.Data?.Length ?? 0);
        return size;
    }
}
