namespace ChatPay.Functions.Sale.Payouts;

/// <summary>What blocks a payout, in a sentence for operators.</summary>
internal static class PayoutBlockWords
{
    public static string Of(IEnumerable<PayoutBlock> blocks) => $"The payout is held back: {string.Join(", ", blocks.Order().Select(Of))}.";

    private static string Of(PayoutBlock block) => block switch
    {
        PayoutBlock.CapturePending => "the payment has not come through",
        PayoutBlock.RefundInFlight => "a refund is requested or under way",
        PayoutBlock.RefundOwed => "a refund was refused or ended, and the buyer does not have the money",
        PayoutBlock.ComplaintOpen => "a complaint is open",
        PayoutBlock.CaseOpen => "the payment is disputed at PayPal",
        PayoutBlock.SellerRestricted => "the seller may not be paid now",
        PayoutBlock.TrackingReview => "the tracking number is doubtful",
        PayoutBlock.Manual => "an operator holds it back",
        PayoutBlock.GlobalPause => "all payouts are paused",
        _ => throw new InvalidOperationException($"There is no text for {block}."),
    };
}
