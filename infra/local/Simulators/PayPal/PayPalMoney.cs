using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>Converts amounts: decimal strings on the wire, cents inside. Only currencies with two decimals are simulated.</summary>
internal static partial class PayPalMoney
{
    private static readonly HashSet<string> Currencies = ["USD", "EUR", "GBP", "CAD", "AUD"];

    public static bool IsSupported(string currency) => Currencies.Contains(currency);

    public static string Text(long cents) =>
        string.Create(CultureInfo.InvariantCulture, $"{(cents < 0 ? "-" : "")}{Math.Abs(cents) / 100}.{Math.Abs(cents) % 100:00}");

    public static JsonObject Json(string currency, long cents) => new() { ["currency_code"] = currency, ["value"] = Text(cents) };

    /// <summary>An amount in the form of the payouts API.</summary>
    public static JsonObject JsonV1(string currency, long cents) => new() { ["currency"] = currency, ["value"] = Text(cents) };

    /// <summary>Parses an amount into cents; null when the text is not an amount, has more than two decimals, or is too large.</summary>
    public static long? Parse(string? text)
    {
        if (text is null || Pattern().Match(text) is not { Success: true } match)
            return null;

        var cents = match.Groups[2].Value.PadRight(2, '0');
        return long.TryParse(match.Groups[1].Value + cents, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    /// <summary>PayPal's fee for a domestic payment: 3.49 % plus 0.49, rounded half up.</summary>
    public static long Fee(long gross) => (((gross * 349) + 5000) / 10000) + 49;

    /// <summary>Reads an amount of a request.</summary>
    /// <exception cref="PayPalRefusal">The amount is missing, malformed, not positive, or in an unknown currency.</exception>
    public static (string Currency, long Cents) Read(JsonNode? node, string field)
    {
        var amount = Field.Object(node, field);
        var currency = Field.Text(amount, "currency_code", field, 3, 3, required: true)!;
        var value = Field.Text(amount, "value", field, 32, required: true)!;
        if (!Currencies.Contains(currency))
            throw PayPalRefusal.Unprocessable("INVALID_CURRENCY_CODE", $"{field}/currency_code", currency);
        if (!Wire().IsMatch(value))
            throw PayPalRefusal.Invalid("INVALID_PARAMETER_SYNTAX", $"{field}/value", value);
        if (Parse(value) is not { } cents)
            throw PayPalRefusal.Unprocessable(value.StartsWith('-') ? "CANNOT_BE_NEGATIVE" : "DECIMAL_PRECISION", $"{field}/value", value);
        return (currency, cents);
    }

    [GeneratedRegex(@"^([0-9]{1,15})(?:\.([0-9]{1,2}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^((-?[0-9]+)|(-?([0-9]+)?[.][0-9]+))$", RegexOptions.CultureInvariant)]
    private static partial Regex Wire();
}
