using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Reads a batch at the provider and books the outcome of each item. A successful batch is not a paid item: the items
/// decide. Runs after a webhook and in every sweep, until nothing is open; a webhook reports what comes back after that. The sweep
/// then finishes the batch.</summary>
public sealed class SettlePayoutBatch(
    PayoutBatches batches,
    DuePayouts due,
    OrderStore orders,
    PayPalClient payPal,
    PayoutFees fees,
    OperatorAlerts attention,
    TimeProvider time,
    ILogger<SettlePayoutBatch> log)
{
    private const string NoFunds = "INSUFFICIENT_FUNDS";

    /// <summary>Settles a batch that was not read yet; does nothing when there is none.</summary>
    public async Task RunAsync(string batchId, CancellationToken cancellationToken)
    {
        if (await batches.FindAsync(batchId, cancellationToken) is { } read)
            await RunAsync(read, cancellationToken);
    }

    /// <param name="read">The batch as read.</param>
    /// <param name="cancellationToken">Cancels the call; what was settled is settled.</param>
    /// <param name="after">What the run does itself afterwards; null leaves all of it to messages.</param>
    /// <returns>The batch as it stands now.</returns>
    public async Task<StoredPayoutBatch> RunAsync(
        StoredPayoutBatch read, CancellationToken cancellationToken, AfterCommit? after = null)
    {
        if (read is not
            ({ State: PayoutBatchState.Submitted or PayoutBatchState.Settled, ProviderBatchId: { } providerId } batch, var version))
            return read;

        var seen = await payPal.GetPayoutAsync(providerId, cancellationToken);
        if (seen.Header.SenderBatchHeader?.SenderBatchId is { } own && own != batch.Id)
        {
            log.LogError("The provider's batch {ProviderBatchId} is {OtherId}, not payout batch {BatchId}.", providerId, own, batch.Id);
            await attention.RaiseAsync(
                "batch-differs",
                batch.Id,
                $"Payout batch {batch.Id} is kept as PayPal's {providerId}, but PayPal says that this one is {own}.",
                "Look both up at PayPal. Nothing is booked from it, and nothing in it is paid again.",
                null,
                cancellationToken);
            return read;
        }

        var atProvider = seen.Items.Where(i => i.PayoutItem.SenderItemId is not null).ToLookup(i => i.PayoutItem.SenderItemId);
        var settling = await Many.SelectAsync(
            batch.Items.Select(item => (Item: item, Found: atProvider[Payout.Key(item.OrderId, item.Generation)].FirstOrDefault()))
                .Where(i => batch.State != PayoutBatchState.Settled || IsBack(i.Found)),
            i => TryAsync(
                batch,
                i.Item,
                () => SettleAsync(batch, i.Item, i.Found, seen.Header, after, cancellationToken),
                cancellationToken));

        if (batch.State == PayoutBatchState.Settled)
            return read;

        var settled = batch with
        {
            State = settling.All(isDefinite => isDefinite) ? PayoutBatchState.Settled : batch.State,
            ProviderStatus = seen.Header.BatchStatus,
        };
        var learned = settled.State == PayoutBatchState.Settled ? await fees.LearnAsync(batch, seen, cancellationToken) : null;
        if (settled == batch)
            return read;
        return await batches.ReplaceAsync(settled, version, cancellationToken, learned)
            ?? await batches.FindAsync(batch.Id, cancellationToken) ?? read;
    }

    /// <summary>Books that a payout came back whose batch is not known here (<see cref="FoundPayout"/>), if its item says so.</summary>
    public async Task ReturnAsync(string orderId, int g, string itemId, CancellationToken cancellationToken)
    {
        var seen = await payPal.GetPayoutItemAsync(itemId, cancellationToken);
        if (seen.PayoutItem.SenderItemId != Payout.Key(orderId, g) || !IsBack(seen))
            return;
        var fee = seen.PayoutItemFee ?? Money.Zero(seen.PayoutItem.Amount.Currency);
        await orders.ChangeAsync(
            orderId,
            o => Find(o, g)?.ProviderItemId == itemId
                ? PayoutTransitions.Return(o, g, itemId, fee, seen.Errors?.Name ?? seen.TransactionStatus!, time.GetUtcNow())
                : Decision.Nothing,
            cancellationToken);
    }

    private static bool IsBack(PayPalPayoutItem? item) => item?.TransactionStatus is
        PayPalPayoutItemStatus.Returned or PayPalPayoutItemStatus.Refunded or PayPalPayoutItemStatus.Reversed;

    /// <summary>Settles an item; a failure does not keep the others from being settled.</summary>
    private async Task<bool> TryAsync(
        PayoutBatch batch, PayoutBatchItem item, Func<Task<bool>> settleAsync, CancellationToken cancellationToken)
    {
        try
        {
            return await settleAsync();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "Order {OrderId} of payout batch {BatchId} could not be settled.", item.OrderId, batch.Id);
            return false;
        }
    }

    /// <returns>Whether the item has its definite outcome.</returns>
    private async Task<bool> SettleAsync(
        PayoutBatch batch,
        PayoutBatchItem item,
        PayPalPayoutItem? seen,
        PayPalPayoutHeader header,
        AfterCommit? after,
        CancellationToken cancellationToken)
    {
        // A slow reader's state of this batch says nothing about a batch that the payout has been put into since.
        var (transition, isDefinite) = Transition(item, seen, header);
        var decided = await orders.ChangeAsync(
            item.OrderId,
            o => o.Payouts.FirstOrDefault(p => p.Generation == item.Generation)?.BatchId == batch.Id
                ? transition(o)
                : Decision.Nothing,
            after,
            cancellationToken);
        var payout = decided.Order.Payouts.FirstOrDefault(p => p.Generation == item.Generation);
        // The sweep would find it finished; after a crash in between it does.
        if (decided.Changed && payout is { IsToBeSwept: false })
            await due.RemoveAsync(item.OrderId, payout, cancellationToken);
        if (seen?.TransactionStatus == PayPalPayoutItemStatus.Success && payout?.State != PayoutState.Paid)
        {
            log.LogError(
                "The provider has paid {ItemId} in payout batch {BatchId}, but the order says {State} in batch {OtherBatchId}.",
                Payout.Key(item.OrderId, item.Generation), batch.Id, payout?.State, payout?.BatchId);
            await attention.RaiseOnceAsync(
                "paid-otherwise",
                seen.PayoutItemId,
                $"PayPal has paid {item.Amount} as item {seen.PayoutItemId} of payout batch {batch.Id}, but the order says that it is "
                    + $"{payout?.State}.",
                "Compare both: the seller may have been paid twice, or without the order knowing. If it was paid only by this item, book "
                    + $"it (POST /api/v1/orders/{item.OrderId}/payouts/{item.Generation}/paid-at-paypal with 'payPalItemId').",
                item.OrderId,
                happenedAt: null,
                cancellationToken);
        }

        return isDefinite;
    }

    private (Func<Order, Decision> Transition, bool IsDefinite) Transition(
        PayoutBatchItem item,
        PayPalPayoutItem? seen,
        PayPalPayoutHeader header)
    {
        var (g, now) = (item.Generation, time.GetUtcNow());
        var denied = header.BatchStatus is PayPalPayoutStatus.Denied or PayPalPayoutStatus.Cancelled;
        if (seen is null)
        {
            return denied
                ? (o => PayoutTransitions.Fail(o, g, header.Errors?.Name ?? "BATCH_DENIED", retryable: true, now), true)
                : (_ => Decision.Nothing, false);
        }

        var fee = seen.PayoutItemFee ?? Money.Zero(item.Amount.Currency);
        var error = seen.Errors?.Name ?? seen.TransactionStatus ?? header.Errors?.Name ?? "BATCH_DENIED";
        switch (seen.TransactionStatus)
        {
            case PayPalPayoutItemStatus.Success:
                return (o => PayoutTransitions.Pay(o, g, seen.PayoutItemId, fee, now), true);
            case PayPalPayoutItemStatus.Returned or PayPalPayoutItemStatus.Refunded or PayPalPayoutItemStatus.Reversed:
                return (o => PayoutTransitions.Return(o, g, seen.PayoutItemId, fee, error, now), true);
            // For a blocked item nothing shows that its money is back: it is not paid again before that.
            case PayPalPayoutItemStatus.Unclaimed or PayPalPayoutItemStatus.OnHold or PayPalPayoutItemStatus.Blocked:
                return (o => PayoutTransitions.Withhold(o, g, seen.PayoutItemId, fee, error, now), false);
            case PayPalPayoutItemStatus.Failed:
                return (o => Find(o, g)?.State == PayoutState.Withheld
                    ? PayoutTransitions.Return(o, g, seen.PayoutItemId, fee, error, now)
                    : PayoutTransitions.Fail(o, g, error, retryable: denied || error == NoFunds, now, seen.PayoutItemId), true);
            case null or PayPalPayoutItemStatus.Pending when denied:
                return (o => PayoutTransitions.Fail(o, g, error, retryable: true, now, seen.PayoutItemId), true);
            default:
                return (o => PayoutTransitions.Process(o, g, seen.PayoutItemId), false);
        }
    }

    private static Payout? Find(Order order, int g) => order.Payouts.FirstOrDefault(p => p.Generation == g);
}
