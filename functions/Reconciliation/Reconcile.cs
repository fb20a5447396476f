using ChatPay.Functions.Cases;
using ChatPay.Functions.Operations;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Payments.PayPal;
using ChatPay.Functions.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Reconciliation;

/// <summary>
/// Each night, the provider's own lists against our orders: payments, refunds and disputes of the last days. What was not heard of is
/// taken up by the path that its news would have taken; what differs even then is an attention item. It looks back two days, so that a night
/// that fails is made up for by the next.
/// </summary>
public sealed class Reconcile(
    OrderStore orders, PayPalClient payPal, SettlePayment payments, AdoptRefunds adoption, ReadCase cases, Attention attention, TimeProvider time, ILogger<Reconcile> log)
{
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(2);

    [Function(nameof(Reconcile))]
    public async Task RunAsync([TimerTrigger("%ReconciliationSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var transaction in await payPal.ListTransactionsAsync(now - LookBack, now, cancellationToken))
            await TryAsync(transaction.TransactionId, () => CompareAsync(transaction, cancellationToken), cancellationToken);
        foreach (var dispute in await payPal.ListDisputesAsync(now - LookBack, cancellationToken))
            await TryAsync(dispute.DisputeId, () => TakeUpAsync(dispute.DisputeId, cancellationToken), cancellationToken);
    }

    /// <summary>One that cannot be compared does not keep the others from it.</summary>
    private async Task TryAsync(string id, Func<Task> compare, CancellationToken cancellationToken)
    {
        try
        {
            await compare();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "{Id} could not be reconciled; the next night tries again.", id);
        }
    }

    private async Task CompareAsync(PayPalTransactionInfo transaction, CancellationToken cancellationToken)
    {
        // An invoice id of another form is another application's, on the same account.
        if (!transaction.HasGoneThrough || !(transaction.IsPayment || transaction.IsRefund) || !Ids.HasForm(transaction.InvoiceId, "ord"))
            return;

        var orderId = transaction.InvoiceId!;
        if (await orders.FindAsync(orderId, cancellationToken) is not { } stored)
        {
            await RaiseAsync("transaction-without-order", transaction, "names an order that is not here", orderId, cancellationToken);
            return;
        }

        if (IsBooked(stored.Order, transaction))
            return;

        // It was not heard of: the way that its news would have taken.
        await payments.SettleAsync(orderId, Checkout.Parse(transaction.CustomField)?.K, cancellationToken);
        await adoption.RunAsync(orderId, cancellationToken);
        if (!IsBooked((await orders.GetAsync(orderId, cancellationToken)).Order, transaction))
            await RaiseAsync("transaction-differs", transaction, "is not what the order says", orderId, cancellationToken);
    }

    private static bool IsBooked(Order order, PayPalTransactionInfo transaction) => transaction.IsPayment
        ? order.Capture is { } capture && capture.ProviderId == transaction.TransactionId && capture.Gross == transaction.TransactionAmount
            && (transaction.FeeAmount is not { } fee || capture.ProcessingFee == -fee)
        : order.Refunds.Any(r => r.ProviderId == transaction.TransactionId && r.State == RefundState.Completed && r.Amount == -transaction.TransactionAmount);

    private async Task TakeUpAsync(string caseId, CancellationToken cancellationToken)
    {
        if (await cases.FindOrderAsync(caseId, cancellationToken) is not { } orderId || await orders.FindAsync(orderId, cancellationToken) is null)
            return;
        await payments.SettleAsync(orderId, null, cancellationToken);
        await cases.RunAsync(Case.Key(orderId, caseId), cancellationToken);
    }

    private Task RaiseAsync(string kind, PayPalTransactionInfo transaction, string what, string orderId, CancellationToken cancellationToken) => attention.RaiseOnceAsync(
        kind, transaction.TransactionId, $"PayPal's transaction {transaction.TransactionId} of {transaction.TransactionAmount} {what}.",
        "Compare the order's ledger with the transaction in PayPal's dashboard, and give back what is the buyer's.", orderId, happenedAt: null, cancellationToken);
}
