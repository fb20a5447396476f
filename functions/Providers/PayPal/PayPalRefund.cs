using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>A refund (<see cref="PayPalRefundStatus"/>).</summary>
public sealed record PayPalRefund(
    string Id,
    string Status,
    Money? Amount = null,
    PayPalStatusDetails? StatusDetails = null,
    string? InvoiceId = null,
    string? CustomId = null,
    PayPalPayable? SellerPayableBreakdown = null,
    IReadOnlyList<PayPalLink>? Links = null,
    DateTimeOffset? CreateTime = null,
    DateTimeOffset? UpdateTime = null)
{
    /// <summary>The refunded capture, which PayPal reports only as a link.</summary>
    [JsonIgnore]
    public string? CaptureId => Links?.FirstOrDefault(link => link.Rel == "up")?.Href.OriginalString.Split('/')[^1];
}

/// <summary>The cost of the refund to the platform, PayPal's returned fee, and the sum of all refunds of the capture so
/// far.</summary>
public sealed record PayPalPayable(
    Money? GrossAmount = null, Money? PaypalFee = null, Money? NetAmount = null, Money? TotalRefundedAmount = null);
