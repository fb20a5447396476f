using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Payments.PayPal;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Cases;

/// <summary>Reads a dispute at the provider and writes down what has become of it. The webhook, the poll of its orchestration and
/// the seller's own steps all come here.</summary>
public sealed class ReadCase(
    OrderStore orders, PayPalClient payPal, SettlePayment payments, AdoptRefunds adoption, TimeProvider time, ILogger<ReadCase> log)
{
    /// <param name="key">The key of the case, <c>{orderId}-case-{id}</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is still open.</returns>
    [Function(nameof(ReadCase))]
    public async Task<bool> RunAsync([ActivityTrigger] string key, CancellationToken cancellationToken)
    {
        var (orderId, caseId) = Case.Parse(key) ?? throw new ArgumentException($"'{key}' is not the key of a case.", nameof(key));
        var decided = await WriteAsync(orderId, await payPal.GetDisputeAsync(caseId, cancellationToken), cancellationToken);
        return decided.Order.Cases.FirstOrDefault(c => c.Id == caseId) is { IsOpen: true };
    }

    /// <summary>Takes up a dispute that was heard of, whether it is known or not.</summary>
    /// <returns>Whether it is about an order of ours.</returns>
    public async Task<bool> TakeUpAsync(string caseId, CancellationToken cancellationToken)
    {
        var dispute = await payPal.GetDisputeAsync(caseId, cancellationToken);
        if (await OrderOfAsync(dispute, cancellationToken) is not { } orderId)
            return false;

        // The payment may not have been heard of yet.
        await payments.SettleAsync(orderId, null, cancellationToken);
        await WriteAsync(orderId, dispute, cancellationToken);
        return true;
    }

    private async Task<Decided> WriteAsync(string orderId, PayPalDispute dispute, CancellationToken cancellationToken)
    {
        var decided = await orders.ChangeAsync(
            orderId, o => CaseTransitions.Observe(o, CaseReading.Of(dispute, o.Terms.Currency, time.GetUtcNow()), time.GetUtcNow()), cancellationToken);
        if (decided.Refusal is { } refusal)
            log.LogError("Case {CaseId} of order {OrderId} is not taken over: {Code}. {Detail}", dispute.DisputeId, orderId, refusal.Code, refusal.Detail);
        return decided;
    }

    private async Task<string?> OrderOfAsync(PayPalDispute dispute, CancellationToken cancellationToken)
    {
        foreach (var transaction in dispute.DisputedTransactions ?? [])
        {
            var orderId = Checkout.Parse(transaction.Custom)?.OrderId
                ?? (transaction.SellerTransactionId is { } captureId ? await adoption.FindOrderAsync(captureId, cancellationToken) : null);
            if (orderId is not null)
                return orderId;
        }

        return null;
    }
}
