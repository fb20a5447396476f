using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Reconciliation;

/// <summary>How far the provider's report has been compared. After nights without a report, or with a late one, the next comparison
/// starts where the last one ended. Single entries that fail do not hold it up: each has a row, read together with the mark, until it
/// has been compared or is too old.</summary>
public sealed class ComparedReport(ChatPayTables tables, ILogger<ComparedReport> log)
{
    private const string Partition = "report";
    private const string Row = "compared";
    private const string FailedPrefix = "failed";

    // A transaction may be listed days after it was made, and the report does not say so.
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    // PayPal lists disputes for this long.
    private static readonly TimeSpan MaxLookBack = TimeSpan.FromDays(180);

    /// <param name="To">The time up to which the report was compared, UTC.</param>
    private sealed record Mark(DateTimeOffset To);

    /// <summary>Begins a night's comparison.</summary>
    public async Task<ComparedNight> BeginAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (to, failed, unreadable) = await ReadAsync(cancellationToken);
        return new ComparedNight(this, to, failed, unreadable, now);
    }

    /// <summary>The time up to which everything has been compared, UTC: also each entry that failed. Null before the first
    /// night, and while the row of an entry cannot be read.</summary>
    public async Task<DateTimeOffset?> ToAsync(CancellationToken cancellationToken)
    {
        var (to, failed, unreadable) = await ReadAsync(cancellationToken);
        if (unreadable.Count > 0)
            return null;
        return failed.Select(entry => (DateTimeOffset?)entry.Since).Append(to).Min();
    }

    /// <summary>Whether what was last compared then makes up for nights that failed.</summary>
    public static bool IsBehind(DateTimeOffset begin, DateTimeOffset now) => begin < now - LookBack;

    /// <summary>Records that the report has been compared up to this time, UTC. A time earlier than the recorded one changes
    /// nothing.</summary>
    public async Task EndAsync(ComparedNight night, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (night.ComparedTo >= to)
            return;
        await tables.Reconciliation.UpsertEntityAsync(
            Documents.ToRow(Partition, Row, new Mark(to)),
            TableUpdateMode.Replace,
            cancellationToken);
    }

    internal static DateTimeOffset BeginOf(DateTimeOffset? comparedTo, DateTimeOffset now)
    {
        var begin = comparedTo < now - LookBack ? comparedTo.Value : now - LookBack;
        return begin > now - MaxLookBack ? begin : now - MaxLookBack;
    }

    internal static bool IsTooOld(DateTimeOffset failedAt, DateTimeOffset now) => failedAt < now - MaxLookBack;

    /// <summary>Records an entry that failed outside of a night: each night tries it, whether the lists have it or not. A repeat changes
    /// nothing.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="id">The provider's id.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Cancels the call; record it again.</param>
    public async Task KeepAsync(UncomparedKind kind, string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entry = new UncomparedEntry(kind, id, now, BeginOf(now, now), now);
        try
        {
            await tables.Reconciliation.AddEntityAsync(Documents.ToRow(Partition, KeyOf(entry), entry), cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // It is tried already.
        }
    }

    internal Task KeepAsync(UncomparedEntry entry, CancellationToken cancellationToken) =>
        tables.Reconciliation.UpsertEntityAsync(
            Documents.ToRow(Partition, KeyOf(entry), entry), TableUpdateMode.Replace, cancellationToken);

    internal Task ForgetAsync(UncomparedEntry entry, bool isCompared, CancellationToken cancellationToken)
    {
        if (!isCompared)
            log.LogError("{Kind} {Id} could not be compared since {Since:u}, and is no longer tried.", entry.Kind, entry.Id, entry.Since);
        return tables.Reconciliation.DeleteEntityAsync(Partition, KeyOf(entry), cancellationToken: cancellationToken);
    }

    // The provider's ids are not looked up as they are: tables refuse some characters in keys.
    private static string KeyOf(UncomparedEntry entry) => Ids.Derived(FailedPrefix, EnumNames.Of(entry.Kind), entry.Id);

    // One query, whether anything failed or not.
    private async Task<(DateTimeOffset? To, List<UncomparedEntry> Failed, List<string> Unreadable)> ReadAsync(
        CancellationToken cancellationToken)
    {
        DateTimeOffset? to = null;
        List<UncomparedEntry> failed = [];
        List<string> unreadable = [];
        await foreach (var row in ChatPayTables.WithPrefix(tables.Reconciliation, Partition, "", cancellationToken))
        {
            if (row.RowKey == Row)
                to = Documents.FromRow<Mark>(row).To;
            else if (row.RowKey.StartsWith(FailedPrefix, StringComparison.Ordinal))
                Add(row);
        }

        return (to, failed, unreadable);

        void Add(TableEntity row)
        {
            if (Read(row) is { } entry)
                failed.Add(entry);
            else
                unreadable.Add(row.RowKey);
        }
    }

    private UncomparedEntry? Read(TableEntity row)
    {
        try
        {
            return Documents.FromRow<UncomparedEntry>(row);
        }
        catch (UnreadableRowException e)
        {
            log.LogError(e, "An entry that could not be compared cannot be read either.");
            return null;
        }
    }
}
