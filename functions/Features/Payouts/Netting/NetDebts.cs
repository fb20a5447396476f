using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Netting;

/// <summary>Nets a seller's debts from a payout before it is planned, the oldest sale first, and resumes what a crash has
/// left.</summary>
public sealed class NetDebts(OrderStore orders, DebtIndex debts, TimeProvider time)
{
    /// <returns>The order afterwards.</returns>
    /// <param name="pays">An order whose payout waits.</param>
    /// <param name="known">The orders that owe, by seller: read once per sweep, and removed when they owe nothing more. So a sweep
    /// reads each once, however many payouts it processes.</param>
    /// <param name="cancellationToken">Cancels the call; the next sweep continues.</param>
    public async Task<Order> RunAsync(Order pays, Dictionary<string, List<OwingOrder>> known, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(pays.SellerId, out var owing))
            known[pays.SellerId] = owing = await OldestFirstAsync(pays.SellerId, cancellationToken);

        for (var i = 0; i < owing.Count;)
        {
            var (hint, owes) = owing[i];
            // What is set aside, for a refund that may still fail, is still owed: the hint stays until nothing is.
            if (owes is { Debt.MinorUnits: 0, PendingTransfer: null })
            {
                await debts.RemoveAsync(hint, time.GetUtcNow(), cancellationToken);
                owing.RemoveAt(i);
                continue;
            }

            if (owes.Terms.Currency == pays.Terms.Currency)
            {
                if (owes.Id == pays.Id)
                    pays = owes = await PayOwnAsync(pays, cancellationToken);
                else if (owes.PendingTransfer is not null || (owes.OpenDebt.MinorUnits > 0 && CanGive(pays)))
                    (pays, owes) = await NetAsync(pays, owes, cancellationToken);
                owing[i] = new OwingOrder(hint, owes);
            }

            i++;
        }

        return pays;
    }

    private static bool CanGive(Order pays) =>
        pays.CurrentPayout is { IsPayable: true, Amount.MinorUnits: > 0 } && !NettingTransitions.IsFull(pays);

    private async Task<Order> PayOwnAsync(Order pays, CancellationToken cancellationToken) =>
        (await orders.ChangeAsync(pays.Id, o => NettingTransitions.PayOwn(o, time.GetUtcNow()), cancellationToken)).Order;

    /// <returns>Both orders afterwards.</returns>
    private async Task<(Order Pays, Order Owes)> NetAsync(Order pays, Order owes, CancellationToken cancellationToken)
    {
        // What was begun before, with this order or another, comes first.
        owes = await FinishAsync(owes, cancellationToken);
        pays = (await orders.GetAsync(pays.Id, cancellationToken)).Order;
        if (!CanGive(pays))
            return (pays, owes);

        var payable = pays.CurrentPayout!.Amount;
        var reserved = await orders.ChangeAsync(
            owes.Id, o => NettingTransitions.Reserve(o, pays.Id, payable, time.GetUtcNow()), cancellationToken);
        if (reserved.Order.PendingTransfer is null)
            return (pays, reserved.Order);
        owes = await FinishAsync(reserved.Order, cancellationToken);
        return ((await orders.GetAsync(pays.Id, cancellationToken)).Order, owes);
    }

    /// <summary>Finishes the pending transfer of an order that owes, whatever a crash has left of it.</summary>
    /// <returns>The order afterwards; the same when nothing is pending.</returns>
    public async Task<Order> FinishAsync(Order owes, CancellationToken cancellationToken)
    {
        if (owes.PendingTransfer is not { } transfer)
            return owes;
        var paying = await orders.ChangeAsync(
            transfer.OtherOrderId, o => NettingTransitions.Pay(o, owes.Id, transfer, time.GetUtcNow()), cancellationToken);
        var isPaid = paying.Order.Transfers.First(t => t.Id == transfer.Id && t.Side == TransferSide.Pays).State == TransferState.Done;
        var followed = await orders.ChangeAsync(
            owes.Id, o => NettingTransitions.Follow(o, transfer.Id, isPaid, time.GetUtcNow()), cancellationToken);
        return followed.Order;
    }

    private async Task<List<OwingOrder>> OldestFirstAsync(string sellerId, CancellationToken cancellationToken)
    {
        var found = await Many.SelectAsync(
            await debts.ListAsync(sellerId, cancellationToken),
            async hint => (Hint: hint, Owes: (await orders.FindAsync(hint.OrderId, cancellationToken))?.Order));
        return [.. found.Where(f => f.Owes is not null).Select(f => new OwingOrder(f.Hint, f.Owes!)).OrderBy(f => f.Owes.SentAt)];
    }
}

/// <summary>An order that may owe.</summary>
/// <param name="Hint">The hint that names it.</param>
/// <param name="Owes">The order as it was read, or changed here.</param>
public sealed record OwingOrder(DebtIndex.Hint Hint, Order Owes);
