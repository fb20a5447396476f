namespace ChatPay.Functions.Platform.Orders;

/// <summary>A trigger to process an order's outbox. It may carry the rows that a commit has just written, which saves a
/// read.</summary>
/// <param name="OrderId">The order's id.</param>
public sealed record OutboxTrigger(string OrderId)
{
    /// <summary>How long a commit's own triggers are waited for; then its late trigger arrives, which always reads. Within this time no
    /// orchestration can have been purged, so no start begins one a second time.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>The driving rows that a commit has just written, by key; null: read them.</summary>
    public IReadOnlyDictionary<string, OutboxRow>? Written { get; init; }

    /// <summary>When they were written, UTC: they are used only for a limited time, whatever becomes of the message.</summary>
    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>Whether the commit wrote notices too.</summary>
    public bool Tells { get; init; }

    /// <summary>The keys of rows that were dispatched; whoever receives this message deletes them.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>The sequence number of the commit's late trigger, which is not needed once the commit's rows are done.</summary>
    public long? Late { get; init; }

    /// <summary>The rows to dispatch without reading; null when they have to be read.</summary>
    /// <param name="now">UTC.</param>
    public IReadOnlyDictionary<string, OutboxRow>? Believed(DateTimeOffset now) => IsFresh(WrittenAt, now) ? Written : null;

    /// <summary>Whether rows written at this time may still be on their way with a trigger of their own.</summary>
    /// <param name="writtenAt">UTC.</param>
    /// <param name="now">UTC.</param>
    internal static bool IsFresh(DateTimeOffset writtenAt, DateTimeOffset now) => now - writtenAt < Fresh;
}
