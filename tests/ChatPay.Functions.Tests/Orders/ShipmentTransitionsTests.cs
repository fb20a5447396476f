using ChatPay.Functions.Orders;
using ChatPay.Functions.PaymentRequests;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Payouts;
using ChatPay.Functions.Payouts.Reserves;

namespace ChatPay.Functions.Tests.Orders;

public sealed class ShipmentTransitionsTests
{
    [Fact]
    public void Mark_NotPaid_IsRefused()
    {
        foreach (var sale in new[] { Sale.Requested(), Sale.Approved(), Sale.Capturing(), Sale.Pending() })
            sale.IsRefused("not-paid", Mark("shp-1"));
        Sale.Pending().Did(RequestTransitions.Cancel).Did(o => CheckoutTransitions.RecordCapture(o, Sale.Captured())).IsRefused("not-paid", Mark("shp-1"));
    }

    [Fact]
    public void Mark_Refunded_IsRefusedEvenWhenTheRefundFailed()
    {
        // Its orchestration has ended: nobody would pay the seller, and the buyer has a claim.
        var sale = Sale.Refunding().IsRefused("refunded", Mark("shp-1"));
        sale.Did(o => RefundTransitions.Fail(o, 1, "REFUSED", sale.Now)).IsRefused("refunded", Mark("shp-1"));
    }

    [Fact]
    public void Mark_TheSameShipmentAgain_ChangesNothing() =>
        Sale.Paid(lines: 3).Did(Mark("shp-1", 1)).HasNothingToDo(Mark("shp-1", 1));

    [Fact]
    public void Mark_NoLines_MarksWhatIsLeft()
    {
        var sale = Sale.Paid(lines: 3).Did(Mark("shp-1", 1)).Did(Mark("shp-2"));
        Assert.Equal([0, 2], sale.Order.Shipments[1].Lines);
        Assert.Equal(Sale.Start, sale.Order.FulfilledAt);
    }

