using ChatPay.Functions.Sale;
using CsCheck;

namespace ChatPay.Functions.Tests.Shared;

public sealed class IdsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void New_AtOneInstant_SortsByTheOrderOfMaking()
    {
        var ids = new Ids(new FixedClock(Start));
        var made = Enumerable.Range(0, 1000).Select(_ => ids.New("msg")).ToList();
        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.Equal(made.Count, made.Distinct().Count());
    }

    [Fact]
    public void New_Later_SortsLater() => Gen.Int[1, int.MaxValue].Sample(milliseconds =>
    {
        var clock = new FixedClock(Start);
        var earlier = new Ids(clock).New("msg");
        clock.Now += TimeSpan.FromMilliseconds(milliseconds);
        return string.CompareOrdinal(earlier, new Ids(clock).New("msg")) < 0;
    });

    [Fact]
    public void New_WhenTheClockGoesBack_StillSortsAfter()
    {
        var clock = new FixedClock(Start);
        var ids = new Ids(clock);
        var before = ids.New("msg");
        clock.Now -= TimeSpan.FromHours(1);
        Assert.True(string.CompareOrdinal(before, ids.New("msg")) < 0);
    }

    [Fact]
    public async Task New_ByManyAtOnce_IsNeverTheSame()
    {
        var ids = new Ids(new FixedClock(Start));
        var made = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 1000).Select(_ => ids.New("msg")).ToList())));
        Assert.Equal(8000, made.SelectMany(id => id).Distinct().Count());
    }

    [Fact]
    public void Ids_Any_HaveLettersDigitsAndHyphensOnly() => Gen.String.Sample(text =>
        Ids.Derived("ord", text).All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));

    [Fact]
    public void Derived_SameParts_IsTheSame() => Assert.Equal(Ids.Derived("ord", "caller", "key"), Ids.Derived("ord", "caller", "key"));

    [Fact]
    public void Derived_PartsCutElsewhere_Differs() =>
        Assert.NotEqual(Ids.Derived("ord", "ab", "c"), Ids.Derived("ord", "a", "bc"));

    [Fact]
    public void DerivedKey_OfAnOrder_IsReadBack() => Gen.Select(Gen.String, Gen.Int[1, int.MaxValue]).Sample((text, number) =>
    {
        var orderId = Ids.Derived("ord", text);
        return DerivedKey.Parse(DerivedKey.Of(orderId, "payout", number), "payout") == (orderId, number)
            && DerivedKey.Parse(DerivedKey.Of(orderId, "payout", number), "refund") is null;
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-payout-1")]
    [InlineData("ord-x-payout-")]
    [InlineData("ord-x-payout-0")]
    [InlineData("ord-x-payout--1")]
    [InlineData("ord-x-payout-99999999999")]
    public void DerivedKey_NoneOfOurs_IsNull(string? text) => Assert.Null(DerivedKey.Parse(text, "payout"));
}
