using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Features.Shipping.Tracking;

/// <summary>Carrier and number as a seller gives them.</summary>
internal static class TrackingInput
{
    private const int Longest = 64;

    /// <summary>Both, trimmed, or neither; a carrier that is known by its name for people, whatever its code is.</summary>
    /// <exception cref="ProblemException">400: one without the other, or something that cannot be shown or sent.</exception>
    public static (string Carrier, string Number)? Read(string? carrier, string? number)
    {
        if (string.IsNullOrWhiteSpace(carrier) != string.IsNullOrWhiteSpace(number))
            throw Problems.Malformed(
                "tracking-incomplete",
                "Give carrier and trackingNumber together, or neither.",
                string.IsNullOrWhiteSpace(carrier) ? "carrier" : "trackingNumber");
        if (string.IsNullOrWhiteSpace(carrier) || string.IsNullOrWhiteSpace(number))
            return null;

        var (name, digits) = (carrier.Trim(), number.Trim());
        if (digits.Length > Longest || !digits.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-'))
            throw Problems.Malformed(
                "tracking-invalid",
                $"A tracking number has at most {Longest} letters, digits, spaces and hyphens.",
                "trackingNumber");
        Texts.Require(name, "carrier", int.MaxValue);
        if (name.Length > Longest)
            throw Problems.Malformed(
                "carrier-invalid",
                $"Name the carrier in at most {Longest} characters, such as USPS; GET /api/v1/carriers lists those whose numbers are "
                    + "checked.",
                "carrier");
        return (Carriers.Find(name)?.Name ?? name, digits);
    }

    /// <summary>Both, trimmed.</summary>
    /// <exception cref="ProblemException">400: as above, or neither.</exception>
    public static (string Carrier, string Number) Require(string? carrier, string? number) => Read(carrier, number)
        ?? throw Problems.Malformed("tracking-incomplete", "Give carrier and trackingNumber.", "trackingNumber");
}
