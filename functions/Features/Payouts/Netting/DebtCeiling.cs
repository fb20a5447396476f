using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Payouts.Netting;

/// <summary>Bounds what a seller's own refunds may make the seller owe. Money that was paid out is refunded from the platform's
/// balance, which is other sellers' money: without a bound, a seller with a few accomplices could be paid, and give the same money
/// back to them. Beyond the <see cref="LossPolicy"/> an operator decides.</summary>
public sealed class DebtCeiling(
    DebtIndex debts, OrderStore orders, OperatorAlerts attention, IOptions<LossPolicy> policy, TimeProvider time)
{
    /// <summary>The alert for a refund that the seller may not decide; its subject is the order.</summary>
    public const string NeedsOperator = "refund-needs-operator";

    /// <summary>The decision within the bound: as it is for an operator, and where the seller does not come to owe what was paid
    /// out.</summary>
    /// <param name="command">The caller's command.</param>
    /// <param name="decide">The decision on the order, given the time in UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Func<Order, DateTimeOffset, Decision>> BoundAsync(
        OrderCommand command, Func<Order, DateTimeOffset, Decision> decide, CancellationToken cancellationToken)
    {
        if (!command.IsBySeller)
            return decide;

        var order = command.Order;
        var allowed = order.Debt;
        if (decide(order, time.GetUtcNow()).Change is { Order: var after } && IsOfPaidOut(order, after))
        {
            // Announced before the others are read: of two concurrent refunds at least one sees the other.
            var announced = await debts.AnnounceAsync(order.SellerId, order.Id, after.Debt, cancellationToken);
            var owed = after.Debt + await OfOthersAsync(order, cancellationToken);
            if (owed.MinorUnits > policy.Value.LargestDebt)
            {
                await debts.TakeBackAsync(announced, cancellationToken);
                await RaiseAsync(order, after.Debt - order.Debt, owed, cancellationToken);
                return (_, _) => Decision.Refuse(
                    "refund-needs-operator",
                    $"You have been paid for this order, and would owe {owed} in all: an operator has been told, and decides.");
            }

            allowed = after.Debt;
        }

        return (o, now) => decide(o, now) is var decision
            && decision.Change is { Order: var next } && IsOfPaidOut(o, next) && next.Debt > allowed
                ? Decision.Refuse("payout-changed", "You have been paid for this order meanwhile: read it, and decide again.")
                : decision;
    }

    /// <summary>Whether the seller comes to owe more than the fees that PayPal keeps of a refunded payment and takes for disputes: then
    /// it is money that was paid out.</summary>
    internal static bool IsOfPaidOut(Order before, Order after)
    {
        var fees = after.Capture?.ProcessingFee ?? Money.Zero(after.Terms.Currency);
        if (after.Terms.SellerBearsCaseFees)
            fees = after.Disputes.Aggregate(fees, (sum, dispute) => sum + dispute.Fees);
        return after.Debt > before.Debt && after.Debt > fees;
    }

    private async Task<Money> OfOthersAsync(Order order, CancellationToken cancellationToken)
    {
        var (zero, now) = (Money.Zero(order.Terms.Currency), time.GetUtcNow());
        var hints = await debts.ListAsync(order.SellerId, cancellationToken);
        var owed = await Many.SelectAsync(
            hints.Where(hint => hint.OrderId != order.Id),
            async hint => (await orders.FindAsync(hint.OrderId, cancellationToken))?.Order is { } other
                && other.Terms.Currency == order.Terms.Currency
                    ? Money.Max(other.Debt, hint.AnnouncedAt(now, other.Terms.Currency))
                    : zero);
        return owed.Aggregate(zero, (sum, debt) => sum + debt);
    }

    private Task RaiseAsync(Order order, Money more, Money owed, CancellationToken cancellationToken) =>
        attention.RaiseAsync(
            NeedsOperator,
            order.Id,
            $"Seller {order.SellerId} wants to refund order {order.Id}, of which {more} was paid out, and would owe {owed} in all.",
            "See whether the sale was genuine. If so, refund the buyer, or decide the request or complaint, in the seller's place; collect "
                + "the debt, or let later sales pay it.",
            order.Id,
            cancellationToken);
}
