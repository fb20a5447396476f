using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Tests.Chat;

/// <summary>The answer to "where is my order?" in each state.</summary>
public sealed class StatusTextsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly Capture Captured = new("CAP-1", 1, Usd(25_00), Usd(1_00), Now, Late: false);
    private static readonly Shipment Sent = new("shp-1", [0], Now.AddHours(2)) { Carrier = "USPS", TrackingNumber = "9400" };

    private static readonly Order Open = new()
    {
        Id = "ord-1",
        ConversationId = "cnv-1",
        SellerId = "sel-1",
        BuyerId = "byr-1",
        Lines = [new OrderLine("Mug", 2, Usd(12_50))],
        Shipping = Usd(0),
        Tax = Usd(0),
        Kind = FulfilmentKind.Ship,
        Terms = new OrderTerms(),
        SentAt = Now,
        ExpiresAt = Now.AddDays(1),
    };

    private static readonly Order Paid = Open with { Request = RequestState.Accepted, Capture = Captured };
    private static readonly Order Shipped = Paid with { Shipments = [Sent] };

    [Fact]
    public void For_Unpaid_SaysUntilWhenToPay() =>
        Assert.Equal("Mug, 25.00 USD: waiting for your payment until 6 January 12:00 UTC.", Of(Open));

    [Theory]
    [InlineData(FulfilmentKind.Ship, "paid, to be shipped; the seller has time until")]
    [InlineData(FulfilmentKind.Pickup, "paid, to be handed over; the seller has time until")]
    [InlineData(FulfilmentKind.Service, "paid, to be provided; the seller has time until")]
    public void For_Paid_SaysWhatTheSellerHasToDoUntilWhen(FulfilmentKind kind, string expected) =>
        Assert.Contains(expected, Of(Paid with { Kind = kind }), StringComparison.Ordinal);

    [Fact]
    public void For_Shipped_SaysWhenAndWithWhom() =>
        Assert.Equal("Mug, 25.00 USD: shipped on 5 January 14:00 UTC with USPS 9400.", Of(Shipped));

    [Fact]
    public void For_Delivered_SaysWhen() =>
        Assert.Equal(
            "Mug, 25.00 USD: delivered on 8 January 12:00 UTC.",
            Of(Shipped with { Shipments = [Sent with { DeliveredAt = Now.AddDays(3) }] }));

    /// <summary>The shipping date once followed "paid out"; when the seller is paid is not the buyer's concern.</summary>
    [Theory]
    [InlineData(PayoutState.Paid)]
    [InlineData(PayoutState.Returned)]
    public void For_PaidOut_SaysWhereTheGoodsAre(PayoutState state)
    {
        var paidOut = Shipped with { Payouts = [new Payout(1, state, Usd(23_00), Now.AddDays(4))] };

        Assert.Equal(Of(Shipped), Of(paidOut));
    }

    [Fact]
    public void For_Refunded_SaysHowMuchAndNoShippingDate()
    {
        var refunded = Shipped with { Refunds = [new Refund(1, RefundState.Completed, RefundReason.Seller, Usd(25_00), Now)] };

        Assert.Equal("Mug, 25.00 USD: 25.00 USD has gone back to you.", Of(refunded));
    }

    /// <summary>A buyer whose payment had been refunded was once told "There is no paid order".</summary>
    [Fact]
    public void Help_AfterARefund_SaysWhereTheMoneyIs()
    {
        var refunded = Shipped with { Refunds = [new Refund(1, RefundState.Completed, RefundReason.Seller, Usd(25_00), Now)] };

        Assert.Contains("25.00 USD has gone back to you.", HelpTexts.For([refunded], onInstagram: false), StringComparison.Ordinal);
        Assert.Contains("Nothing has been paid", HelpTexts.For([Open], onInstagram: false), StringComparison.Ordinal);
    }

    [Fact]
    public void For_AReplacedRequest_SaysWhatToPay() => Assert.EndsWith(
        "replaced by the seller with a newer request: pay that one instead.",
        Of(Open with { Request = RequestState.Cancelled, ReplacedBy = "ord-2" }), StringComparison.Ordinal);

    [Theory]
    [InlineData(RequestState.Cancelled, "cancelled by the seller.")]
    [InlineData(RequestState.Declined, "declined by you.")]
    [InlineData(RequestState.Expired, "expired unpaid.")]
    public void For_EndedRequest_SaysWhoEndedIt(RequestState state, string expected) =>
        Assert.EndsWith(expected, Of(Open with { Request = state }), StringComparison.Ordinal);

    private static string Of(Order order) => StatusTexts.For([order]);

    private static Money Usd(long minorUnits) => new(minorUnits, "USD");
}
