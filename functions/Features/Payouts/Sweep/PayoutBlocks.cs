using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Everything that blocks an order's payout now, in words for the seller.</summary>
public sealed class PayoutBlocks(SellerStore sellers, PayoutsPauseStore pauses, TimeProvider time)
{
    /// <summary>The blocks of an order whose seller has yet to be paid; none for other orders, without any read.</summary>
    public async Task<IReadOnlyList<PayoutBlockCause>> OfAsync(Order order, CancellationToken cancellationToken)
    {
        if (order.Capture is not { Late: false } || !order.HoldsOrOwes)
            return [];

        var seller = await sellers.FindAsync(order.SellerId, cancellationToken);
        var now = time.GetUtcNow();
        var blocks = PayoutTransitions.Blocks(order, seller is not null && seller.MayBePaid(now)).ToList();
        var pause = (await pauses.GetAsync(cancellationToken)).Pause;
        if (pause.Paused)
            blocks.Add(PayoutBlock.GlobalPause);
        return [.. blocks.Order().Select(b => new PayoutBlockCause(b, ReasonOf(b, order, seller?.ReasonAt(now), pause.Reason)))];
    }

    private static string ReasonOf(PayoutBlock block, Order order, string? restriction, string? pause) =>
        block switch
        {
            PayoutBlock.CapturePending => "The payment has not come through yet.",
            PayoutBlock.RefundInFlight => "A refund is requested or on its way.",
            PayoutBlock.RefundOwed => "A refund has failed, and the buyer does not have the money: refund it again, or ask the operator.",
            PayoutBlock.ComplaintOpen => "The buyer has complained: answer it.",
            PayoutBlock.CaseOpen when DisputeSentences.IsDecidedAtPayPal(order) => "PayPal has decided a dispute of the payment. "
                + DisputeSentences.AmountsAreChecked,
            PayoutBlock.CaseOpen => "The payment is disputed at PayPal.",
            PayoutBlock.SellerRestricted => restriction ?? "The seller's account is not active.",
            PayoutBlock.TrackingReview => "The tracking number does not look right: correct it, or ask an operator to check it.",
            PayoutBlock.Manual => order.BlockReason ?? "An operator holds it back.",
            PayoutBlock.GlobalPause => pause ?? "All payouts are paused.",
            _ => throw new InvalidOperationException($"There is no text for {block}."),
        };
}
