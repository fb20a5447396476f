using System.Globalization;
using Azure.Data.Tables;
using ChatPay.Functions.Shared.Storage;

namespace ChatPay.Functions.Sellers.InstagramLogin;

/// <summary>Whose token is to be refreshed on which day: a partition a day, so that a night reads what is due and no more. A row is a hint; the
/// seller's own says when the token ends.</summary>
public sealed class InstagramRefreshes(ChatPayTables tables, TimeProvider time)
{
    // Half of its life is left: so many nights may go wrong.
    private static readonly TimeSpan Margin = TimeSpan.FromDays(30);
    private const int DaysBack = 30;

    /// <summary>Whether this token is to be refreshed by now.</summary>
    public bool IsDue(InstagramAccount account) => DayOf(account.TokenExpiresAt) <= DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Writes down when the token that ends then is refreshed.</summary>
    public Task AddAsync(string sellerId, DateTimeOffset tokenExpiresAt, CancellationToken cancellationToken) =>
        tables.Indexes.UpsertEntityAsync(new TableEntity(Partition(DayOf(tokenExpiresAt)), sellerId), TableUpdateMode.Replace, cancellationToken);

    /// <summary>What was due until today.</summary>
    public async IAsyncEnumerable<(DateOnly Day, string SellerId)> DueAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        for (var day = today.AddDays(-DaysBack); day <= today; day = day.AddDays(1))
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(day)}");
            await foreach (var row in tables.Indexes.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
                yield return (day, row.RowKey);
        }
    }

    /// <summary>It is done.</summary>
    public Task RemoveAsync(DateOnly day, string sellerId, CancellationToken cancellationToken) =>
        tables.Indexes.DeleteEntityAsync(Partition(day), sellerId, cancellationToken: cancellationToken);

    private static DateOnly DayOf(DateTimeOffset expiresAt) => DateOnly.FromDateTime((expiresAt - Margin).UtcDateTime);

    private static string Partition(DateOnly day) => "instagram-refresh-" + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
