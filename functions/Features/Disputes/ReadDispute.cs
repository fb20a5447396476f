using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Disputes;

/// <summary>Reads a dispute at the provider and records its state. The webhook, the poll of its orchestration and the seller's own
/// steps all end up here.</summary>
public sealed class ReadDispute(
    OrderStore orders, PayPalClient payPal, AdoptRefunds adoption, OperatorAlerts attention, TimeProvider time, ILogger<ReadDispute> log)
{
    /// <summary>The activity's name in the histories of disputes under way.</summary>
    public const string Name = "ReadCase";

    /// <summary>The alert for a resolved dispute whose amounts are unknown; its subject is the dispute's key.</summary>
    public const string AmountsMissing = "case-amounts-missing";

    private const string NotBooked = "case-not-booked";

    /// <param name="key">The key of the dispute, <c>{orderId}-case-{id}</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it is still open.</returns>
    [Function(Name)]
    public async Task<bool> RunAsync([ActivityTrigger] string key, CancellationToken cancellationToken)
    {
        var (orderId, caseId) = Dispute.Parse(key) ?? throw new ArgumentException($"'{key}' is not the key of a dispute.", nameof(key));
        var decided = await WriteAsync(orderId, await payPal.GetDisputeAsync(caseId, cancellationToken), cancellationToken);
        return decided.Order.Disputes.FirstOrDefault(c => c.Id == caseId) is { IsOpen: true };
    }

    /// <summary>The orders whose payments a dispute is about; none when no payment is ours.</summary>
    public async Task<IReadOnlyList<string>> FindOrdersAsync(string caseId, CancellationToken cancellationToken)
    {
        var dispute = await payPal.GetDisputeAsync(caseId, cancellationToken);
        var found = new List<string>();
        foreach (var transaction in dispute.DisputedTransactions ?? [])
        {
            if (await FindOrderAsync(transaction, cancellationToken) is { } orderId && !found.Contains(orderId))
                found.Add(orderId);
        }

        return found;
    }

    private async Task<string?> FindOrderAsync(PayPalDisputedTransaction transaction, CancellationToken cancellationToken) =>
        Checkout.Parse(transaction.Custom)?.OrderId
        ?? Checkout.OrderOfInvoice(transaction.InvoiceNumber)
        ?? (transaction.SellerTransactionId is { } captureId ? await adoption.FindOrderAsync(captureId, cancellationToken) : null);

    private async Task<TransitionResult> WriteAsync(string orderId, PayPalDispute dispute, CancellationToken cancellationToken)
    {
        var decided = await orders.ChangeAsync(
            orderId,
            o => IsOfSecondCharge(o, dispute)
                ? Decision.Nothing
                : DisputeTransitions.Observe(o, ProviderDisputeReader.Read(dispute, o, time.GetUtcNow()), time.GetUtcNow()),
            cancellationToken);
        if (IsOfSecondCharge(decided.Order, dispute))
        {
            await adoption.TellOfSecondChargeAsync(decided.Order, dispute.DisputeId, cancellationToken);
            return decided;
        }

        await TellOfAmountsAsync(decided.Order, dispute.DisputeId, cancellationToken);
        await adoption.TellOfHeardAsync(decided.Order, cancellationToken);
        if (decided.Refusal is { } refusal)
        {
            var subject = $"{dispute.DisputeId}-{refusal.Code}";
            // What is disputed there is not booked here: until an operator has looked, nothing is paid out.
            if (decided.Order.Capture is { Late: false })
                await adoption.BlockOnceAsync(orderId, NotBooked, subject, "PayPal has a case about this payment.", cancellationToken);
            await attention.RaiseOnceAsync(
                NotBooked, subject, refusal.Detail,
                "Look at the case at PayPal, and settle it with the seller by hand. A paid order is not paid out until you lift its block.",
                orderId, happenedAt: null, cancellationToken);
            log.LogError(
                "Case {CaseId} of order {OrderId} is not taken over: {Code}. {Detail}",
                dispute.DisputeId, orderId, refusal.Code, refusal.Detail);
        }

        return decided;
    }

    /// <summary>Whether it is about a second charge of the buyer, whose money the seller was never given.</summary>
    private static bool IsOfSecondCharge(Order order, PayPalDispute dispute) =>
        order.Disputes.All(c => c.Id != dispute.DisputeId)
        && dispute.DisputedTransactions is { Count: > 0 } disputed
        && disputed.All(t => order.IsOfOtherCapture(t.SellerTransactionId, t.Custom));

    /// <summary>Alerts an operator, for as long as it lasts, that PayPal has resolved a dispute whose cost is unknown.</summary>
    private async Task TellOfAmountsAsync(Order order, string caseId, CancellationToken cancellationToken)
    {
        var key = Dispute.Key(order.Id, caseId);
        if (order.Disputes.FirstOrDefault(c => c.Id == caseId) is { AmountsMissing: true })
        {
            await attention.RaiseAsync(
                AmountsMissing, key,
                $"Order {order.Id} of seller {order.SellerId}: PayPal has resolved case {caseId}, and what it says of the amounts does not "
                    + "agree with the outcome, is missing, or is the sum of several payments. "
                    + (PayoutFacts.HasLeft(order) ? "The payout was sent before." : "The payout waits for it."),
                "Look in PayPal's dashboard what the case has taken, also by a reversal, less what has come back, and book it "
                    + $"(POST /api/v1/orders/{order.Id}/cases/{caseId}/settlement with 'lost', 'fees' and 'note').",
                order.Id, cancellationToken);
        }
        else
        {
            await attention.ClearAsync(AmountsMissing, key, "The amounts of the case are booked.", cancellationToken);
        }
    }
}
