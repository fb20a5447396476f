using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Features.Statements;

/// <summary>Reads a seller's orders and their ledgers, so many at a time.</summary>
public sealed class StatementReader(SellerOrderIndex hints, OrderStore orders, OrderTerms terms, TimeProvider time)
{
    /// <summary>The most orders that one answer is made of.</summary>
    public const int MaxOrders = 5_000;

    private const int AtOnce = 16;

    /// <summary>The sum of what is open. Costs a read for each open order.</summary>
    public async Task<SellerBalance> BalanceAsync(string sellerId, CancellationToken cancellationToken)
    {
        var open = new List<Order>();
        foreach (var some in (await hints.OpenAsync(sellerId, cancellationToken)).Chunk(AtOnce))
        {
            var found = await Task.WhenAll(
                some.Select(async hint => (Hint: hint, (await orders.FindAsync(hint.RowKey, cancellationToken))?.Order)));
            foreach (var (hint, order) in found)
            {
                if (order is { IsUnsettled: true })
                    open.Add(order);
                else
                    await hints.RemoveAsync(hint, cancellationToken);
            }
        }

        return SellerBalance.Of(open, terms.Currency);
    }

    /// <summary>What was booked from a time to another. Costs a read of the ledger for each order that booked something since.</summary>
    /// <exception cref="ProblemException">422: these are more orders than one answer holds.</exception>
    public async Task<Statement> StatementAsync(
        string sellerId,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken)
    {
        var balance = await BalanceAsync(sellerId, cancellationToken);
        var now = balance.Held + balance.Payable + balance.Reserved - balance.Debt;
        var since = new List<StatementLine>();
        foreach (var some in (await IdsAsync(sellerId, from, cancellationToken)).Chunk(AtOnce))
        {
            var ledgers = await Task.WhenAll(some.Select(async id => (Id: id, Ledger: await orders.LedgerAsync(id, cancellationToken))));
            since.AddRange(ledgers.SelectMany(l => l.Ledger.Where(t => t.At >= from).Select(t => LineOf(sellerId, l.Id, t))));
        }

        return Statement.Of(from, to, now, [.. since.Where(l => l.Amount.MinorUnits != 0)]);
    }

    /// <summary>The orders that booked something from this time until now.</summary>
    /// <exception cref="ProblemException">422: these are too many for one answer.</exception>
    public async Task<IReadOnlyList<Order>> OrdersSinceAsync(string sellerId, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var found = new List<Order>();
        foreach (var some in (await IdsAsync(sellerId, from, cancellationToken)).Chunk(AtOnce))
            found.AddRange(
                (await Task.WhenAll(some.Select(id => orders.FindAsync(id, cancellationToken)))).OfType<StoredOrder>().Select(s => s.Order)
            );
        return found;
    }

    /// <summary>The month, UTC, in which something was last booked for the seller, not before the one of this time; null when nothing was.
    /// Costs a read for each month.</summary>
    public Task<DateTimeOffset?> LastBookedAsync(string sellerId, DateTimeOffset from, CancellationToken cancellationToken) =>
        hints.LastMonthAsync(sellerId, from, cancellationToken);

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    private async Task<IReadOnlyList<string>> IdsAsync(string sellerId, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var ids = await hints.SinceAsync(sellerId, from, cancellationToken);
        return ids.Count <= MaxOrders
            ? ids
            : throw Problems.Refused(
                "period-too-large",
                $"{ids.Count} orders booked something since then, and an answer holds {MaxOrders}: begin later.",
                "from");
    }

    private StatementLine LineOf(string sellerId, string orderId, LedgerTransaction transaction) =>
        new(transaction.At, orderId, transaction.Id, transaction.What, SellerAccounts.Change(transaction, sellerId, terms.Currency));
}
