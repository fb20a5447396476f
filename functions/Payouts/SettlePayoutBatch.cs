using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments.PayPal;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Payouts;

/// <summary>Reads a submitted batch at the provider and books what became of each item. A successful batch is not a paid item:
/// the items decide. Runs after a webhook and at every sweep, until nothing is open.</summary>
public sealed class SettlePayoutBatch(PayoutBatches batches, OrderStore orders, PayPalClient payPal, TimeProvider time)
{
    public async Task RunAsync(string batchId, CancellationToken cancellationToken)
    {
        if (await batches.FindAsync(batchId, cancellationToken) is not ({ State: PayoutBatchState.Submitted, ProviderBatchId: { } providerId } batch, var version))
            return;

        var seen = await payPal.GetPayoutAsync(providerId, cancellationToken);
        var denied = seen.Header.BatchStatus is PayPalPayoutStatus.Denied or PayPalPayoutStatus.Cancelled;
        var open = 0;
        foreach (var item in batch.Items)
        {
            var atProvider = seen.Items.FirstOrDefault(i => i.PayoutItem.SenderItemId == Payout.Key(item.OrderId, item.G));
            if (!await SettleAsync(item, atProvider, denied, seen.Header.Errors?.Name, cancellationToken))
                open++;
        }

        foreach (var item in batch.LeftOut)
            await ReleaseAgainAsync(batch.Id, item, cancellationToken);
        if (open == 0)
            await batches.TryReplaceAsync(batch with { State = PayoutBatchState.Settled }, version, cancellationToken);
    }

    /// <returns>Whether the item has its definite outcome.</returns>
    private async Task<bool> SettleAsync(
        PayoutBatchItem item, PayPalPayoutItem? seen, bool denied, string? batchError, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Func<Order, Decision>? transition = seen?.TransactionStatus switch
        {
            PayPalPayoutItemStatus.Success =>
                o => PayoutTransitions.Pay(o, item.G, seen.PayoutItemId, seen.PayoutItemFee ?? Money.Zero(item.Amount.Currency), now),
            PayPalPayoutItemStatus.Failed or PayPalPayoutItemStatus.Returned or PayPalPayoutItemStatus.Blocked
                or PayPalPayoutItemStatus.Refunded or PayPalPayoutItemStatus.Reversed =>
                o => PayoutTransitions.Fail(o, item.G, seen.Errors?.Name ?? seen.TransactionStatus, retryable: false, now),
            null when denied => o => PayoutTransitions.Fail(o, item.G, batchError ?? "BATCH_DENIED", retryable: true, now),
            _ => null,
        };
        var decided = await orders.ChangeAsync(
            item.OrderId,
            transition ?? (o => seen is null ? Decision.Nothing : PayoutTransitions.Process(o, item.G, seen.PayoutItemId)),
            cancellationToken);
        return transition is not null && decided.Refusal is null;
    }

    /// <summary>An order that another run put into the batch after it had been sealed: the provider never saw it.</summary>
    private Task ReleaseAgainAsync(string batchId, PayoutBatchItem item, CancellationToken cancellationToken) => orders.ChangeAsync(
        item.OrderId, o => PayoutTransitions.LeaveBatch(o, item.G, batchId, "LEFT_OUT_OF_BATCH", time.GetUtcNow()), cancellationToken);
}
