namespace ChatPay.Local.Simulators.PayPal;

/// <summary>A change of the merchant's available balance, as in the account's reports. Amounts in cents, negative when money
/// leaves.</summary>
/// <param name="Id">The transaction id.</param>
/// <param name="Code">The transaction event code, which says what kind of movement it is.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Amount">The amount without the fee.</param>
/// <param name="Fee">The fee that PayPal takes or returns.</param>
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

    /// <summary>The id of the transaction that this one refers to.</summary>
    public string? ReferenceId { get; init; }
}
