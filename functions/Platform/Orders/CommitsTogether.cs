using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>The commits of one order that one run makes soon after one another, and of which there is one trigger, at the end of the run.
/// Until then their late trigger stands in for it.</summary>
public sealed class CommitsTogether
{
    // A late trigger must not come before the commit that it stands in for.
    private static readonly TimeSpan StandsInFor = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, OutboxRow> _promises = new(StringComparer.Ordinal);
    private DateTimeOffset _sentAt;

    /// <summary>With what the run drives the order itself; null when a message has to have it done.</summary>
    internal DurableTaskClient? Orchestrations { get; init; }

    /// <summary>The late trigger to take back when all of them are done; null when it has to stay.</summary>
    internal long? Late { get; private set; }

    internal IReadOnlyDictionary<string, OutboxRow> Promises => _promises;

    /// <summary>When the oldest of them was written, UTC.</summary>
    internal DateTimeOffset WrittenAt { get; private set; }

    /// <summary>Whether the late trigger of a commit before comes late enough for one that is made now.</summary>
    internal bool HasLate(DateTimeOffset now) => Late is not null && now - _sentAt < StandsInFor;

    internal void Guard(long late, DateTimeOffset now) => (Late, _sentAt) = (late, now);

    /// <summary>It is not known whether a commit went through that it stands in for: it is not taken back, and stands in for no
    /// other.</summary>
    internal void LeaveLate() => Late = null;

    internal void Add(Dictionary<string, OutboxRow> promises, DateTimeOffset now)
    {
        if (_promises.Count == 0)
            WrittenAt = now;
        foreach (var (key, row) in promises)
            _promises.Add(key, row);
    }
}
