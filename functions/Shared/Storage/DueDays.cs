using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;

namespace ChatPay.Functions.Shared.Storage;

/// <summary>What is to be looked at on which day: a partition a day and purpose, so that a night reads what is due and no more. A row is a hint; what
/// it is about decides.</summary>
public sealed class DueDays(ChatPayTables tables, TimeProvider time)
{
    // So many nights may not run at all.
    private const int DaysBack = 30;

    /// <summary>The day of a time, in UTC.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    /// <summary>The day that it is, in UTC.</summary>
    public DateOnly Today => DayOf(time.GetUtcNow());

    /// <param name="purpose">Such as <c>instagram-refresh</c>.</param>
    /// <param name="day">UTC.</param>
    /// <param name="id">Of what it is about; again on the same day is the same.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task AddAsync(string purpose, DateOnly day, string id, CancellationToken cancellationToken) =>
        tables.Indexes.UpsertEntityAsync(new TableEntity(Partition(purpose, day), id), TableUpdateMode.Replace, cancellationToken);

    /// <summary>What is due until today, the oldest day first.</summary>
    public async IAsyncEnumerable<(DateOnly Day, string Id)> ListAsync(string purpose, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var day = Today.AddDays(-DaysBack); day <= Today; day = day.AddDays(1))
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(purpose, day)}");
            await foreach (var row in tables.Indexes.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
                yield return (day, row.RowKey);
        }
    }

    /// <summary>It has been looked at.</summary>
    public Task RemoveAsync(string purpose, DateOnly day, string id, CancellationToken cancellationToken) =>
        tables.Indexes.DeleteEntityAsync(Partition(purpose, day), id, cancellationToken: cancellationToken);

    private static string Partition(string purpose, DateOnly day) => $"{purpose}-{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
}
