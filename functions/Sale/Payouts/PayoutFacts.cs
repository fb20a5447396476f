using System.Globalization;

namespace ChatPay.Functions.Sale.Payouts;

/// <summary>What happens to the seller's payout, as the end of a sentence to the seller: from "; " to before the full stop, or
/// empty. It claims only what is true: money that has left for PayPal cannot be held back here.</summary>
internal static class PayoutClauses
{
    /// <summary>When the payout is due; only while it is still to be released and nothing blocks it.</summary>
    public static string Due(Order order, DateTimeOffset now)
    {
        if (IsDoubtful(order))
        {
            return HasLeft(order)
                ? "; but the number does not look like this carrier's: check it"
                : "; but the number does not look like this carrier's, and nothing is paid out until you correct it or an operator "
                    + "accepts it";
        }

        if (ExpectedAt(order) is not { } due)
            return "";
        return due <= now
            ? "; your payout is sent next"
            : $"; your payout is due on {due.UtcDateTime.ToString("d MMMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture)}";
    }

    /// <summary>When the payout that is still to be released is due, UTC; null when there is none, or something blocks
    /// it.</summary>
    public static DateTimeOffset? ExpectedAt(Order order) =>
        order is { CurrentPayout: null or { IsVoid: true, WasForNothing: false }, DueAt: { } due } && order.Held.MinorUnits > 0
        && PayoutTransitions.Blocks(order, sellerIsActive: true).Count == 0
            ? due
            : null;

    /// <summary>What happens to the payout while something is undecided. <paramref name="until"/> says how long it is kept back,
    /// such as "until you do".</summary>
    public static string Meanwhile(Order order, string until) =>
        order.CurrentPayout switch
        {
            { HandedOver: true } => "; your payout was handed over as unclaimed property already",
            { State: PayoutState.Paid } => "; you have been paid already, so what goes back is deducted from your next payouts",
            { State: PayoutState.Withheld } payout =>
                $"; your payout of {payout.Amount} was sent before and can still be claimed at PayPal, so what goes back is deducted "
                    + "from your next payouts",
            { State: PayoutState.Submitting or PayoutState.Processing or PayoutState.Unknown } payout =>
                $"; your payout of {payout.Amount} is on its way already, so what goes back is deducted from your next payouts",
            _ => $"; nothing is paid out {until}",
        };

    /// <summary>Whether the payout has left for PayPal: nothing here can hold it back any more.</summary>
    public static bool HasLeft(Order order) => order.CurrentPayout is
    { State: PayoutState.Paid or PayoutState.Withheld or PayoutState.Submitting or PayoutState.Processing or PayoutState.Unknown };

    /// <summary>Whether any tracking number does not look like one of its carrier's.</summary>
    public static bool IsDoubtful(Order order) => order.LiveShipments.Any(s => s is { UnderReview: true, DeliveredAt: null });
}
