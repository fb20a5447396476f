using System.Globalization;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Storage;

/// <summary>What is due on which day: one partition per day and purpose, so that a nightly job reads only what is due. A row is a
/// hint; its subject decides. It stays until it is done, so that a night that did not run, or failed for some, is made up for: all
/// days until today are one range of keys.</summary>
public sealed class DueDays(ChatPayTables tables, TimeProvider time, ILogger<DueDays> log)
{
    private const string Format = "yyyy-MM-dd";

    // Sorts before every day, and keeps longer purposes that begin with this one out of the range.
    private const string FirstDay = "0";

    /// <summary>The day of a time, in UTC.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    /// <summary>Today, in UTC.</summary>
    public DateOnly Today => DayOf(time.GetUtcNow());

    /// <param name="purpose">Such as <c>instagram-refresh</c>.</param>
    /// <param name="day">The day, UTC; a past day counts as today.</param>
    /// <param name="id">The subject's id; adding it again for the same day changes nothing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task AddAsync(string purpose, DateOnly day, string id, CancellationToken cancellationToken) => tables.Indexes.UpsertEntityAsync(
        new TableEntity(Partition(purpose, day < Today ? Today : day), id), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Removes what was added.</summary>
    public Task RemoveAsync(string purpose, DateOnly day, string id, CancellationToken cancellationToken) =>
        tables.Indexes.DeleteEntityAsync(Partition(purpose, day), id, cancellationToken: cancellationToken);

    /// <summary>Processes everything that is due until today, several at a time, and removes it. A failure is logged and retried
    /// the next time; the others do not wait for it.</summary>
    /// <param name="purpose">The purpose under which it was added.</param>
    /// <param name="look">Processes one id. It must be idempotent.</param>
    /// <param name="cancellationToken">Cancels the call; the rest stays for the next time.</param>
    public Task EachAsync(string purpose, Func<string, CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        var (from, until) = ($"{purpose}-{FirstDay}", Partition(purpose, Today));
        return Many.ForEachAsync(
            tables.Indexes.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey le {until}"), cancellationToken: cancellationToken),
            row => TryLookAsync(purpose, row, look, cancellationToken),
            cancellationToken);
    }

    private async Task TryLookAsync(
        string purpose, TableEntity row, Func<string, CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        try
        {
            await look(row.RowKey, cancellationToken);
            await tables.Indexes.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
        }
#pragma warning disable CA1031 // One failure must not affect the others.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogError(e, "{Purpose} of {Id} was not carried out; it is tried again the next time.", purpose, row.RowKey);
        }
    }

    private static string Partition(string purpose, DateOnly day) => $"{purpose}-{day.ToString(Format, CultureInfo.InvariantCulture)}";
}
