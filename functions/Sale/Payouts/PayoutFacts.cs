namespace ChatPay.Functions.Sale.Payouts;

/// <summary>What can be told to sellers about their payout: only what is true, since money that has left for PayPal cannot be held
/// back here.</summary>
internal static class PayoutFacts
{
    /// <summary>When the payout that is still to be released is due, UTC; null when there is none, or something blocks
    /// it.</summary>
    public static DateTimeOffset? ExpectedAt(Order order) =>
        order is { CurrentPayout: null or { IsVoid: true, WasForNothing: false }, DueAt: { } due } && order.Held.MinorUnits > 0
        && PayoutTransitions.Blocks(order, sellerIsActive: true).Count == 0
            ? due
            : null;

    /// <summary>Whether the payout has left for PayPal: nothing here can hold it back any more.</summary>
    public static bool HasLeft(Order order) => order.CurrentPayout is
    { State: PayoutState.Paid or PayoutState.Withheld or PayoutState.Submitting or PayoutState.Processing or PayoutState.Unknown };

    /// <summary>Whether any tracking number does not look like one of its carrier's.</summary>
    public static bool IsDoubtful(Order order) => order.LiveShipments.Any(s => s is { UnderReview: true, DeliveredAt: null });
}
