using System.Globalization;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Platform.Audit;

/// <summary>The audit trail: append-only, one partition per day and one per subject, newest first in each. Nothing here changes an
/// entry, or deletes one within two years.</summary>
public sealed class AuditTrail(ChatPayTables tables) : IOldRows
{
    /// <summary>How many days an entry is kept.</summary>
    internal const int DaysKept = 730;

    /// <summary>The subject of calls that concern no order, seller or conversation.</summary>
    public const string Platform = "platform";

    private static long _last;

    /// <summary>Adds an entry.</summary>
    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var row = PlaceOf(entry.At);
        return Task.WhenAll(
            tables.Audit.AddEntityAsync(Documents.ToRow(OfDay(DueDays.DayOf(entry.At)), row, entry), cancellationToken),
            tables.Audit.AddEntityAsync(Documents.ToRow(OfSubject(entry.Subject), row, entry), cancellationToken));
    }

    /// <summary>What was done on a day, or to a subject, by one caller or by all; newest first.</summary>
    /// <param name="partition"><see cref="OfDay"/> or <see cref="OfSubject"/>.</param>
    /// <param name="actor">The caller's id; null for all.</param>
    /// <param name="after">The position of the last entry of the previous page; null for the first page.</param>
    /// <param name="limit">The most entries to return.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Page<AuditEntry>> ListAsync(
        string partition, string? actor, string? after, int limit, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after ?? ""}");
        var found = new List<(string Place, AuditEntry Entry)>();
        int? rowsAtOnce = actor is null ? limit + 1 : null;
        await foreach (var row in tables.Audit.QueryAsync<TableEntity>(filter, rowsAtOnce, cancellationToken: cancellationToken))
        {
            var entry = Documents.FromRow<AuditEntry>(row);
            if (actor is null || entry.Actor == actor)
                found.Add((row.RowKey, entry));
            if (found.Count > limit)
                break;
        }

        return new([.. found.Take(limit).Select(f => f.Entry)], found.Count > limit ? Paging.Cursor(found[limit - 1].Place) : null);
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The days sort before the subjects.
        var end = OfDay(DueDays.DayOf(now).AddDays(-DaysKept));
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {end}");
        await foreach (var page in tables.Audit.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).AsPages())
        {
            // A day's row leads to its subject's, and so is deleted last.
            await Many.ForEachAsync(
                page.Values,
                row => tables.Audit.DeleteEntityAsync(
                    OfSubject(Documents.FromRow<AuditEntry>(row).Subject), row.RowKey, cancellationToken: cancellationToken));
            await RowDeletion.DeleteAsync(tables.Audit, page.Values, cancellationToken);
        }
    }

    /// <summary>The partition of a day, UTC.</summary>
    public static string OfDay(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The partition of a subject.</summary>
    public static string OfSubject(string subject) => "of-" + subject;

    // Newest first; the counter separates simultaneous entries of this process, and the rest those of other processes.
    private static string PlaceOf(DateTimeOffset at) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks:D19}-{int.MaxValue - (Interlocked.Increment(ref _last) & int.MaxValue):D10}-{Environment.ProcessId}"
        );
}
