namespace ChatPay.Functions.Sale.Disputes;

/// <summary>What PayPal may charge for a case.</summary>
internal static class DisputeFees
{
    // By its list of fees, in USD: at most 30.00 for a dispute and 20.00 for a chargeback; an appeal may cost the same once more.
    private const string Listed = "USD";
    private const long Most = 100_00;

    /// <summary>The most that an operator can book for it. Where the list of fees is not known here: what is disputed, or the
    /// payment.</summary>
    public static Money MostOf(Order order, Dispute @case) => order.Terms.Currency == Listed ? new Money(Most, Listed)
        : @case.Amount.MinorUnits > 0 ? @case.Amount
        : order.Capture!.Gross;
}
