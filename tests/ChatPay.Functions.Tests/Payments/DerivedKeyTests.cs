using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using CsCheck;

namespace ChatPay.Functions.Tests.Payments;

public sealed class DerivedKeyTests
{
    [Fact]
    public void Keys_OfEachKind_AreReadBackByTheirOwnKindOnly()
    {
        Assert.Equal(("ord-1", 2), Checkout.Parse(Checkout.Key("ord-1", 2)));
        Assert.Equal(("ord-1", 3), Refund.Parse(Refund.Key("ord-1", 3)));
        Assert.Equal(("ord-1", int.MaxValue), Payout.Parse(Payout.Key("ord-1", int.MaxValue)));
        Assert.Null(Checkout.Parse(Checkout.CaptureKey("ord-1", 1)));
        Assert.Null(Refund.Parse(Checkout.Key("ord-1", 1)));
    }

    [Fact]
    public void Payout_Key_FitsIntoASenderItemId() => Assert.True(Payout.Key(Ids.Derived("ord", "a"), int.MaxValue).Length <= 63);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("refund")]
    [InlineData("ord-1")]
    [InlineData("ord-1-refund-")]
    [InlineData("ord-1-refund-0")]
    [InlineData("ord-1-refund--1")]
    [InlineData("ord-1-refund-+1")]
    [InlineData("ord-1-refund- 1")]
    [InlineData("ord-1-refund-1 ")]
    [InlineData("ord-1-refund-1x")]
    [InlineData("ord-1-refund-2147483648")]
    [InlineData("ord-1-refund-١")]
    [InlineData("-refund-1")]
    [InlineData("ord-1-REFUND-1")]
    [InlineData("ord-1-refund-01")]
    public void Parse_NoneOfOurs_IsNull(string? text) => Assert.Null(Refund.Parse(text));

    [Fact]
    public void Parse_AnyText_IsNullOrTheVeryKey() => Gen.String["ord-1efundx 09"].Where(t => t.Length > 0)
        .Select(Gen.Int[-1, 120], (order, n) => $"{order}-refund-{(n < 0 ? "0" + -n : n)}")
        .Sample(text => Refund.Parse(text) is not var (orderId, n) || Refund.Key(orderId, n) == text);
}
