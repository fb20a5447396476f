using System.Net;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Correction;

/// <summary>Asks the provider about a payout that is to be paid again, or in another way. Only the provider's own state, for the
/// item that the payout was last put into, proves that it was not paid; that no item is known here proves nothing.</summary>
public sealed class ConfirmNotPaid(PayoutBatches batches, PayPalClient payPal, SettlePayoutBatch settle)
{
    /// <exception cref="ProblemException">409: the provider has paid it, may still, or cannot know; 503: the provider cannot be
    /// reached.</exception>
    public async Task ConfirmAsync(Order order, Payout payout, CancellationToken cancellationToken)
    {
        // One that was booked by its item alone, and came back since.
        if (payout is { BatchId: null, ProviderItemId: { } only })
        {
            if (!await IsBackAsync(order, payout, only, cancellationToken))
                throw Unknown(order, payout, $"PayPal's item {only} has not come back");
            return;
        }

        if (payout.BatchId is not { } batchId || await batches.FindAsync(batchId, cancellationToken) is not { Batch: var batch } stored)
            throw Unknown(order, payout, "its batch is not known here");

        // The provider refused the batch for this item, before creating anything.
        if (batch.State == PayoutBatchState.Refused && batch.Rejected.Any(r => (r.OrderId, r.Generation) == (order.Id, payout.Generation)))
            return;
        if (batch.ProviderBatchId is not { } providerBatchId)
            throw Unknown(order, payout, $"PayPal has not answered about batch {batch.Id}");

        var seen = await FindAsync(order, payout, providerBatchId, cancellationToken);
        if (seen.Item?.TransactionStatus
                is PayPalPayoutItemStatus.Failed
                    or PayPalPayoutItemStatus.Returned
                    or PayPalPayoutItemStatus.Refunded
                    or PayPalPayoutItemStatus.Reversed
            || (seen.IsDenied && seen.Item?.TransactionStatus is null or PayPalPayoutItemStatus.Pending))
        {
            return;
        }

        await settle.RunAsync(stored, cancellationToken);
        throw Problems.Conflict(
            "payout-not-failed",
            $"PayPal says {seen.Item?.TransactionStatus ?? "nothing of the item"}: it is paid again only when PayPal says that it was "
                + "not paid.",
            OrderStatuses.ForSeller(order));
    }

    private async Task<(PayPalPayoutItem? Item, bool IsDenied)> FindAsync(
        Order order,
        Payout payout,
        string providerBatchId,
        CancellationToken cancellationToken)
    {
        try
        {
            // Orders from earlier versions may hold the item of a previous batch.
            if (payout.ProviderItemId is { } itemId
                && await payPal.GetPayoutItemAsync(itemId, cancellationToken) is var item
                && item.PayoutBatchId == providerBatchId)
                return (item, false);

            var batch = await payPal.GetPayoutAsync(providerBatchId, cancellationToken);
            return (
                batch.Items.FirstOrDefault(i => i.PayoutItem.SenderItemId == Payout.Key(order.Id, payout.Generation)),
                batch.Header.BatchStatus is PayPalPayoutStatus.Denied or PayPalPayoutStatus.Cancelled);
        }
        catch (PayPalRefusedException e) when (e.Status == HttpStatusCode.NotFound)
        {
            throw Unknown(order, payout, "PayPal does not find it");
        }
        catch (Exception e) when (e is PayPalUnavailableException or PayPalUnknownOutcomeException)
        {
            throw Problems.Unavailable("PayPal");
        }
    }

    private async Task<bool> IsBackAsync(Order order, Payout payout, string itemId, CancellationToken cancellationToken)
    {
        try
        {
            var item = await payPal.GetPayoutItemAsync(itemId, cancellationToken);
            return item.PayoutItem.SenderItemId == Payout.Key(order.Id, payout.Generation)
                && item.TransactionStatus
                    is PayPalPayoutItemStatus.Returned or PayPalPayoutItemStatus.Refunded or PayPalPayoutItemStatus.Reversed;
        }
        catch (PayPalRefusedException)
        {
            return false;
        }
        catch (Exception e) when (e is PayPalUnavailableException or PayPalUnknownOutcomeException)
        {
            throw Problems.Unavailable("PayPal");
        }
    }

    private static ProblemException Unknown(Order order, Payout payout, string why) =>
        Problems.Conflict(
            "payout-unconfirmed",
            $"Nobody can say that payout {payout.Generation} was not paid: {why}. Look it up in PayPal's dashboard first.",
            OrderStatuses.ForSeller(order));
}
