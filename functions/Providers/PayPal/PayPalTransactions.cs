using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>A page of the account's transactions.</summary>
public sealed record PayPalTransactionPage(
    IReadOnlyList<PayPalTransactionDetail>? TransactionDetails = null,
    int? TotalPages = null,
    [property: JsonConverter(typeof(ReportTimeConverter))] DateTimeOffset? LastRefreshedDatetime = null);

/// <summary>The account's transactions in a period.</summary>
/// <param name="Transactions">All pages of all windows.</param>
/// <param name="RefreshedAt">Transactions after this time may not be listed yet, UTC; null when PayPal does not say.</param>
public sealed record PayPalTransactionReport(IReadOnlyList<PayPalTransactionInfo> Transactions, DateTimeOffset? RefreshedAt);

/// <summary>One entry of the list.</summary>
public sealed record PayPalTransactionDetail(PayPalTransactionInfo? TransactionInfo = null);

/// <summary>A transaction on the platform's account, as in PayPal's reports.</summary>
/// <param name="TransactionId">The capture's or refund's id.</param>
/// <param name="TransactionEventCode">T00… payments, T11… refunds and reversals, and many more.</param>
/// <param name="TransactionStatus">S when it has succeeded.</param>
/// <param name="TransactionAmount">Negative when it leaves the account; null in an unknown currency.</param>
/// <param name="FeeAmount">Negative.</param>
/// <param name="InvoiceId">Our order id.</param>
/// <param name="CustomField">Our key.</param>
/// <param name="PaypalReferenceId">The related transaction, such as the capture of a reversal.</param>
/// <param name="TransactionInitiationDate">When it was made, UTC.</param>
public sealed record PayPalTransactionInfo(
    string TransactionId,
    string? TransactionEventCode = null,
    string? TransactionStatus = null,
    [property: JsonConverter(typeof(AnyCurrencyConverter))] Money? TransactionAmount = null,
    [property: JsonConverter(typeof(AnyCurrencyConverter))] Money? FeeAmount = null,
    string? InvoiceId = null,
    string? CustomField = null,
    string? PaypalReferenceId = null,
    [property: JsonConverter(typeof(ReportTimeConverter))] DateTimeOffset? TransactionInitiationDate = null)
{
    private const string Succeeded = "S";

    [JsonIgnore]
    public bool HasGoneThrough => TransactionStatus == Succeeded;

    /// <summary>A buyer has paid.</summary>
    [JsonIgnore]
    public bool IsPayment =>
        TransactionEventCode?.StartsWith("T00", StringComparison.Ordinal) == true && TransactionAmount is { MinorUnits: > 0 };

    /// <summary>A payout was sent.</summary>
    [JsonIgnore]
    public bool IsPayout => TransactionEventCode == "T0001" && TransactionAmount is { MinorUnits: < 0 };

    /// <summary>A payout came back: refunded, or reversed.</summary>
    [JsonIgnore]
    public bool IsReturnedPayout => TransactionEventCode is "T1114" or "T1115";

    /// <summary>Money was refunded to a buyer.</summary>
    [JsonIgnore]
    public bool IsRefund => TransactionEventCode == "T1107";

    /// <summary>PayPal has taken a payment back, without a refund by the merchant.</summary>
    [JsonIgnore]
    public bool IsReversal => TransactionEventCode == "T1106" && TransactionAmount is { MinorUnits: < 0 };
}
