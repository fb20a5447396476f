namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>One session of a queue: its messages and its holder. It exists while it has either.</summary>
internal sealed class BusSession(string id) : MessageLine, IDue
{
    private static long _last;

    public string Id { get; } = id;

    /// <summary>The hold; null while the session is free.</summary>
    public SessionHold? Holder { get; set; }

    /// <summary>The messages that the holder has received and not settled.</summary>
    public HashSet<QueuedMessage> Received { get; } = [];

    /// <summary>Its node in the list of acceptable sessions; null when it is not acceptable.</summary>
    public LinkedListNode<BusSession>? Available { get; set; }

    public DateTimeOffset Due { get; set; } = DateTimeOffset.MaxValue;

    // Below every sequence number.
    public long Order { get; } = Interlocked.Decrement(ref _last);
}

/// <summary>The hold on an accepted session.</summary>
internal sealed class SessionHold(string sessionId)
{
    public string SessionId => sessionId;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DateTimeOffset LockedUntil { get; set; }

    /// <summary>Completes when the session is no longer held.</summary>
    public Task Ended => _ended.Task;

    public void End() => _ended.TrySetResult();
}
