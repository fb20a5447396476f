namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>One session of a queue: its messages, and who holds it. It is there while it has messages or a holder.</summary>
internal sealed class BusSession(string id) : MessageLine, IDue
{
    private static long _last;

    public string Id { get; } = id;

    /// <summary>The holder's; null while nobody holds the session.</summary>
    public SessionHold? Holder { get; set; }

    /// <summary>The messages that the holder has received and not settled.</summary>
    public HashSet<QueuedMessage> Received { get; } = [];

    /// <summary>Its place among the sessions that can be accepted; null when it cannot.</summary>
    public LinkedListNode<BusSession>? Available { get; set; }

    public DateTimeOffset Due { get; set; } = DateTimeOffset.MaxValue;

    // Below every sequence number.
    public long Order { get; } = Interlocked.Decrement(ref _last);
}

/// <summary>A session that somebody has accepted.</summary>
internal sealed class SessionHold(string sessionId)
{
    public string SessionId => sessionId;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DateTimeOffset LockedUntil { get; set; }

    /// <summary>Completes when the session is held no more.</summary>
    public Task Ended => _ended.Task;

    public void End() => _ended.TrySetResult();
}
