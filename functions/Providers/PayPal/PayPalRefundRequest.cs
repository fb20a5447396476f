using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The body of a refund.</summary>
/// <param name="Amount">The amount; null for all that remains.</param>
/// <param name="CustomId">The refund's key; letters, digits and hyphens (PayPal refuses a colon here).</param>
/// <param name="InvoiceId">The order id.</param>
/// <param name="NoteToPayer">At most 255 characters; shown to the buyer in PayPal's mail.</param>
public sealed record PayPalRefundRequest(
    Money? Amount = null,
    string? CustomId = null,
    string? InvoiceId = null,
    string? NoteToPayer = null);
