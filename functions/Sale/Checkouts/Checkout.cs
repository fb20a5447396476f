using System.Globalization;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale.Checkouts;

/// <summary>One attempt by the buyer to pay.</summary>
/// <param name="Number">1, 2, …; the next one exists only after the provider's definite answer to the one before.</param>
/// <param name="State">See <see cref="CheckoutState"/>.</param>
/// <param name="At">When the checkout began, UTC.</param>
public sealed record Checkout([property: JsonPropertyName("k")] int Number, CheckoutState State, DateTimeOffset At)
{
    /// <summary>The provider's order id; null until the provider has created it.</summary>
    public string? ProviderOrderId { get; init; }

    /// <summary>Where the buyer approves.</summary>
    public string? ApproveUrl { get; init; }

    /// <summary>When the approval was first seen, UTC.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Why it failed: the provider's issue code.</summary>
    public string? Failure { get; init; }

    /// <summary>How often the provider has declined the buyer's funding source while the buyer could choose another.</summary>
    public int Declines { get; init; }

    /// <summary>The update time of the provider's order after the last decline, UTC: only a later one is a new approval.</summary>
    public DateTimeOffset? DeclinedAt { get; init; }

    /// <summary>Whether a payment was declined and the buyer has yet to approve another funding source.</summary>
    [JsonIgnore]
    public bool AwaitsAnotherWay => State == CheckoutState.Created && Declines > 0;

    /// <summary>Whether the provider has been, or is about to be, asked for the money.</summary>
    [JsonIgnore]
    public bool IsBeingCaptured => State is CheckoutState.Capturing or CheckoutState.Unknown;

    /// <summary>The idempotency key for creating this checkout at the provider; also its <c>custom_id</c>.</summary>
    public static string Key(string orderId, int k) => DerivedKey.Of(orderId, "checkout", k);

    /// <summary>The idempotency key for capturing this checkout.</summary>
    public static string CaptureKey(string orderId, int k) => DerivedKey.Of(orderId, "capture", k);

    /// <summary>The key for the approval that follows this many declines: each decline was a definite answer to the key before
    /// it.</summary>
    public static string CaptureKey(string orderId, int k, int declines) =>
        declines == 0 ? CaptureKey(orderId, k) : string.Create(CultureInfo.InvariantCulture, $"{CaptureKey(orderId, k)}-{declines + 1}");

    /// <summary>The invoice number of checkout k: the order's id. PayPal refuses a second payment of one invoice, which is one more
    /// guard against a double charge. Once PayPal has refused the number without holding any money for it, each checkout has its
    /// own.</summary>
    public static string InvoiceId(Order order, int k) => order.Checkouts.Any(c => c.Number < k && c.Failure == DuplicateInvoice)
        ? string.Create(CultureInfo.InvariantCulture, $"{order.Id}-{k}")
        : order.Id;

    /// <summary>The order that an invoice number belongs to; null when it has another form.</summary>
    public static string? OrderOfInvoice(string? invoiceId) =>
        Ids.HasForm(invoiceId, "ord") ? invoiceId
        : invoiceId?.LastIndexOf('-') is { } at and > 0
        && Ids.HasForm(invoiceId[..at], "ord")
        && int.TryParse(invoiceId.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? invoiceId[..at]
        : null;

    /// <summary>The provider's issue code for an invoice number that has already been used.</summary>
    public const string DuplicateInvoice = "DUPLICATE_INVOICE_ID";

    /// <summary>The order and checkout number in a <c>custom_id</c>; null when it is not one of ours.</summary>
    public static (string OrderId, int Number)? Parse(string? customId) => DerivedKey.Parse(customId, "checkout");
}
