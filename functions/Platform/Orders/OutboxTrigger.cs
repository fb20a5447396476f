namespace ChatPay.Functions.Platform.Orders;

/// <summary>"Look whether this order has unsent outbox rows." It may bring what a commit has just written, which spares looking.</summary>
/// <param name="OrderId">The order.</param>
public sealed record OutboxTrigger(string OrderId)
{
    // Within it no orchestration has been purged that a start would begin a second time. The late trigger looks by itself.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>The rows that drive the order, by their keys, as a commit has just written them; null: look.</summary>
    public IReadOnlyDictionary<string, OutboxRow>? Written { get; init; }

    /// <summary>When they were written, UTC: they are believed for a while only, whatever becomes of the message.</summary>
    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>Whether the commit wrote notices too.</summary>
    public bool Tells { get; init; }

    /// <summary>The keys of rows that are carried out; whoever takes this message deletes them.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>The commit's late trigger, by its number in the queue: there is no need of it when the commit's rows are done.</summary>
    public long? Late { get; init; }

    /// <summary>What to carry out without looking; null when one has to look.</summary>
    /// <param name="now">UTC.</param>
    public IReadOnlyDictionary<string, OutboxRow>? Believed(DateTimeOffset now) => IsFresh(WrittenAt, now) ? Written : null;

    /// <summary>Whether what was written then may still be on its way with a trigger of its own.</summary>
    /// <param name="writtenAt">UTC.</param>
    /// <param name="now">UTC.</param>
    internal static bool IsFresh(DateTimeOffset writtenAt, DateTimeOffset now) => now - writtenAt < Fresh;
}
