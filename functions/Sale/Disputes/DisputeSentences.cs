using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Sale.Disputes;

/// <summary>Wording for a dispute that PayPal has decided but whose amounts are unknown: it stays open here and is no longer open
/// at PayPal.</summary>
internal static class DisputeSentences
{
    /// <summary>For anybody.</summary>
    public const string AmountsAreChecked = "An operator is checking the amounts.";

    /// <summary>Whether PayPal has decided every dispute that is still open here.</summary>
    public static bool IsDecidedAtPayPal(Order order) =>
        order.OpenDispute is not null && order.Disputes.All(c => !c.IsOpen || c.AmountsMissing);

    /// <summary>For the order's seller.</summary>
    public static string ToSeller(Order order) => PayoutFacts.HasLeft(order)
        ? AmountsAreChecked + " What goes back to the buyer is deducted from your next payouts."
        : "An operator is checking the amounts, and your payout waits until then.";
}
