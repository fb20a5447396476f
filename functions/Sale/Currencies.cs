namespace ChatPay.Functions.Sale;

/// <summary>The currencies that amounts can be parsed in, with their minor digits (ISO 4217). Which of them may be charged is
/// decided by the payment request (<c>OrderTerms</c>), not by the format.</summary>
public static class Currencies
{
    private static readonly Dictionary<string, int> Digits = new(StringComparer.Ordinal)
    {
        ["USD"] = 2,
        ["EUR"] = 2,
        ["GBP"] = 2,
        ["CAD"] = 2,
        ["AUD"] = 2,
        ["CHF"] = 2,
        ["JPY"] = 0,
    };

    /// <summary>Digits after the point; null for an unknown code.</summary>
    public static int? MinorDigits(string currency) => Digits.TryGetValue(currency, out var digits) ? digits : null;
}
