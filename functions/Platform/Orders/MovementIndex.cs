using System.Globalization;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Features.Reconciliation;

/// <summary>Which orders booked something of the provider's balance on a day (UTC). Written before the booking, and a hint: the order
/// decides.</summary>
public sealed class MovementIndex(ChatPayTables tables) : IOrderIndex
{
    /// <inheritdoc/>
    public Task WriteAsync(Order? before, OrderChange change, CancellationToken cancellationToken)
    {
        var days = change
            .Ledger.Where(t => t.Postings.Any(p => p.Account == Accounts.ProcessorBalance))
            .Select(t => Partition(t.At))
            .Distinct();
        return Task.WhenAll(days.Select(day => tables.Indexes.UpsertEntityAsync(
            new TableEntity(day, change.Order.Id), TableUpdateMode.Replace, cancellationToken)));
    }

    /// <summary>The orders of the days from one time to another.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (first, last) = (Partition(from), Partition(to));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in tables.Indexes.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey le {last}"), cancellationToken: cancellationToken))
        {
            ids.Add(row.RowKey);
        }

        return [.. ids];
    }

    private static string Partition(DateTimeOffset at) => "moved-" + at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
