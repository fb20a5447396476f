using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>An order as PayPal describes it; right after creation only id, status and links are there.</summary>
public sealed record PayPalOrder(
    string Id,
    string Status,
    IReadOnlyList<PayPalPurchaseUnit>? PurchaseUnits = null,
    PayPalPayer? Payer = null,
    IReadOnlyList<PayPalLink>? Links = null,
    DateTimeOffset? CreateTime = null,
    DateTimeOffset? UpdateTime = null)
{
    /// <summary>Where the buyer approves. PayPal names the link differently with and without a payment source.</summary>
    [JsonIgnore]
    public Uri? ApprovalUrl => Links?.FirstOrDefault(link => link.Rel is "approve" or "payer-action")?.Href;

    /// <summary>The one purchase unit that this app puts into an order.</summary>
    [JsonIgnore]
    public PayPalPurchaseUnit? Unit => PurchaseUnits is [var unit] ? unit : null;

    /// <summary>The captures made, in PayPal's order; including declined ones.</summary>
    [JsonIgnore]
    public IReadOnlyList<PayPalCapture> Captures => Unit?.Payments?.Captures ?? [];
}

/// <summary>One purchase unit.</summary>
public sealed record PayPalPurchaseUnit(
    string? ReferenceId = null,
    string? CustomId = null,
    string? InvoiceId = null,
    Money? Amount = null,
    PayPalPayee? Payee = null,
    PayPalShipping? Shipping = null,
    PayPalPayments? Payments = null);

/// <summary>Who is paid; compare it with this platform's own account before capturing.</summary>
public sealed record PayPalPayee(string? MerchantId = null, string? EmailAddress = null);

/// <summary>The captures and refunds of a purchase unit.</summary>
public sealed record PayPalPayments(IReadOnlyList<PayPalCapture>? Captures = null, IReadOnlyList<PayPalRefund>? Refunds = null);

/// <summary>Who paid, by id only: name and mail address are not read.</summary>
public sealed record PayPalPayer(string? PayerId = null);
