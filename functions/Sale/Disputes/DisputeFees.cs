namespace ChatPay.Functions.Sale.Disputes;

/// <summary>What PayPal may charge for a dispute.</summary>
internal static class DisputeFees
{
    // From PayPal's fee schedule, in USD: at most 30.00 for a dispute and 20.00 for a chargeback; an appeal may cost the same
    // again.
    private const string Listed = "USD";
    private const long Most = 100_00;

    /// <summary>The most that an operator can book as fees. Where the fee schedule is not known: the disputed amount, or the
    /// payment.</summary>
    public static Money MostOf(Order order, Dispute @case) => order.Terms.Currency == Listed ? new Money(Most, Listed)
        : @case.Amount.MinorUnits > 0 ? @case.Amount
        : order.Capture!.Gross;
}
