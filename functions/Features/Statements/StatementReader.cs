using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Features.Statements;

/// <summary>Reads a seller's orders and their ledgers, with limited concurrency.</summary>
public sealed class StatementReader(SellerOrderIndex hints, OrderStore orders, TimeProvider time)
{
    /// <summary>The most orders in one response.</summary>
    public const int MaxOrders = 5_000;

    /// <summary>The sum of what is open in one currency. Costs a read for each open order.</summary>
    public async Task<SellerBalance> BalanceAsync(string sellerId, string currency, CancellationToken cancellationToken)
    {
        var open = await OpenAsync(sellerId, cancellationToken);
        return SellerBalance.Of([.. open.Where(order => order.Terms.Currency == currency)], currency);
    }

    /// <summary>The orders that hold or owe money, are being paid or are disputed, in every currency. Costs a read for each.</summary>
    public async Task<IReadOnlyList<Order>> OpenAsync(string sellerId, CancellationToken cancellationToken)
    {
        var found = await Many.SelectAsync(
            await hints.OpenAsync(sellerId, cancellationToken),
            async hint => (Hint: hint, (await orders.FindAsync(hint.RowKey, cancellationToken))?.Order));
        await Many.ForEachAsync(
            found.Where(f => f.Order is not { IsUnsettled: true }), f => hints.RemoveAsync(f.Hint, cancellationToken));
        return [.. found.Select(f => f.Order).OfType<Order>().Where(order => order.IsUnsettled)];
    }

    /// <summary>What was booked in a period, in one currency. Costs a read of the ledger for each order that booked something since its
    /// beginning.</summary>
    /// <exception cref="ProblemException">422: more orders than one response holds.</exception>
    public async Task<Statement> StatementAsync(
        string sellerId, string currency, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        // First, so that a refusal costs only a few queries.
        var ids = await IdsAsync(sellerId, from, time.GetUtcNow(), cancellationToken);
        var balance = await BalanceAsync(sellerId, currency, cancellationToken);
        var now = balance.Held + balance.Payable + balance.Reserved - balance.Debt;
        var ledgers = await Many.SelectAsync(
            ids, async id => (Id: id, Ledger: await orders.LedgerAsync(id, cancellationToken)));
        var since = ledgers.SelectMany(l => l.Ledger.Where(t => t.At >= from).Select(t => LineOf(sellerId, l.Id, t, currency)));
        return Statement.Of(from, to, now, [.. since.Where(l => l.Amount.MinorUnits != 0)]);
    }

    /// <summary>The orders that booked something from this time until now.</summary>
    /// <exception cref="ProblemException">422: more orders than one response holds.</exception>
    public Task<IReadOnlyList<Order>> OrdersSinceAsync(string sellerId, DateTimeOffset from, CancellationToken cancellationToken) =>
        OrdersBetweenAsync(sellerId, from, time.GetUtcNow(), cancellationToken);

    /// <summary>The orders that booked something from this time until the end of another's month.</summary>
    /// <exception cref="ProblemException">422: more orders than one response holds.</exception>
    public async Task<IReadOnlyList<Order>> OrdersBetweenAsync(
        string sellerId, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var found = await Many.SelectAsync(
            await IdsAsync(sellerId, from, until, cancellationToken), id => orders.FindAsync(id, cancellationToken));
        return [.. found.OfType<StoredOrder>().Select(s => s.Order)];
    }

    /// <summary>The month, UTC, in which something was last booked for the seller, not before the month of this time; null when
    /// nothing was. Costs a read for each month.</summary>
    public Task<DateTimeOffset?> LastBookedAsync(string sellerId, DateTimeOffset from, CancellationToken cancellationToken) =>
        hints.LastMonthAsync(sellerId, from, cancellationToken);

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    // One more than the limit is enough to know that there are too many.
    private async Task<IReadOnlyList<string>> IdsAsync(
        string sellerId, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var ids = await hints.BetweenAsync(sellerId, from, until, MaxOrders + 1, cancellationToken);
        return ids.Count <= MaxOrders
            ? ids
            : throw Problems.Refused(
                "period-too-large",
                $"More than {MaxOrders} orders booked something since then, and an answer holds no more: begin later.",
                "from");
    }

    private static StatementLine LineOf(string sellerId, string orderId, LedgerTransaction transaction, string currency) =>
        new(transaction.At, orderId, transaction.Id, transaction.What, SellerAccounts.Change(transaction, sellerId, currency));
}
