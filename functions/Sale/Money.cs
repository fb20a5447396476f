using System.Globalization;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale;

/// <summary>An amount of money: a count of the currency's minor units (cents for USD). Arithmetic is checked and uses only
/// integers. In JSON: <c>{"amount":"12.50","currency":"USD"}</c>, with exactly the currency's minor digits.</summary>
/// <param name="MinorUnits">The count of minor units; negative only in the ledger.</param>
/// <param name="Currency">The ISO 4217 code.</param>
[JsonConverter(typeof(MoneyJsonConverter))]
public readonly record struct Money(long MinorUnits, string Currency) : IComparable<Money>
{
    /// <summary>The longest amount text, including the point.</summary>
    private const int MaxAmountLength = 15;

    /// <summary>Zero in this currency.</summary>
    public static Money Zero(string currency) => new(0, currency);

    /// <summary>Parses a decimal string such as <c>12.50</c>.</summary>
    /// <exception cref="MoneyFormatException">The text does not have exactly the currency's minor digits, is negative or too large,
    /// or the currency is unknown.</exception>
    public static Money Parse(string amount, string currency)
    {
        var digits = Currencies.MinorDigits(currency)
            ?? throw new MoneyFormatException("currency", $"Currency '{Shown(currency)}' is not known: use an ISO 4217 code such as USD.");
        var example = digits == 0 ? "12" : "12." + new string('5', 1) + new string('0', digits - 1);
        var point = amount.Length - digits - 1;
        var wellFormed = digits == 0
            ? amount.Length is > 0 and <= MaxAmountLength && amount.All(char.IsAsciiDigit)
            : amount.Length <= MaxAmountLength && point > 0 && amount[point] == '.'
              && amount.Where((_, i) => i != point).All(char.IsAsciiDigit);
        if (IsTooLarge(amount, digits))
            throw new MoneyFormatException(
                "amount",
                $"Amount '{Shown(amount)}' is too large: the largest amount is {Largest(currency, digits)}.");
        if (!wellFormed || (amount.Length > 1 && amount[0] == '0' && char.IsAsciiDigit(amount[1])))
            throw new MoneyFormatException(
                "amount",
                $"Amount '{Shown(amount)}' is not a positive {currency} amount: write it with exactly {digits} decimals, such as {example}."
            );

        return new Money(
            long.Parse(amount.Replace(".", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture),
            currency);
    }

    public static Money operator +(Money a, Money b) => new(a.MinorUnits + Same(a, b).MinorUnits, a.Currency);

    public static Money operator -(Money a, Money b) => new(a.MinorUnits - Same(a, b).MinorUnits, a.Currency);

    public static Money operator -(Money a) => new(-a.MinorUnits, a.Currency);

    public static Money operator *(Money a, int times) => new(a.MinorUnits * times, a.Currency);

    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;

    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;

    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    /// <summary>The smaller of two amounts of the same currency.</summary>
    public static Money Min(Money a, Money b) => a <= b ? a : b;

    /// <summary>The larger of two amounts of one currency.</summary>
    public static Money Max(Money a, Money b) => a >= b ? a : b;

    /// <summary>This amount × part ÷ whole, rounded half away from zero to a minor unit. The product is computed in 128 bits, so it
    /// cannot overflow.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="whole"/> is zero.</exception>
    public Money Share(Money part, Money whole)
    {
        var product = (Int128)MinorUnits * Same(this, part).MinorUnits;
        var divisor = (Int128)Same(this, whole).MinorUnits;
        var half = Int128.Abs(divisor) / 2;
        var rounded = (Int128.Abs(product) + half) / Int128.Abs(divisor);
        return new Money((long)(Int128.Sign(product) * Int128.Sign(divisor) < 0 ? -rounded : rounded), Currency);
    }

    /// <summary>This many hundredths of a percent of this amount, rounded half away from zero.</summary>
    public Money BasisPoints(int basisPoints) => Share(new Money(basisPoints, Currency), new Money(10_000, Currency));

    /// <summary>The amount alone, such as <c>12.50</c> or <c>-3.98</c>.</summary>
    public string ToDecimalString()
    {
        var digits = Currencies.MinorDigits(Currency) ?? 2;
        var text = Math.Abs(MinorUnits).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var sign = MinorUnits < 0 ? "-" : "";
        return digits == 0 ? sign + text : $"{sign}{text[..^digits]}.{text[^digits..]}";
    }

    public int CompareTo(Money other) => MinorUnits.CompareTo(Same(this, other).MinorUnits);

    public override string ToString() => $"{ToDecimalString()} {Currency}";

    private static Money Same(Money a, Money b) => a.Currency == b.Currency
        ? b
        : throw new InvalidOperationException($"{a.Currency} and {b.Currency} do not mix.");

    /// <summary>Well-formed, but with more digits before the point than are accepted.</summary>
    private static bool IsTooLarge(string amount, int digits)
    {
        if (amount.Length <= MaxAmountLength || amount[0] == '0')
            return false;
        var point = amount.Length - digits - 1;
        return amount.Where((_, i) => digits == 0 || i != point).All(char.IsAsciiDigit) && (digits == 0 || amount[point] == '.');
    }

    private static Money Largest(string currency, int digits) =>
        new(long.Parse(new string('9', digits == 0 ? MaxAmountLength : MaxAmountLength - 1), CultureInfo.InvariantCulture), currency);

    private static string Shown(string text) => text.Length <= 20 ? text : text[..20] + "…";
}
