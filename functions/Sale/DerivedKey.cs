using System.Globalization;

namespace ChatPay.Functions.Sale;

/// <summary>Idempotency keys of the form <c>{orderId}-{what}-{number}</c>, under which a provider does each thing once.</summary>
public static class DerivedKey
{
    public static string Of(string orderId, string what, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{orderId}-{what}-{number}");

    /// <summary>The order and number in such a key; null when it is not one of ours.</summary>
    public static (string OrderId, int Number)? Parse(string? text, string what)
    {
        var middle = $"-{what}-";
        var at = text?.LastIndexOf(middle, StringComparison.Ordinal) ?? -1;
        return
            at > 0
            && int.TryParse(text.AsSpan(at + middle.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
            && Of(text![..at], what, number) == text // "-01" would be another idempotency key for the same thing.
            ? (text[..at], number)
            : null;
    }
}
