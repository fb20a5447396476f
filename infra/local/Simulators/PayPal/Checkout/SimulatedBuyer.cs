using System.Text.Json.Nodes;

namespace ChatPay.Local.Simulators.PayPal.Checkout;

/// <summary>A PayPal account that pays.</summary>
public sealed record SimulatedBuyer
{
    /// <summary>13 characters of 2-9 and A-Z without I and O.</summary>
    public string PayerId { get; init; } = "LCALBUYER2222";

    public string GivenName { get; init; } = "Test";

    public string Surname { get; init; } = "Buyer";

    public string Email { get; init; } = "buyer@example.com";

    public string AddressLine1 { get; init; } = "1 Main Street";

    public string? AddressLine2 { get; init; }

    /// <summary>The city.</summary>
    public string AdminArea2 { get; init; } = "San Jose";

    /// <summary>The state.</summary>
    public string AdminArea1 { get; init; } = "CA";

    public string PostalCode { get; init; } = "95131";

    public string CountryCode { get; init; } = "US";

    internal JsonObject Name() => new() { ["given_name"] = GivenName, ["surname"] = Surname };

    internal JsonObject Shipping()
    {
        var address = new JsonObject { ["address_line_1"] = AddressLine1 };
        if (AddressLine2 is { } second)
            address["address_line_2"] = second;
        address["admin_area_2"] = AdminArea2;
        address["admin_area_1"] = AdminArea1;
        address["postal_code"] = PostalCode;
        address["country_code"] = CountryCode;
        return new JsonObject { ["name"] = new JsonObject { ["full_name"] = $"{GivenName} {Surname}" }, ["address"] = address };
    }
}
