using Azure;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments.PayPal;
using ChatPay.Functions.Sellers;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Payouts;

/// <summary>
/// Brings a planned batch to the provider. Each order is put into it under the order's ETag, with the ledger; then the batch is
/// sealed with just the orders that were; then the call is made under the batch's id. A crash after any of these is followed by
/// the same steps again, and the provider refuses a second batch of the same id: nothing is paid twice.
/// </summary>
public sealed class SubmitPayoutBatch(
    PayoutBatches batches, OrderStore orders, SellerStore sellers, PayPalClient payPal, TimeProvider time,
    ILogger<SubmitPayoutBatch> log)
{
    public async Task RunAsync(string batchId, CancellationToken cancellationToken)
    {
        if (await batches.FindAsync(batchId, cancellationToken) is not { } found)
            return;

        var (batch, version) = found;
        if (batch.State == PayoutBatchState.Planned)
            batch = await SealAsync(batch, version, cancellationToken);
        if (batch.State == PayoutBatchState.Sealed)
            await CallAsync(batch.Id, cancellationToken);
    }

    private async Task<PayoutBatch> SealAsync(PayoutBatch batch, ETag version, CancellationToken cancellationToken)
    {
        var taken = new List<PayoutBatchItem>();
        foreach (var item in batch.Items)
        {
            if (await TakeAsync(batch, item, cancellationToken))
                taken.Add(item);
        }

        var isSealed = batch with
        {
            State = taken.Count > 0 ? PayoutBatchState.Sealed : PayoutBatchState.Settled,
            Items = taken,
            LeftOut = [.. batch.Items.Except(taken)],
        };
        return await batches.TryReplaceAsync(isSealed, version, cancellationToken)
            ? isSealed
            : (await batches.FindAsync(batch.Id, cancellationToken))!.Value.Batch;
    }

    /// <summary>Whether the order's payout is in this batch: put there now, or by the run before the crash.</summary>
    private async Task<bool> TakeAsync(PayoutBatch batch, PayoutBatchItem item, CancellationToken cancellationToken)
    {
        var order = (await orders.GetAsync(item.OrderId, cancellationToken)).Order;
        var sellerIsActive = await sellers.IsActiveAsync(order.SellerId, cancellationToken);
        var decided = await orders.ChangeAsync(
            item.OrderId,
            o => o.Net == item.Amount && o.Payouts.FirstOrDefault(p => p.G == item.G)?.Amount == item.Amount
                ? PayoutTransitions.Submit(o, item.G, batch.Id, PayoutTransitions.Blocks(o, sellerIsActive), time.GetUtcNow())
                : Decision.Refuse("amount-changed", "The net has changed since the batch was planned."),
            cancellationToken);
        if (decided.Refusal is { } refusal)
            log.LogInformation("Order {OrderId} is left out of payout batch {BatchId}: {Reason}", item.OrderId, batch.Id, refusal.Code);
        return decided.Refusal is null;
    }

    private async Task CallAsync(string batchId, CancellationToken cancellationToken)
    {
        if (await batches.FindAsync(batchId, cancellationToken) is not ({ State: PayoutBatchState.Sealed } batch, var version))
            return;

        string? providerBatchId;
        try
        {
            var header = await payPal.CreatePayoutAsync(RequestOf(batch), batch.Id, cancellationToken);
            providerBatchId = header.PayoutBatchId;
        }
        catch (PayPalRefusedException e) when (e.OriginalPayoutBatchId is not null)
        {
            // The call before a crash had arrived: its batch is adopted.
            providerBatchId = e.OriginalPayoutBatchId;
        }
        catch (PayPalRefusedException e)
        {
            log.LogError(e, "PayPal refused payout batch {BatchId}.", batch.Id);
            foreach (var item in batch.Items)
                await orders.ChangeAsync(item.OrderId, o => PayoutTransitions.Fail(o, item.G, e.Name, retryable: true, time.GetUtcNow()), cancellationToken);
            await batches.TryReplaceAsync(batch with { State = PayoutBatchState.Refused, Failure = e.Name }, version, cancellationToken);
            return;
        }
        catch (Exception e) when (e is PayPalUnknownOutcomeException or PayPalUnavailableException)
        {
            // The batch stays sealed: the next sweep makes the same call with the same id and the same items.
            log.LogWarning(e, "Payout batch {BatchId} has no answer yet.", batch.Id);
            return;
        }

        await batches.TryReplaceAsync(batch with { State = PayoutBatchState.Submitted, ProviderBatchId = providerBatchId }, version, cancellationToken);
    }

    private static PayPalPayoutRequest RequestOf(PayoutBatch batch) => new(
        new PayPalPayoutSender(batch.Id, "PAYPAL_ID", "You have been paid for a sale"),
        [.. batch.Items.Select(i => new PayPalPayoutReceiver(i.Receiver, i.Amount, Payout.Key(i.OrderId, i.G)))]);
}
