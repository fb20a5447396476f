namespace ChatPay.Local.Durable.Storage;

/// <summary>A timer that has not fired; <see cref="StartSeq"/> marks a delayed start, <see cref="PurgeSeq"/> the purge of a finished
/// instance.</summary>
internal readonly record struct TimerRow(long Due, string Id, int Seq, string Execution)
{
    public const int StartSeq = -1;

    public const int PurgeSeq = -2;

    /// <summary>The order in which timers fire: by time, instance and sequence.</summary>
    public static readonly IComparer<TimerRow> ByDueTime = Comparer<TimerRow>.Create((a, b) =>
        a.Due != b.Due ? a.Due.CompareTo(b.Due) : a.No != b.No ? a.No.CompareTo(b.No) : a.Seq.CompareTo(b.Seq));

    /// <summary>The instance's number.</summary>
    public long No { get; init; }
}
