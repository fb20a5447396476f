namespace ChatPay.Functions.Sale.Fulfilment;

/// <summary>The delivery address, as the buyer gave it to PayPal. Personal data: it is stored only encrypted, never logged, and
/// shown only to the order's seller, while there is something to ship.</summary>
/// <param name="Name">The addressee.</param>
/// <param name="Line1">Street and number.</param>
/// <param name="Line2">Apartment or suite.</param>
/// <param name="City">City.</param>
/// <param name="Region">State or province.</param>
/// <param name="PostalCode">Postal code.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record ShipToAddress(
    string? Name,
    string? Line1,
    string? Line2,
    string? City,
    string? Region,
    string? PostalCode,
    string? Country)
{
    public override string ToString() => nameof(ShipToAddress);
}
