using System.Globalization;
using System.Text.Json;
using ChatPay.Functions.Sale;
using CsCheck;

namespace ChatPay.Functions.Tests.Shared;

public sealed class MoneyTests
{
    private static readonly Gen<string> Currency = Gen.Int[0, 3].Select(i => new[] { "USD", "EUR", "JPY", "CHF" }[i]);

    // As many digits as Parse accepts: 15 characters including the point.
    private static readonly Gen<Money> Amount = Gen.Select(
        Gen.Long[0, 99_999_999_999_999],
        Currency,
        (units, currency) => new Money(units, currency));

    [Fact]
    public void Money_PrintedAndParsed_IsTheSame() => Amount.Sample(money => Money.Parse(money.ToDecimalString(), money.Currency) == money);

    [Fact]
    public void Money_WrittenAndReadAsJson_IsTheSame() => Amount.Sample(money =>
        JsonSerializer.Deserialize<Money>(JsonSerializer.Serialize(money, ChatPayJson.Api), ChatPayJson.Api) == money);

    [Fact]
    public void StoredMoney_Negative_IsReadBack() => Amount.Sample(money =>
        JsonSerializer.Deserialize<Money>(JsonSerializer.Serialize(-money, ChatPayJson.Stored), ChatPayJson.Stored) == -money);

    [Fact]
    public void Parse_AnyText_GivesMoneyThatPrintsAsThatTextOrARefusal() =>
        Gen.Select(Gen.String["0123456789.-+ ,e"], Currency)
            .Sample(
                (text, currency) =>
                {
                    try
                    {
                        return Money.Parse(text, currency).ToDecimalString() == text;
                    }
                    catch (MoneyFormatException e)
                    {
                        return e.Field == "amount";
                    }
                });

    [Theory]
    [InlineData("12.5")]
    [InlineData("12.500")]
    [InlineData("12")]
    [InlineData("12.")]
    [InlineData(".50")]
    [InlineData("-12.50")]
    [InlineData("+12.50")]
    [InlineData(" 12.50")]
    [InlineData("1,250")]
    [InlineData("012.50")]
    [InlineData("1e3.00")]
    [InlineData("")]
    [InlineData("١٢.٥٠")]
    public void Parse_NotExactlyTwoDecimals_RefusesAndSaysWhatToWrite(string text)
    {
        var e = Assert.Throws<MoneyFormatException>(() => Money.Parse(text, "USD"));
        Assert.Contains("12.50", e.Message, StringComparison.Ordinal);
    }

    /// <summary>The error was once "Write it with exactly 2 decimals", for an amount that had them.</summary>
    [Theory]
    [InlineData("1000000000000.00", "USD", "999999999999.99 USD")]
    [InlineData("1000000000000000", "JPY", "999999999999999 JPY")]
    public void Parse_TooLarge_SaysTheLargest(string text, string currency, string largest)
    {
        Assert.EndsWith(
            $"the largest amount is {largest}.",
            Assert.Throws<MoneyFormatException>(() => Money.Parse(text, currency)).Message,
            StringComparison.Ordinal);
        Assert.Equal(largest, Money.Parse(largest[..^4], currency).ToString());
    }

    [Fact]
    public void Parse_UnknownCurrency_NamesTheField() =>
        Assert.Equal("currency", Assert.Throws<MoneyFormatException>(() => Money.Parse("12.50", "usd")).Field);

    [Theory]
    [InlineData("""{"amount":12.50,"currency":"USD"}""")]
    [InlineData("""{"amount":"12.50"}""")]
    [InlineData("""{"currency":"USD"}""")]
    [InlineData("12.50")]
    [InlineData("\"12.50\"")]
    public void Json_NotTheObject_Refuses(string json) =>
        Assert.Throws<MoneyFormatException>(() => JsonSerializer.Deserialize<Money>(json, ChatPayJson.Api));

    [Fact]
    public void Json_NegativeFromACaller_Refuses() =>
        Assert.Throws<MoneyFormatException>(() =>
            JsonSerializer.Deserialize<Money>("""{"amount":"-1.00","currency":"USD"}""", ChatPayJson.Api));

    [Fact]
    public void Arithmetic_BeyondTheRange_ThrowsInsteadOfWrapping()
    {
        var most = new Money(long.MaxValue, "USD");
        Assert.Throws<OverflowException>(() => most + new Money(1, "USD"));
        Assert.Throws<OverflowException>(() => -most - new Money(2, "USD"));
        Assert.Throws<OverflowException>(() => most * 2);
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue, "USD"));
        Assert.Throws<OverflowException>(() => most.Share(new Money(2, "USD"), new Money(1, "USD")));
    }

    [Fact]
    public void Arithmetic_TwoCurrencies_Throws() =>
        Assert.Throws<InvalidOperationException>(() => new Money(1, "USD") + new Money(1, "EUR"));

    [Fact]
    public void Share_OfAllParts_IsWithinAMinorUnitOfEach() =>
        Gen.Select(Gen.Long[0, 1_000_000_00], Gen.Long[0, 1_000_000_00], Gen.Long[1, 1_000_000_00])
            .Sample(
                (amount, part, whole) =>
                {
                    var share = new Money(amount, "USD").Share(new Money(part, "USD"), new Money(whole, "USD")).MinorUnits;
                    // |share − amount × part ÷ whole| ≤ ½, without leaving integers.
                    return Int128.Abs((2 * (Int128)share * whole) - (2 * (Int128)amount * part)) <= whole;
                });

    [Theory]
    [InlineData("1.00", 290, "0.03")]
    [InlineData("0.50", 100, "0.01")]
    [InlineData("100.00", 500, "5.00")]
    [InlineData("100.00", 0, "0.00")]
    public void BasisPoints_Half_RoundsUp(string amount, int points, string expected) =>
        Assert.Equal(expected, Money.Parse(amount, "USD").BasisPoints(points).ToDecimalString());

    [Fact]
    public void ToString_Negative_KeepsTheSignOfLessThanOne() =>
        Assert.Equal("-0.05 USD", string.Create(CultureInfo.InvariantCulture, $"{new Money(-5, "USD")}"));
}