    [Fact]
    public void Mark_SomeLines_FulfilsWithTheLast()
    {
        var sale = Sale.Paid(lines: 3).Did(Mark("shp-1", 2)).Did(Mark("shp-2", 0));
        Assert.Null(sale.Order.FulfilledAt);
        Assert.Null(sale.Order.DueAt);
        Assert.Equal(OrderStatus.PartlyShipped, OrderStatuses.ForSeller(sale.Order));

        var last = Sale.Start + TimeSpan.FromHours(30);
        sale.Did(o => ShipmentTransitions.Mark(o, Sale.Parcel("shp-3", last, "USPS 1", 1)));
        Assert.Equal(last, sale.Order.FulfilledAt);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void Mark_UnknownLine_IsRefused(int line) => Sale.Paid(lines: 2).IsRefused("no-such-line", Mark("shp-1", 0, line));

    [Fact]
    public void Mark_Twice_IsRefused()
    {
        Sale.Shipped().IsRefused("already-shipped", Mark("shp-2"));
        Sale.Shipped().IsRefused("already-shipped", Mark("shp-2", 0));
        Sale.Paid(lines: 2).Did(Mark("shp-1", 0)).IsRefused("already-shipped", Mark("shp-2", 0, 1));
    }

    [Fact]
    public void Unmark_InTheHold_ClearsTheDueTimeAndMarkingAgainStartsANewHold()
    {
        var sale = Sale.Shipped();
        var taken = Sale.Start + TimeSpan.FromHours(50);
        sale.Did(Unmark("shp-1", taken)).HasNothingToDo(Unmark("shp-1", taken + TimeSpan.FromHours(1)));
        Assert.Null(sale.Order.DueAt);
        Assert.Equal(OrderStage.ToShip, OrderProgress.Of(sale.Order).Stage);

        sale.Did(o => ShipmentTransitions.Mark(o, Sale.Parcel("shp-2", taken, "USPS 2")));
        Assert.Equal(taken + TimeSpan.FromHours(72), sale.Order.DueAt);
    }

    /// <summary>The reserve is the second payout of the sale: the first one has been paid, and what is not shipped would be refunded.</summary>
    [Fact]
    public void Unmark_PaidBeforeAndSomethingReleasedSince_IsRefused()
    {
        var sale = Sale.PaidOut(Sale.ExampleTerms with { ReserveBasisPoints = 1_000 });
        sale.Now += Sale.ExampleTerms.ReserveFor;
        sale.Did(o => ReserveTransitions.End(o, PayoutTransitions.Blocks(o, sellerIsActive: true), sale.Now));
        Assert.Equal(PayoutState.Released, sale.Order.CurrentPayout!.State);
        sale.IsRefused("payout-submitted", Unmark("shp-1", sale.Now));
    }

    [Fact]
    public void Unmark_OneOfTwo_LeavesTheOther()
    {
        var sale = Sale.Paid(lines: 2).Did(Mark("shp-1", 0)).Did(Mark("shp-2", 1)).Did(Unmark("shp-1", Sale.Start));
        Assert.Equal(OrderStatus.PartlyShipped, OrderStatuses.ForSeller(sale.Order));
        sale.IsRefused("already-shipped", Mark("shp-3", 1)).Did(Mark("shp-3", 0));
        Assert.NotNull(sale.Order.FulfilledAt);
    }

    [Fact]
    public void Unmark_Released_TakesTheReleaseBack()
    {
        var sale = Sale.Released();
        sale.Did(Unmark("shp-1", sale.Now));
        Assert.Equal(PayoutState.NothingDue, sale.Order.CurrentPayout!.State);
        Assert.Equal([OrderEventType.ShipmentUnmarked, OrderEventType.PayoutTakenBack], sale.Events[^2..]);
        sale.IsRefused("not-released", sale.Submit("bat-1"));
    }

    [Fact]
    public void Unmark_Submitted_IsRefusedFromThenOn()
    {
        var sale = Sale.Submitted().IsRefused("payout-submitted", Unmark("shp-1", Sale.Start));
        sale.Did(o => PayoutTransitions.Process(o, 1, "ITEM1")).IsRefused("payout-submitted", Unmark("shp-1", Sale.Start));
        sale.Did(o => PayoutTransitions.Pay(o, 1, "ITEM1", Sale.Usd("0.25"), sale.Now)).IsRefused("payout-submitted", Unmark("shp-1", Sale.Start));
    }

    [Fact]
    public void Unmark_UnknownShipment_IsRefused() => Sale.Shipped().IsRefused("no-such-shipment", Unmark("shp-9", Sale.Start));

    [Fact]
    public void ShipBy_NothingTakenBack_IsSevenDaysAfterPayment() => Assert.Equal(Sale.Start + TimeSpan.FromDays(7), Sale.Paid().Order.ShipBy);

    [Theory]
    [InlineData(0, 168)]
    [InlineData(119, 168)]
    [InlineData(121, 169)]
    [InlineData(167, 215)]
    public void ShipBy_Unmarked_IsTheLaterOfTheOldAndFortyEightHoursFromThen(int takenBackAfterHours, int expectedHours)
    {
        var sale = Sale.Shipped().Did(Unmark("shp-1", Sale.Start + TimeSpan.FromHours(takenBackAfterHours)));
        Assert.Equal(Sale.Start + TimeSpan.FromHours(expectedHours), sale.Order.ShipBy);
    }

    [Fact]
    public void ShipBy_NotPaid_IsNone() => Assert.Null(Sale.Requested().Order.ShipBy);

    [Theory]
    [InlineData("USPS 1", "USPS 2", 72)]
    [InlineData(null, null, 96)]
    [InlineData("USPS 1", null, 96)]
    [InlineData(null, "USPS 2", 96)]
    [InlineData("USPS 1", "MyOwnPost 2", 96)]
    public void DueAt_ByTracking_RunsFromTheLastShipment(string? first, string? second, int hours)
    {
        var last = Sale.Start + TimeSpan.FromHours(10);
        var sale = Sale.Paid(lines: 2)
            .Did(o => ShipmentTransitions.Mark(o, Sale.Parcel("shp-1", Sale.Start, first, 0)))
            .Did(o => ShipmentTransitions.Mark(o, Sale.Parcel("shp-2", last, second, 1)));
        Assert.Equal(last + TimeSpan.FromHours(hours), sale.Order.DueAt);
    }

    private static Func<Order, Decision> Mark(string id, params int[] lines) => order => ShipmentTransitions.Mark(order, Sale.Parcel(id, Sale.Start, "USPS 1", lines));

    private static Func<Order, Decision> Unmark(string id, DateTimeOffset at) => order => ShipmentTransitions.Unmark(order, id, at);
}
