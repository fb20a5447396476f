namespace ChatPay.Functions.Platform.Orders;

/// <summary>Successive commits of one order in one run, which share one trigger at the end of the run. Until then their late
/// trigger stands in for it.</summary>
public sealed class CommitsTogether
{
    // A late trigger must not arrive before the commit that it stands in for.
    private static readonly TimeSpan StandsInFor = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, OutboxRow> _promises = new(StringComparer.Ordinal);
    private DateTimeOffset _sentAt;

    /// <summary>What the run does itself; null leaves all of it to messages.</summary>
    internal AfterCommit? After { get; init; }

    /// <summary>The sequence number of the late trigger to cancel when all rows are done; null when it has to stay.</summary>
    internal long? Late { get; private set; }

    internal IReadOnlyDictionary<string, OutboxRow> Promises => _promises;

    /// <summary>When the oldest commit was written, UTC.</summary>
    internal DateTimeOffset WrittenAt { get; private set; }

    /// <summary>Whether an earlier commit's late trigger is late enough for a commit that is made now.</summary>
    internal bool HasLate(DateTimeOffset now) => Late is not null && now - _sentAt < StandsInFor;

    internal void Guard(long late, DateTimeOffset now) => (Late, _sentAt) = (late, now);

    /// <summary>Keeps the late trigger, because the outcome of a commit that it stands in for is unknown: it is not cancelled, and
    /// stands in for no other.</summary>
    internal void LeaveLate() => Late = null;

    internal void Add(Dictionary<string, OutboxRow> promises, DateTimeOffset now)
    {
        if (_promises.Count == 0)
            WrittenAt = now;
        foreach (var (key, row) in promises)
            _promises.Add(key, row);
    }
}
