namespace ChatPay.Local.Simulators.PayPal.Disputes;

/// <summary>How a buyer disputes a payment.</summary>
/// <param name="Reason">The dispute reason, as in the API.</param>
/// <param name="Amount">The amount in cents; the rest of the capture when null.</param>
/// <param name="IsChargeback">Whether it comes through the buyer's bank; otherwise it is an inquiry at PayPal.</param>
/// <param name="Withholds">Whether the amount leaves the seller's balance at once.</param>
/// <param name="WasReversed">Whether the amount has already left the balance, by a reversal of the capture with its own webhook.</param>
public sealed record DisputePlan(
    string Reason = "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
    long? Amount = null,
    bool IsChargeback = false,
    bool Withholds = true,
    bool WasReversed = false);

/// <summary>How a dispute is resolved.</summary>
/// <param name="Outcome">RESOLVED_BUYER_FAVOUR, RESOLVED_SELLER_FAVOUR, RESOLVED_WITH_PAYOUT, CANCELED_BY_BUYER, ACCEPTED or
/// DENIED.</param>
/// <param name="ToBuyer">What the buyer gets from the seller, in cents.</param>
/// <param name="Fee">PayPal's fee for the seller, in cents.</param>
/// <param name="Shows">Where the dispute then shows the money moved.</param>
public sealed record DisputeResolution(string Outcome, long ToBuyer = 0, long Fee = 0, ShownAmounts Shows = ShownAmounts.MoneyMovements)
{
    /// <summary>PayPal's fee for a claim that the seller loses, 15.00.</summary>
    public const long DisputeFee = 15_00;

    /// <summary>PayPal's fee for a chargeback, 20.00.</summary>
    public const long ChargebackFee = 20_00;

    public static DisputeResolution SellerWins { get; } = new("RESOLVED_SELLER_FAVOUR");

    public static DisputeResolution Cancelled { get; } = new("CANCELED_BY_BUYER");

    /// <summary>The buyer gets everything, and the seller pays the usual fee.</summary>
    public static DisputeResolution BuyerWins(SimulatedDispute dispute)
    {
        ArgumentNullException.ThrowIfNull(dispute);
        return new("RESOLVED_BUYER_FAVOUR", dispute.Amount, dispute.Channel == "EXTERNAL" ? ChargebackFee : DisputeFee);
    }

    /// <summary>The buyer gets a part.</summary>
    public static DisputeResolution Partly(long toBuyer) => new("RESOLVED_WITH_PAYOUT", toBuyer);
}

/// <summary>Where a dispute shows the money moved. The list of movements is optional in PayPal's API, and deprecated.</summary>
public enum ShownAmounts
{
    /// <summary>In <c>money_movements</c>, and as the outcome's <c>amount_refunded</c>.</summary>
    MoneyMovements,

    /// <summary>In <c>fund_movements</c>, and as the outcome's <c>amount_refunded</c>.</summary>
    FundMovements,

    /// <summary>Only as the outcome's <c>amount_refunded</c>.</summary>
    Outcome,

    /// <summary>Nowhere.</summary>
    None,
}
