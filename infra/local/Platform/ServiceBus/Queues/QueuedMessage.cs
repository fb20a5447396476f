namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>What a queue knows of a message while it is there; its content stays on disk until it is received.</summary>
internal sealed class QueuedMessage(long sequence) : IDue
{
    public static readonly IComparer<QueuedMessage> BySequence =
        Comparer<QueuedMessage>.Create((a, b) => a.Sequence.CompareTo(b.Sequence));

    public long Sequence { get; } = sequence;

    public long EnqueuedSequence { get; init; } = sequence;

    public string? SessionId { get; init; }

    /// <summary>When it came into the queue; of a scheduled message, when it will.</summary>
    public DateTimeOffset Enqueued { get; init; }

    public TimeSpan TimeToLive { get; init; } = TimeSpan.MaxValue;

    public int Deliveries { get; set; }

    /// <summary>It was deferred: a lost lock takes it back there, not to the others.</summary>
    public bool Deferred { get; set; }

    public MessagePlace Place { get; set; }

    public Guid LockToken { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    public DateTimeOffset Due { get; set; } = DateTimeOffset.MaxValue;

    public long Order => Sequence;

    public DateTimeOffset Expires =>
        TimeToLive >= DateTimeOffset.MaxValue - Enqueued ? DateTimeOffset.MaxValue : Enqueued + TimeToLive;
}
