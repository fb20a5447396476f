using ChatPay.Local.Durable.History;

namespace ChatPay.Local.Durable.Storage;

/// <summary>All that a turn needs of an instance.</summary>
/// <param name="Row">Null when there is no such instance.</param>
/// <param name="History">Of the current execution.</param>
/// <param name="Turns">How many turns that is.</param>
internal sealed record InstanceState(InstanceRow? Row, List<HistoryEvent> History, int Turns)
{
    /// <summary>Messages that no turn has taken in; null when that is not known.</summary>
    public IReadOnlyList<InboxRow>? Inbox { get; init; } = [];

    /// <summary>About how much memory the history takes, in characters.</summary>
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
