using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Features.Payouts.Netting;

/// <summary>The orders that may have a debt, by seller. An entry is written before the debt and is only a hint: the order
/// decides.</summary>
public sealed class DebtIndex(ChatPayTables tables) : IOrderIndex
{
    private const string Announced = "Debt";

    private static readonly TimeSpan Settling = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public Task WriteAsync(Order? before, OrderChange change, CancellationToken cancellationToken)
    {
        var (order, debt) = (change.Order, Accounts.Debt(change.Order.SellerId));
        return change.Ledger.SelectMany(t => t.Postings).Any(p => p.Account == debt && p.Amount.MinorUnits > 0)
            ? AnnounceAsync(order.SellerId, order.Id, order.Debt, cancellationToken)
            : Task.CompletedTask;
    }

    /// <summary>Adds the hint, or gives it a new version. A larger debt that was announced before stays: it may just be being written
    /// by another request.</summary>
    /// <param name="sellerId">The seller's id.</param>
    /// <param name="orderId">The order that may owe.</param>
    /// <param name="debt">What the order owes as soon as the debt is written.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ProblemException">503: too many writers at once.</exception>
    public async Task<Announcement> AnnounceAsync(string sellerId, string orderId, Money debt, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Turns.MaxAttempts; attempt++)
        {
            var known = await ChatPayTables.FindAsync(tables.Indexes, Partition(sellerId), orderId, cancellationToken);
            var before = known?.GetInt64(Announced) ?? 0;
            var row = Row(sellerId, orderId, Math.Max(before, debt.MinorUnits));
            try
            {
                var written = known is null
                    ? await tables.Indexes.AddEntityAsync(row, cancellationToken)
                    : await tables.Indexes.UpdateEntityAsync(row, known.ETag, TableUpdateMode.Replace, cancellationToken);
                return new Announcement(sellerId, orderId, before, written.Headers.ETag ?? default);
            }
            catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
            {
                // Another request announces, or a night removes the hint.
            }
        }

        throw Problems.Unavailable("The seller's account");
    }

    /// <summary>Takes an announcement back whose debt will not be written, unless another has followed.</summary>
    public async Task TakeBackAsync(Announcement announced, CancellationToken cancellationToken)
    {
        try
        {
            await tables.Indexes.UpdateEntityAsync(
                Row(announced.SellerId, announced.OrderId, announced.Before),
                announced.Version,
                TableUpdateMode.Replace,
                cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // It counts for an hour at most.
        }
    }

    /// <summary>The hints of a seller.</summary>
    public async Task<IReadOnlyList<Hint>> ListAsync(string sellerId, CancellationToken cancellationToken)
    {
        var hints = new List<Hint>();
        await foreach (var row in ChatPayTables.WithPrefix(tables.Indexes, Partition(sellerId), "", cancellationToken))
            hints.Add(HintOf(sellerId, row));
        return hints;
    }

    /// <summary>The hints of all sellers.</summary>
    public async Task<IReadOnlyList<Hint>> ListAllAsync(CancellationToken cancellationToken)
    {
        var (from, end) = (Partition(""), Partition("~"));
        var hints = new List<Hint>();
        await foreach (var row in tables.Indexes.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {end}"), cancellationToken: cancellationToken))
        {
            hints.Add(HintOf(row.PartitionKey[from.Length..], row));
        }

        return hints;
    }

    /// <summary>Removes a hint, unless it was written again since it was read.</summary>
    public async Task RemoveAsync(Hint hint, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // For a new hint, the debt may just be being written.
        if (now - hint.At < Settling)
            return;

        try
        {
            await tables.Indexes.DeleteEntityAsync(Partition(hint.SellerId), hint.OrderId, hint.Version, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // It is gone already, or there is a new debt.
        }
    }

    /// <param name="SellerId">The seller's id.</param>
    /// <param name="OrderId">The order that may owe.</param>
    /// <param name="Version">The ETag of the hint.</param>
    /// <param name="At">When it was written, UTC.</param>
    /// <param name="Debt">The debt that was about to be written, in minor units; 0 in the hints of an earlier version.</param>
    public sealed record Hint(string SellerId, string OrderId, ETag Version, DateTimeOffset At, long Debt)
    {
        /// <summary>The debt that may just be being written; none in an older hint, whose order has it.</summary>
        public Money AnnouncedAt(DateTimeOffset now, string currency) => new(now - At < Settling ? Debt : 0, currency);
    }

    /// <param name="SellerId">The seller's id.</param>
    /// <param name="OrderId">The order that may owe.</param>
    /// <param name="Before">The debt that was announced before, in minor units.</param>
    /// <param name="Version">The ETag of the hint.</param>
    public sealed record Announcement(string SellerId, string OrderId, long Before, ETag Version);

    private static TableEntity Row(string sellerId, string orderId, long debt) =>
        new(Partition(sellerId), orderId) { [Announced] = debt };

    private static Hint HintOf(string sellerId, TableEntity row) =>
        new(sellerId, row.RowKey, row.ETag, row.Timestamp ?? default, row.GetInt64(Announced) ?? 0);

    private static string Partition(string sellerId) => $"debts-{sellerId}";
}
