using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Platform.Reconciliation;

/// <summary>How far the provider's report has been compared. After nights without a report, or with a late one, the next comparison
/// starts where the last one ended.</summary>
public sealed class ComparedReport(ChatPayTables tables)
{
    private const string Partition = "report";
    private const string Row = "compared";

    // A transaction may be listed days after it was made, and the report does not say so.
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    // PayPal lists disputes for this long.
    private static readonly TimeSpan MaxLookBack = TimeSpan.FromDays(180);

    /// <param name="To">The time up to which the report was compared, UTC.</param>
    private sealed record Mark(DateTimeOffset To);

    /// <summary>The start of a comparison, UTC: a week ago, or where the last one ended if that is longer ago; at most half a
    /// year.</summary>
    public async Task<DateTimeOffset> BeginAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var begin = now - LookBack;
        if (await FindAsync(cancellationToken) is { } mark && mark.To < begin)
            begin = mark.To;
        return begin > now - MaxLookBack ? begin : now - MaxLookBack;
    }

    /// <summary>The time up to which everything has been compared, UTC; null before the first night.</summary>
    public async Task<DateTimeOffset?> ToAsync(CancellationToken cancellationToken) => (await FindAsync(cancellationToken))?.To;

    /// <summary>Whether a comparison that starts here makes up for nights that failed.</summary>
    public static bool IsBehind(DateTimeOffset begin, DateTimeOffset now) => begin < now - LookBack;

    /// <summary>Records that the report has been compared up to this time, UTC. A time earlier than the recorded one changes
    /// nothing.</summary>
    public async Task EndAsync(DateTimeOffset to, CancellationToken cancellationToken)
    {
        if ((await FindAsync(cancellationToken))?.To >= to)
            return;
        await tables.Reconciliation.UpsertEntityAsync(
            Documents.ToRow(Partition, Row, new Mark(to)),
            TableUpdateMode.Replace,
            cancellationToken);
    }

    private async Task<Mark?> FindAsync(CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Reconciliation, Partition, Row, cancellationToken) is { } row
            ? Documents.FromRow<Mark>(row)
            : null;
}
