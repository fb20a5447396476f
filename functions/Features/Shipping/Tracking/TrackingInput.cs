using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Features.Shipping.Tracking;

/// <summary>Carrier and number as entered by a seller.</summary>
internal static class TrackingInput
{
    private const int Longest = 64;

    /// <summary>Both, trimmed, or neither; a known carrier by its display name, even when its code was given.</summary>
    /// <exception cref="ProblemException">400: one without the other, or with invalid characters.</exception>
    public static (string Carrier, string Number)? Read(string? carrier, string? number)
    {
        var faults = new FieldFaults();
        var tracking = Read(carrier, number, faults);
        faults.ThrowIfAny();
        return tracking;
    }

    /// <summary>Reads both or neither; faults are added to <paramref name="faults"/>.</summary>
    public static (string Carrier, string Number)? Read(string? carrier, string? number, FieldFaults faults)
    {
        var (name, digits) = (carrier?.Trim() ?? "", number?.Trim() ?? "");
        if (name.Length == 0 != (digits.Length == 0))
            faults.Malformed(
                "tracking-incomplete",
                "Give carrier and trackingNumber together, or neither.",
                name.Length == 0 ? "carrier" : "trackingNumber");
        if (digits.Length > Longest || !digits.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-'))
            faults.Malformed(
                "tracking-invalid",
                $"A tracking number has at most {Longest} letters, digits, spaces and hyphens.",
                "trackingNumber");
        Texts.Optional(name, "carrier", int.MaxValue, faults);
        if (name.Length > Longest)
            faults.Malformed(
                "carrier-invalid",
                $"Name the carrier in at most {Longest} characters, such as USPS; GET /api/v1/carriers lists those whose numbers are "
                    + "checked.",
                "carrier");
        return name.Length == 0 ? null : (Carriers.Find(name)?.Name ?? name, digits);
    }

    /// <summary>Reads both, trimmed.</summary>
    /// <exception cref="ProblemException">400: one without the other, neither, or with invalid characters.</exception>
    public static (string Carrier, string Number) Require(string? carrier, string? number) => Read(carrier, number)
        ?? throw Problems.Malformed("tracking-incomplete", "Give carrier and trackingNumber.", "trackingNumber");
}
