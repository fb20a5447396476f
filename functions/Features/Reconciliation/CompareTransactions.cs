using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Features.Payouts.Correction;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Reconciliation;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Reconciliation;

/// <summary>Compares the provider's payments, refunds, reversals, payouts and returned payouts with our orders.</summary>
public sealed class CompareTransactions(
    OrderStore orders,
    PayPalClient payPal,
    SettlePayment payments,
    AdoptRefunds adoption,
    SettlePayoutBatch payouts,
    OperatorAlerts attention,
    ILogger<CompareTransactions> log)
{
    // The provider lists by the time at which something was made; its clock need not be exact.
    private static readonly TimeSpan Around = TimeSpan.FromDays(1);

    /// <param name="listed">The provider's list.</param>
    /// <param name="night">What failed before is compared, too.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether all of them were compared, or will be tried again by themselves.</returns>
    public async Task<bool> RunAsync(
        IReadOnlyList<PayPalTransactionInfo> listed, ComparedNight night, CancellationToken cancellationToken)
    {
        var there = listed.Select(t => t.TransactionId).ToHashSet(StringComparer.Ordinal);
        var earlier = night.Of(UncomparedKind.Transaction).Where(entry => !there.Contains(entry.Id)).ToList();
        var found = await Many.SelectAsync(earlier, entry => TryFindAsync(entry, cancellationToken));
        // The transactions of one order are processed one after another.
        var compared = await Many.SelectAsync(
            listed.Concat(found.SelectMany(infos => infos ?? [])).Where(t => t.HasGoneThrough)
                .GroupBy(t => OrderOf(t) ?? t.TransactionId),
            async ofOrder =>
            {
                var failed = new List<PayPalTransactionInfo>();
                foreach (var transaction in ofOrder)
                {
                    if (!await TryCompareAsync(transaction, cancellationToken))
                        failed.Add(transaction);
                }

                return failed;
            });
        var failed = compared.SelectMany(some => some).Select(t => t.TransactionInitiationDate is { } at
            ? (t.TransactionId, at - Around, at + Around)
            : (t.TransactionId, night.Begin - Around, night.Now));
        var away = earlier.Where((_, i) => found[i] is null).Select(entry => (entry.Id, entry.From, entry.To));
        return await night.EndAsync(UncomparedKind.Transaction, failed.Concat(away), cancellationToken);
    }

    // Null for what is not found: it is looked for again.
    private async Task<IReadOnlyList<PayPalTransactionInfo>?> TryFindAsync(UncomparedEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            if (await payPal.FindTransactionsAsync(entry.Id, entry.From, entry.To, cancellationToken) is { Count: > 0 } found)
                return found;
            log.LogError("Transaction {Id} could not be reconciled: PayPal does not list it any more.", entry.Id);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "Transaction {Id} could not be reconciled; the next night tries again.", entry.Id);
        }

        return null;
    }

    private async Task<bool> TryCompareAsync(PayPalTransactionInfo transaction, CancellationToken cancellationToken)
    {
        try
        {
            if (transaction.IsPayout)
                await ComparePayoutAsync(transaction, cancellationToken);
            else if (transaction.IsReturnedPayout)
                await CompareReturnAsync(transaction, cancellationToken);
            else if (transaction.IsReversal)
                await CompareReversalAsync(transaction, cancellationToken);
            else if (transaction.IsPayment || transaction.IsRefund)
                await CompareAsync(transaction, cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "Transaction {Id} could not be reconciled; the next night tries again.", transaction.TransactionId);
            return false;
        }
    }

    private static string? OrderOf(PayPalTransactionInfo transaction) =>
        Checkout.OrderOfInvoice(transaction.InvoiceId)
        ?? Checkout.Parse(transaction.CustomField)?.OrderId
        ?? Payout.Parse(transaction.CustomField)?.OrderId;

    private async Task CompareAsync(PayPalTransactionInfo transaction, CancellationToken cancellationToken)
    {
        // An invoice id in another format belongs to another application on the same account.
        if (Checkout.OrderOfInvoice(transaction.InvoiceId) is not { } orderId)
            return;

        if (await orders.FindAsync(orderId, cancellationToken) is not { } stored)
        {
            await RaiseAsync("transaction-without-order", transaction, "names an order that is not here", orderId, cancellationToken);
            return;
        }

        if (IsBooked(stored.Order, transaction))
            return;

        // Its event was missed: handle it as the event would have been.
        await payments.SettleAsync(orderId, Checkout.Parse(transaction.CustomField)?.Number, cancellationToken);
        await adoption.RunAsync(orderId, cancellationToken);
        if (!IsBooked((await orders.GetAsync(orderId, cancellationToken)).Order, transaction))
            await RaiseAsync("transaction-differs", transaction, "is not what the order says", orderId, cancellationToken);
    }

    /// <summary>A reversal by PayPal itself, without a dispute that accounts for it.</summary>
    private async Task CompareReversalAsync(PayPalTransactionInfo transaction, CancellationToken cancellationToken)
    {
        // It may name only the capture.
        var orderId = Checkout.OrderOfInvoice(transaction.InvoiceId)
            ?? Checkout.Parse(transaction.CustomField)?.OrderId
            ?? (
                transaction is { InvoiceId: null, PaypalReferenceId: { } captureId }
                    ? await adoption.FindOrderAsync(captureId, cancellationToken)
                    : null);
        if (orderId is null)
            return;
        if (await orders.FindAsync(orderId, cancellationToken) is null)
        {
            await RaiseAsync("transaction-without-order", transaction, "names an order that is not here", orderId, cancellationToken);
            return;
        }

        var settled = await payments.SettleAsync(orderId, null, cancellationToken);
        if (await adoption.IsOfSecondChargeAsync(
            settled.Order,
            transaction.PaypalReferenceId,
            transaction.CustomField,
            transaction.TransactionId,
            cancellationToken))
            return;
        await adoption.ReverseAsync(
            orderId,
            transaction.TransactionId,
            -transaction.TransactionAmount!.Value,
            transaction.TransactionInitiationDate,
            cancellationToken);
    }

    /// <summary>A payout that the order has never sent: the tables were restored to an earlier state, and it would be sent again.</summary>
    private async Task ComparePayoutAsync(PayPalTransactionInfo transaction, CancellationToken cancellationToken)
    {
        if (Payout.Parse(transaction.CustomField) is not var (orderId, g)
            || await orders.FindAsync(orderId, cancellationToken) is not { Order: var order }
            || Find(order, g) is { SubmittedAt: not null } or { BatchId: not null } or { ProviderItemId: not null })
            return;

        var key = Payout.Key(orderId, g);
        await adoption.BlockOnceAsync(
            orderId, BookPaidPayout.NotBooked, key, "PayPal shows a payout that is not booked.", cancellationToken);
        await attention.RaiseOnceAsync(
            BookPaidPayout.NotBooked,
            key,
            $"PayPal has sent payout {g} of order {orderId} ({transaction.TransactionId}, {transaction.TransactionAmount}), and the order "
                + "does not know of it. The payout is blocked.",
            $"Find its item in PayPal's dashboard by {key}, and book it (POST /api/v1/orders/{orderId}/payouts/{g}/paid-at-paypal with "
                + "'payPalItemId'). If it has come back there, lift the block instead.",
            orderId,
            happenedAt: null,
            cancellationToken);
    }

    /// <summary>Only a webhook reports a payout that came back after its batch was settled, and it may have been lost.</summary>
    private async Task CompareReturnAsync(PayPalTransactionInfo transaction, CancellationToken cancellationToken)
    {
        if (Payout.Parse(transaction.CustomField) is not var (orderId, g)
            || await orders.FindAsync(orderId, cancellationToken) is not { } stored)
            return;
        switch (Find(stored.Order, g))
        {
            case { State: PayoutState.Paid or PayoutState.Withheld, BatchId: { } batchId }:
                await payouts.RunAsync(batchId, cancellationToken);
                break;
            // Its batch is not known here.
            case { State: PayoutState.Paid, ProviderItemId: { } itemId }:
                await payouts.ReturnAsync(orderId, g, itemId, cancellationToken);
                break;
            default:
                return;
        }

        if (Find((await orders.GetAsync(orderId, cancellationToken)).Order, g)?.State is PayoutState.Paid or PayoutState.Withheld)
            await RaiseAsync(
                "transaction-differs",
                transaction,
                "is a payout that came back, and the order says that it has not",
                orderId,
                cancellationToken);
    }

    private static bool IsBooked(Order order, PayPalTransactionInfo transaction) =>
        transaction.IsPayment
            ? order.Capture is { } capture
                && capture.ProviderId == transaction.TransactionId
                && capture.Gross == transaction.TransactionAmount
                && (transaction.FeeAmount is not { } fee || capture.ProcessingFee == -fee)
            : order.HasWithCase(transaction.TransactionId)
                || order.Refunds.Any(r =>
                    r.ProviderId == transaction.TransactionId
                    && r.State == RefundState.Completed
                    && r.Amount == -transaction.TransactionAmount);

    private static Payout? Find(Order order, int g) => order.Payouts.FirstOrDefault(p => p.Generation == g);

    private Task RaiseAsync(
        string kind,
        PayPalTransactionInfo transaction,
        string what,
        string orderId,
        CancellationToken cancellationToken) =>
        attention.RaiseOnceAsync(
            kind,
            transaction.TransactionId,
            $"PayPal's transaction {transaction.TransactionId} of {transaction.TransactionAmount} {what}.",
            "Compare the order's ledger with the transaction in PayPal's dashboard, and give back what is the buyer's.",
            orderId,
            happenedAt: null,
            cancellationToken);
}
