using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Netting;

/// <summary>Takes what a seller owes from a payout before it is planned, the oldest sale first, and takes up what a crash has
/// left.</summary>
public sealed class NetDebts(OrderStore orders, DebtIndex debts, TimeProvider time)
{
    /// <returns>The order as it stands then.</returns>
    /// <param name="pays">An order whose payout waits.</param>
    /// <param name="known">The seller's hints, read once a sweep.</param>
    /// <param name="cancellationToken">Cancels the call; the next sweep goes on.</param>
    public async Task<Order> RunAsync(
        Order pays, Dictionary<string, IReadOnlyList<DebtIndex.Hint>> known, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(pays.SellerId, out var hints))
            known[pays.SellerId] = hints = await debts.ListAsync(pays.SellerId, cancellationToken);

        foreach (var (hint, owes) in await OldestFirstAsync(hints, cancellationToken))
        {
            // What is only set aside, for a refund that may still fail, is owed all the same: the hint stays until nothing is.
            if (owes is { Debt.MinorUnits: 0, PendingTransfer: null })
                await debts.RemoveAsync(hint, time.GetUtcNow(), cancellationToken);
            else if (owes.Terms.Currency != pays.Terms.Currency)
                continue;
            else if (owes.Id == pays.Id)
                pays = (await orders.ChangeAsync(pays.Id, o => NettingTransitions.PayOwn(o, time.GetUtcNow()), cancellationToken)).Order;
            else
                pays = await NetAsync(pays, owes, cancellationToken);
        }

        return pays;
    }

    private async Task<Order> NetAsync(Order pays, Order owes, CancellationToken cancellationToken)
    {
        // What was begun before, with this order or another, comes first.
        if (owes.PendingTransfer is not null)
            owes = await FinishAsync(owes, cancellationToken);
        pays = (await orders.GetAsync(pays.Id, cancellationToken)).Order;
        if (pays.CurrentPayout is not { IsPayable: true } payout || NettingTransitions.IsFull(pays))
            return pays;

        var reserved = await orders.ChangeAsync(
            owes.Id, o => NettingTransitions.Reserve(o, pays.Id, payout.Amount, time.GetUtcNow()), cancellationToken);
        owes = reserved.Order;
        if (owes.PendingTransfer is null)
            return pays;
        await FinishAsync(owes, cancellationToken);
        return (await orders.GetAsync(pays.Id, cancellationToken)).Order;
    }

    private async Task<Order> FinishAsync(Order owes, CancellationToken cancellationToken)
    {
        var transfer = owes.PendingTransfer!;
        var paying = await orders.ChangeAsync(
            transfer.OtherOrderId, o => NettingTransitions.Pay(o, owes.Id, transfer, time.GetUtcNow()), cancellationToken);
        var isPaid = paying.Order.Transfers.First(t => t.Id == transfer.Id && t.Side == TransferSide.Pays).State == TransferState.Done;
        var followed = await orders.ChangeAsync(
            owes.Id, o => NettingTransitions.Follow(o, transfer.Id, isPaid, time.GetUtcNow()), cancellationToken);
        return followed.Order;
    }

    private async Task<IReadOnlyList<(DebtIndex.Hint Hint, Order Owes)>> OldestFirstAsync(
        IReadOnlyList<DebtIndex.Hint> hints, CancellationToken cancellationToken)
    {
        var found = new List<(DebtIndex.Hint Hint, Order Owes)>();
        foreach (var hint in hints)
        {
            if (await orders.FindAsync(hint.OrderId, cancellationToken) is { } stored)
                found.Add((hint, stored.Order));
        }

        return [.. found.OrderBy(f => f.Owes.SentAt)];
    }
}
