using System.Globalization;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Storage;

/// <summary>What is to be looked at on which day: a partition a day and purpose, so that a night reads what is due and no more. A row is a
/// hint; what it is about decides. It stays until that is done, so that a night that did not run, or that did not manage something, is made
/// up for: all days until today are one range of keys.</summary>
public sealed class DueDays(ChatPayTables tables, TimeProvider time, ILogger<DueDays> log)
{
    private const string Format = "yyyy-MM-dd";

    // Before each day, and after whatever else a purpose may be the beginning of.
    private const string FirstDay = "0";

    /// <summary>The day of a time, in UTC.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    /// <summary>The day that it is, in UTC.</summary>
    public DateOnly Today => DayOf(time.GetUtcNow());

    /// <param name="purpose">Such as <c>instagram-refresh</c>.</param>
    /// <param name="day">UTC; one that is over is today.</param>
    /// <param name="id">Of what it is about; again on the same day is the same.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task AddAsync(string purpose, DateOnly day, string id, CancellationToken cancellationToken) => tables.Indexes.UpsertEntityAsync(
        new TableEntity(Partition(purpose, day < Today ? Today : day), id), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Takes back what was added.</summary>
    public Task RemoveAsync(string purpose, DateOnly day, string id, CancellationToken cancellationToken) =>
        tables.Indexes.DeleteEntityAsync(Partition(purpose, day), id, cancellationToken: cancellationToken);

    /// <summary>Looks at everything that is due until today, some at a time, and forgets it. What throws is logged and looked at again the
    /// next time; the others do not wait for it.</summary>
    /// <param name="purpose">As it was added.</param>
    /// <param name="look">Gets the id. It must be idempotent.</param>
    /// <param name="cancellationToken">Cancels the call; the rest is there the next time.</param>
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
#pragma warning disable CA1031 // One's trouble is not the others'.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogError(e, "{Purpose} of {Id} was not carried out; it is tried again the next time.", purpose, row.RowKey);
        }
    }

    private static string Partition(string purpose, DateOnly day) => $"{purpose}-{day.ToString(Format, CultureInfo.InvariantCulture)}";
}
