using System.Globalization;

namespace ChatPay.Local.ServiceBus.Sql;

/// <summary>Compares and computes the values of SQL filters; the result is unknown (null) where types do not match.</summary>
internal static class SqlValues
{
    /// <summary>Returns the order of two values; null when one is missing or they cannot be compared.</summary>
    public static int? Compare(object? left, object? right)
    {
        if (left is null || right is null)
            return null;
        if (IsNumber(left) && IsNumber(right))
            return IsApproximate(left) || IsApproximate(right)
                ? Double(left).CompareTo(Double(right))
                : Decimal(left).CompareTo(Decimal(right));

        return (Plain(left), Plain(right)) switch
        {
            (string l, string r) => string.CompareOrdinal(l, r),
            (bool l, bool r) => l.CompareTo(r),
            (Guid l, Guid r) => l.CompareTo(r),
            (DateTimeOffset l, DateTimeOffset r) => l.CompareTo(r),
            (TimeSpan l, TimeSpan r) => l.CompareTo(r),
            _ => null,
        };
    }

    /// <summary>Returns the result; null when an operand is not a number, or there is no result.</summary>
    public static object? Calculate(object? left, char sign, object? right)
    {
        if (sign == '+' && left is string l && right is string r)
            return l + r;
        if (left is null || right is null || !IsNumber(left) || !IsNumber(right))
            return null;

        try
        {
            return IsApproximate(left) || IsApproximate(right)
                ? Calculate(Double(left), sign, Double(right))
                : Calculate(Decimal(left), sign, Decimal(right));
        }
        catch (Exception e) when (e is DivideByZeroException or OverflowException)
        {
            return null;
        }
    }

    private static T Calculate<T>(T left, char sign, T right)
        where T : System.Numerics.INumber<T> => sign switch
        {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            '/' => left / right,
            '%' => left % right,
            _ => throw new ArgumentOutOfRangeException(nameof(sign), sign, null),
        };

    private static object Plain(object value) => value switch
    {
        DateTime time => new DateTimeOffset(time.ToUniversalTime()),
        Uri uri => uri.OriginalString,
        char letter => letter.ToString(),
        _ => value,
    };

    private static bool IsNumber(object value) =>
        value is byte or sbyte or short or ushort or int or uint or long or ulong or decimal || IsApproximate(value);

    private static bool IsApproximate(object value) => value is double or float;

    private static double Double(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static decimal Decimal(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);
}
