using Azure;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments.PayPal;
using ChatPay.Functions.Sellers;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Payouts;

/// <summary>
/// Brings a planned batch to the provider. Each order is put into it under the order's ETag, with the ledger; then the batch is
/// sealed with just the orders that were; then the call is made under the batch's id. A crash after any of these is followed by
/// the same steps again, and the provider refuses a second batch of the same id. A refused batch is written off before its items
/// are due again, and no second call is made while one may be on its way: nothing is paid twice.
/// </summary>
public sealed class SubmitPayoutBatch(
    PayoutBatches batches, OrderStore orders, SellerStore sellers, PayPalClient payPal, TimeProvider time,
    ILogger<SubmitPayoutBatch> log)
{
    // Longer than all attempts of one call take (PayPalTransport).
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(10);

    public async Task RunAsync(string batchId, CancellationToken cancellationToken)
    {
        if (await batches.FindAsync(batchId, cancellationToken) is not { } found)
            return;

        var (batch, version) = found;
        if (batch.State == PayoutBatchState.Planned)
            batch = await SealAsync(batch, version, cancellationToken);
        if (batch.State == PayoutBatchState.Sealed)
            batch = await CallAsync(batch.Id, cancellationToken);
        if (batch.State == PayoutBatchState.Refused)
            await WriteOffAsync(batch, cancellationToken);
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
        if (await batches.TryReplaceAsync(isSealed, version, cancellationToken))
            return isSealed;

        // Another run has sealed it. What only this one has put in is not in what the provider gets.
        var theirs = (await batches.FindAsync(batch.Id, cancellationToken))!.Value.Batch;
        foreach (var item in taken.Except(theirs.Items))
            await LeaveAsync(batch.Id, item, "LEFT_OUT_OF_BATCH", cancellationToken);
        return theirs;
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

    private async Task<PayoutBatch> CallAsync(string batchId, CancellationToken cancellationToken)
    {
        var (batch, version) = (await batches.FindAsync(batchId, cancellationToken))!.Value;
        if (batch.State != PayoutBatchState.Sealed || batch.CalledUntil > time.GetUtcNow()
            || !await batches.TryReplaceAsync(batch with { CalledUntil = time.GetUtcNow() + LongestCall }, version, cancellationToken))
            return batch;

        (batch, version) = (await batches.FindAsync(batchId, cancellationToken))!.Value;
        var answered = await AnswerAsync(batch, cancellationToken);
        return await batches.TryReplaceAsync(answered, version, cancellationToken) ? answered : batch;
    }

    /// <summary>The batch after the provider's answer.</summary>
    private async Task<PayoutBatch> AnswerAsync(PayoutBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            var header = await payPal.CreatePayoutAsync(RequestOf(batch), batch.Id, cancellationToken);
            return batch with { State = PayoutBatchState.Submitted, ProviderBatchId = header.PayoutBatchId };
        }
        catch (PayPalRefusedException e) when (e.OriginalPayoutBatchId is not null)
        {
            // The call before a crash had arrived: its batch is adopted.
            return batch with { State = PayoutBatchState.Submitted, ProviderBatchId = e.OriginalPayoutBatchId };
        }
        catch (PayPalRefusedException e)
        {
            log.LogError(e, "PayPal refused payout batch {BatchId}.", batch.Id);
            return batch with { State = PayoutBatchState.Refused, Failure = e.Name };
        }
        catch (PayPalUnknownOutcomeException e)
        {
            // The batch stays sealed: a later sweep makes the same call with the same id and the same items.
            log.LogWarning(e, "Payout batch {BatchId} has no answer yet.", batch.Id);
            return batch;
        }
        catch (PayPalUnavailableException e)
        {
            log.LogWarning(e, "Payout batch {BatchId} was not taken.", batch.Id);
            return batch with { CalledUntil = null };
        }
    }

    /// <summary>Every item of a refused batch is due again; then the batch is off the list. Repeated after a crash.</summary>
    private async Task WriteOffAsync(PayoutBatch batch, CancellationToken cancellationToken)
    {
        foreach (var item in batch.Items.Concat(batch.LeftOut))
            await LeaveAsync(batch.Id, item, batch.Failure ?? "BATCH_REFUSED", cancellationToken);
        await batches.CloseAsync(batch.Id, cancellationToken);
    }

    private Task LeaveAsync(string batchId, PayoutBatchItem item, string error, CancellationToken cancellationToken) =>
        orders.ChangeAsync(item.OrderId, o => PayoutTransitions.LeaveBatch(o, item.G, batchId, error, time.GetUtcNow()), cancellationToken);

    private static PayPalPayoutRequest RequestOf(PayoutBatch batch) => new(
        new PayPalPayoutSender(batch.Id, "PAYPAL_ID", "You have been paid for a sale"),
        [.. batch.Items.Select(i => new PayPalPayoutReceiver(i.Receiver, i.Amount, Payout.Key(i.OrderId, i.G)))]);
}
