namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>What a queue keeps of a message in memory; the content stays on disk until it is received.</summary>
internal sealed class QueuedMessage(long sequence) : IDue
{
    public static readonly IComparer<QueuedMessage> BySequence =
        Comparer<QueuedMessage>.Create((a, b) => a.Sequence.CompareTo(b.Sequence));

    public long Sequence { get; } = sequence;

    public long EnqueuedSequence { get; init; } = sequence;

    public string? SessionId { get; init; }

    /// <summary>When it was enqueued; for a scheduled message, when it will be.</summary>
    public DateTimeOffset Enqueued { get; init; }

    public TimeSpan TimeToLive { get; init; } = TimeSpan.MaxValue;

    public int Deliveries { get; set; }

    /// <summary>Whether it was deferred: then a lost lock makes it deferred again, not ready.</summary>
    public bool Deferred { get; set; }

    public MessagePlace Place { get; set; }

    public Guid LockToken { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    public DateTimeOffset Due { get; set; } = DateTimeOffset.MaxValue;

    public long Order => Sequence;

    public DateTimeOffset Expires =>
        TimeToLive >= DateTimeOffset.MaxValue - Enqueued ? DateTimeOffset.MaxValue : Enqueued + TimeToLive;
}
