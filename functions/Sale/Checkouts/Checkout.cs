using System.Globalization;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale.Checkouts;

/// <summary>One attempt of the buyer to pay.</summary>
/// <param name="Number">1, 2, …; grows only after a definite answer of the provider to the one before.</param>
/// <param name="State">See <see cref="CheckoutState"/>.</param>
/// <param name="At">When it was begun, UTC.</param>
public sealed record Checkout([property: JsonPropertyName("k")] int Number, CheckoutState State, DateTimeOffset At)
{
    /// <summary>The provider's order; null until it has been made there.</summary>
    public string? ProviderOrderId { get; init; }

    /// <summary>Where the buyer approves.</summary>
    public string? ApproveUrl { get; init; }

    /// <summary>When the approval was first seen, UTC.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Why it failed: the provider's issue code.</summary>
    public string? Failure { get; init; }

    /// <summary>How often the provider has declined the buyer's way to pay while another one could be chosen.</summary>
    public int Declines { get; init; }

    /// <summary>The provider's time of its order after the last such refusal, UTC: only a later one is a new approval.</summary>
    public DateTimeOffset? DeclinedAt { get; init; }

    /// <summary>Whether it was declined, and waits for the buyer to approve another way to pay.</summary>
    [JsonIgnore]
    public bool AwaitsAnotherWay => State == CheckoutState.Created && Declines > 0;

    /// <summary>Whether the provider has been, or is about to be, asked for the money.</summary>
    [JsonIgnore]
    public bool IsBeingCaptured => State is CheckoutState.Capturing or CheckoutState.Unknown;

    /// <summary>The key under which the provider makes this checkout once, and its <c>custom_id</c>.</summary>
    public static string Key(string orderId, int k) => DerivedKey.Of(orderId, "checkout", k);

    /// <summary>The key under which the provider captures this checkout once.</summary>
    public static string CaptureKey(string orderId, int k) => DerivedKey.Of(orderId, "capture", k);

    /// <summary>The same for the approval that follows so many refusals: each was a definite answer to the key before it.</summary>
    public static string CaptureKey(string orderId, int k, int declines) =>
        declines == 0 ? CaptureKey(orderId, k) : string.Create(CultureInfo.InvariantCulture, $"{CaptureKey(orderId, k)}-{declines + 1}");

    /// <summary>The invoice number of checkout k: the order's id, since PayPal refuses a second payment of one invoice, one more guard
    /// against a double charge. Once PayPal has refused it without holding any money for it, each checkout has a number of its
    /// own.</summary>
    public static string InvoiceId(Order order, int k) => order.Checkouts.Any(c => c.Number < k && c.Failure == DuplicateInvoice)
        ? string.Create(CultureInfo.InvariantCulture, $"{order.Id}-{k}")
        : order.Id;

    /// <summary>The order that an invoice number is of; null when it has another form.</summary>
    public static string? OrderOfInvoice(string? invoiceId) =>
        Ids.HasForm(invoiceId, "ord") ? invoiceId
        : invoiceId?.LastIndexOf('-') is { } at and > 0
        && Ids.HasForm(invoiceId[..at], "ord")
        && int.TryParse(invoiceId.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? invoiceId[..at]
        : null;

    /// <summary>The provider's issue for an invoice number that has been used.</summary>
    public const string DuplicateInvoice = "DUPLICATE_INVOICE_ID";

    /// <summary>The order and the number in a <c>custom_id</c>; null when it is none of ours.</summary>
    public static (string OrderId, int Number)? Parse(string? customId) => DerivedKey.Parse(customId, "checkout");
}
