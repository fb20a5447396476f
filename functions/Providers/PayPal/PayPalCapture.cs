using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>A capture: money that was moved, was declined, or is pending (<see cref="PayPalCaptureStatus"/>).</summary>
public sealed record PayPalCapture(
    string Id,
    string Status,
    Money? Amount = null,
    PayPalStatusDetails? StatusDetails = null,
    string? InvoiceId = null,
    string? CustomId = null,
    PayPalReceivable? SellerReceivableBreakdown = null,
    PayPalSellerProtection? SellerProtection = null,
    PayPalPayee? Payee = null,
    PayPalSupplementaryData? SupplementaryData = null,
    DateTimeOffset? CreateTime = null,
    DateTimeOffset? UpdateTime = null)
{
    /// <summary>The order that it belongs to, where PayPal reports it (a capture read on its own).</summary>
    [JsonIgnore]
    public string? OrderId => SupplementaryData?.RelatedIds?.OrderId;
}

/// <summary>Why something is pending or declined, such as <c>ECHECK</c>.</summary>
public sealed record PayPalStatusDetails(string? Reason = null);

/// <summary>Gross, PayPal's fee, and net. Fee and net are absent while the capture is pending.</summary>
public sealed record PayPalReceivable(Money GrossAmount, Money? PaypalFee = null, Money? NetAmount = null);

/// <summary>Whether PayPal's seller protection covers a dispute.</summary>
public sealed record PayPalSellerProtection(string? Status = null, IReadOnlyList<string>? DisputeCategories = null);

/// <summary>Resources that PayPal relates to this one.</summary>
public sealed record PayPalSupplementaryData(PayPalRelatedIds? RelatedIds = null);

/// <summary>Ids of related resources.</summary>
public sealed record PayPalRelatedIds(string? OrderId = null, string? CaptureId = null);
