using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;

namespace ChatPay.Functions.Tests.Orders;

public sealed class ShipmentTransitionsTests
{
    [Fact]
    public void Mark_NotPaid_IsRefused()
    {
        foreach (var sale in new[] { ScriptedSale.Requested(), ScriptedSale.Approved(), ScriptedSale.Capturing(), ScriptedSale.Pending() })
            sale.IsRefused("not-paid", Mark("shp-1"));
        ScriptedSale
            .Pending()
            .Did(RequestTransitions.Cancel)
            .Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()))
            .IsRefused("not-paid", Mark("shp-1"));
    }

    [Fact]
    public void Mark_Refunded_IsRefusedEvenWhenTheRefundFailed()
    {
        // Its orchestration has ended: the seller would not be paid, and the buyer is owed the refund.
        var sale = ScriptedSale.Refunding().IsRefused("refunded", Mark("shp-1"));
        sale.Did(o => RefundTransitions.Fail(o, 1, "REFUSED", sale.Now)).IsRefused("refunded", Mark("shp-1"));
    }

    [Fact]
    public void Mark_TheSameShipmentAgain_ChangesNothing() =>
        ScriptedSale.Paid(lines: 3).Did(Mark("shp-1", 1)).HasNothingToDo(Mark("shp-1", 1));

    [Fact]
    public void Mark_NoLines_MarksWhatIsLeft()
    {
        var sale = ScriptedSale.Paid(lines: 3).Did(Mark("shp-1", 1)).Did(Mark("shp-2"));
        Assert.Equal([0, 2], sale.Order.Shipments[1].Lines);
        Assert.Equal(ScriptedSale.Start, sale.Order.FulfilledAt);
    }

    [Fact]
    public void Mark_SomeLines_FulfilsWithTheLast()
    {
        var sale = ScriptedSale.Paid(lines: 3).Did(Mark("shp-1", 2)).Did(Mark("shp-2", 0));
        Assert.Null(sale.Order.FulfilledAt);
        Assert.Null(sale.Order.DueAt);
        Assert.Equal(OrderStatus.PartlyShipped, OrderStatuses.ForSeller(sale.Order));

        var last = ScriptedSale.Start + TimeSpan.FromHours(30);
        sale.Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-3", last, "USPS 1", 1)));
        Assert.Equal(last, sale.Order.FulfilledAt);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void Mark_UnknownLine_IsRefused(int line) => ScriptedSale.Paid(lines: 2).IsRefused("no-such-line", Mark("shp-1", 0, line));

    [Fact]
    public void Mark_Twice_IsRefused()
    {
        ScriptedSale.Shipped().IsRefused("already-shipped", Mark("shp-2"));
        ScriptedSale.Shipped().IsRefused("already-shipped", Mark("shp-2", 0));
        ScriptedSale.Paid(lines: 2).Did(Mark("shp-1", 0)).IsRefused("already-shipped", Mark("shp-2", 0, 1));
    }

    [Fact]
    public void Unmark_InTheHold_ClearsTheDueTimeAndMarkingAgainStartsANewHold()
    {
        var sale = ScriptedSale.Shipped();
        var taken = ScriptedSale.Start + TimeSpan.FromHours(50);
        sale.Did(Unmark("shp-1", taken)).HasNothingToDo(Unmark("shp-1", taken + TimeSpan.FromHours(1)));
        Assert.Null(sale.Order.DueAt);
        Assert.Equal(OrderStage.ToShip, OrderProgress.Of(sale.Order).Stage);

        sale.Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-2", taken, "USPS 2")));
        Assert.Equal(taken + TimeSpan.FromHours(72), sale.Order.DueAt);
    }

    /// <summary>The reserve is the sale's second payout: the first one has been paid, and unshipped goods would be refunded.</summary>
    [Fact]
    public void Unmark_PaidBeforeAndSomethingReleasedSince_IsRefused()
    {
        var sale = ScriptedSale.PaidOut(ScriptedSale.ExampleTerms with { ReserveBasisPoints = 1_000 });
        sale.Now += ScriptedSale.ExampleTerms.ReserveFor;
        sale.Did(o => ReserveTransitions.End(o, PayoutTransitions.Blocks(o, sellerIsActive: true), sale.Now));
        Assert.Equal(PayoutState.Released, sale.Order.CurrentPayout!.State);
        sale.IsRefused("payout-submitted", Unmark("shp-1", sale.Now));
    }

    [Fact]
    public void Unmark_OneOfTwo_LeavesTheOther()
    {
        var sale = ScriptedSale.Paid(lines: 2).Did(Mark("shp-1", 0)).Did(Mark("shp-2", 1)).Did(Unmark("shp-1", ScriptedSale.Start));
        Assert.Equal(OrderStatus.PartlyShipped, OrderStatuses.ForSeller(sale.Order));
        sale.IsRefused("already-shipped", Mark("shp-3", 1)).Did(Mark("shp-3", 0));
        Assert.NotNull(sale.Order.FulfilledAt);
    }

    [Fact]
    public void Unmark_Released_TakesTheReleaseBack()
    {
        var sale = ScriptedSale.Released();
        sale.Did(Unmark("shp-1", sale.Now));
        Assert.Equal(PayoutState.NothingDue, sale.Order.CurrentPayout!.State);
        Assert.Equal([OrderEventType.ShipmentUnmarked, OrderEventType.PayoutTakenBack], sale.Events[^2..]);
        sale.IsRefused("not-released", sale.Submit("bat-1"));
    }

    [Fact]
    public void Unmark_Submitted_IsRefusedFromThenOn()
    {
        var sale = ScriptedSale.Submitted().IsRefused("payout-submitted", Unmark("shp-1", ScriptedSale.Start));
        sale.Did(o => PayoutTransitions.Process(o, 1, "ITEM1")).IsRefused("payout-submitted", Unmark("shp-1", ScriptedSale.Start));
        sale.Did(o => PayoutTransitions.Pay(o, 1, "ITEM1", ScriptedSale.Usd("0.25"), sale.Now))
            .IsRefused("payout-submitted", Unmark("shp-1", ScriptedSale.Start));
    }

    [Fact]
    public void Unmark_UnknownShipment_IsRefused() =>
        ScriptedSale.Shipped().IsRefused("not-found", Unmark("shp-9", ScriptedSale.Start));

    [Fact]
    public void ShipBy_NothingTakenBack_IsSevenDaysAfterPayment() =>
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromDays(7), ScriptedSale.Paid().Order.ShipBy);

    [Theory]
    [InlineData(0, 168)]
    [InlineData(119, 168)]
    [InlineData(121, 169)]
    [InlineData(167, 215)]
    public void ShipBy_Unmarked_IsTheLaterOfTheOldAndFortyEightHoursFromThen(int takenBackAfterHours, int expectedHours)
    {
        var sale = ScriptedSale.Shipped().Did(Unmark("shp-1", ScriptedSale.Start + TimeSpan.FromHours(takenBackAfterHours)));
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromHours(expectedHours), sale.Order.ShipBy);
    }

    [Fact]
    public void ShipBy_NotPaid_IsNone() => Assert.Null(ScriptedSale.Requested().Order.ShipBy);

    [Theory]
    [InlineData("USPS 1", "USPS 2", 72)]
    [InlineData(null, null, 96)]
    [InlineData("USPS 1", null, 96)]
    [InlineData(null, "USPS 2", 96)]
    [InlineData("USPS 1", "MyOwnPost 2", 96)]
    public void DueAt_ByTracking_RunsFromTheLastShipment(string? first, string? second, int hours)
    {
        var last = ScriptedSale.Start + TimeSpan.FromHours(10);
        var sale = ScriptedSale.Paid(lines: 2)
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, first, 0)))
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-2", last, second, 1)));
        Assert.Equal(last + TimeSpan.FromHours(hours), sale.Order.DueAt);
    }

    private static Func<Order, Decision> Mark(string id, params int[] lines) =>
        order => ShipmentTransitions.Mark(order, ScriptedSale.Parcel(id, ScriptedSale.Start, "USPS 1", lines));

    private static Func<Order, Decision> Unmark(string id, DateTimeOffset at) => order => ShipmentTransitions.Unmark(order, id, at);
}
