using System.Text.Json.Serialization;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>Where to ship, as the buyer told PayPal, and the trackers reported so far.</summary>
public sealed record PayPalShipping(PayPalName? Name = null, PayPalAddress? Address = null, IReadOnlyList<PayPalTracker>? Trackers = null);

/// <summary>The addressee. Personal data: never logged.</summary>
public sealed record PayPalName(string? FullName = null)
{
    public override string ToString() => nameof(PayPalName);
}

/// <summary>An address. Personal data: never logged, stored only encrypted.</summary>
/// <param name="Line1">Street and number.</param>
/// <param name="Line2">Apartment or suite.</param>
/// <param name="City">City.</param>
/// <param name="Region">State or province.</param>
/// <param name="PostalCode">Postal code.</param>
/// <param name="CountryCode">ISO 3166-1 alpha-2 (C2 for China).</param>
public sealed record PayPalAddress(
    [property: JsonPropertyName("address_line_1")] string? Line1 = null,
    [property: JsonPropertyName("address_line_2")] string? Line2 = null,
    [property: JsonPropertyName("admin_area_2")] string? City = null,
    [property: JsonPropertyName("admin_area_1")] string? Region = null,
    string? PostalCode = null,
    string? CountryCode = null)
{
    public override string ToString() => nameof(PayPalAddress);
}

/// <summary>A tracker of a shipment; its id is needed to cancel it.</summary>
public sealed record PayPalTracker(string Id, string? Status = null);
