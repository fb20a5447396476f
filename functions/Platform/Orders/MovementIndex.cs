using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>The orders that made a booking on the provider's balance, by day (UTC). Written before the booking, and only a hint:
/// the order decides. It is read by the nights that follow, which look back half a year at most. A day has several partitions, so
/// that none grows hot; rows from before the split are read with them.</summary>
public sealed class MovementIndex(ChatPayTables tables) : IOrderIndex, IOldRows
{
    /// <summary>How many days a row is kept.</summary>
    internal const int DaysKept = 190;

    private const string Prefix = "moved-";
    private const string Format = "yyyyMMdd";
    private const uint Parts = 8;

    /// <inheritdoc/>
    public Task WriteAsync(Order? before, OrderChange change, CancellationToken cancellationToken)
    {
        var days = change
            .Ledger.Where(t => t.Postings.Any(p => p.Account == Accounts.ProcessorBalance))
            .Select(t => $"{Prefix}{Name(DueDays.DayOf(t.At))}-{Shards.Of(change.Order.Id, Parts)}")
            .Distinct();
        return Task.WhenAll(days.Select(day => tables.Indexes.UpsertEntityAsync(
            new TableEntity(day, change.Order.Id), TableUpdateMode.Replace, cancellationToken)));
    }

    /// <summary>The orders of these days, both inclusive, by day. An order may occur on several days.</summary>
    public async IAsyncEnumerable<Movement> ListAsync(
        DateOnly first, DateOnly last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, end) = (Prefix + Name(first), Prefix + Name(last) + "~");
        await foreach (var row in tables.Indexes.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {end}"), cancellationToken: cancellationToken))
        {
            var day = row.PartitionKey.AsSpan(Prefix.Length, Format.Length);
            yield return new Movement(DateOnly.ParseExact(day, Format, CultureInfo.InvariantCulture), row.RowKey);
        }
    }

    /// <summary>Whether there are any orders on these days.</summary>
    public async Task<bool> AreAnyAsync(DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        await foreach (var _ in ListAsync(first, last, cancellationToken))
            return true;
        return false;
    }

    /// <inheritdoc/>
    public Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var end = Prefix + Name(DueDays.DayOf(now).AddDays(-DaysKept));
        return RowDeletion.DeleteAllAsync(
            tables.Indexes,
            TableClient.CreateQueryFilter($"PartitionKey ge {Prefix} and PartitionKey lt {end}"),
            cancellationToken);
    }

    private static string Name(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);
}

/// <summary>An order that made a booking on the provider's balance.</summary>
/// <param name="Day">The day of the booking, UTC.</param>
/// <param name="OrderId">The order that booked.</param>
public sealed record Movement(DateOnly Day, string OrderId);
