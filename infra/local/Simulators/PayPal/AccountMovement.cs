namespace ChatPay.Local.Simulators.PayPal;

/// <summary>A change of the merchant's available balance, as the account's reports show it. Amounts in cents, negative when they
/// leave.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Code">The event code: what kind of movement it is.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Amount">Without the fee.</param>
/// <param name="Fee">What PayPal takes or gives back for it.</param>
/// <param name="At">UTC.</param>
internal sealed record AccountMovement(string Id, string Code, string Currency, long Amount, long Fee, DateTimeOffset At)
{
    public const string Payment = "T0006";
    public const string Payout = "T0001";
    public const string Refund = "T1107";
    public const string Reversal = "T1106";
    public const string CurrencyConversion = "T0200";
    public const string PayoutReturned = "T1114";
    public const string DisputeHold = "T1110";
    public const string DisputeHoldReleased = "T1111";
    public const string DisputeFee = "T0106";
    public const string BankTransfer = "T0400";

    public string? InvoiceId { get; init; }

    public string? CustomField { get; init; }

    /// <summary>The transaction that this one is of.</summary>
    public string? ReferenceId { get; init; }
}
