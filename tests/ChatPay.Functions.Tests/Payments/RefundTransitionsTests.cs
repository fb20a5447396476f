using ChatPay.Functions.Orchestrations;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

public sealed class RefundTransitionsTests
{
    private static readonly DateTimeOffset Deadline = ScriptedSale.Start + TimeSpan.FromDays(7);

    [Fact]
    public void RefundUnshipped_AtTheDeadline_DecidesOnceAndStartsItsOrchestration()
    {
        var sale = ScriptedSale.Refunding().HasNothingToDo(o => RefundDecisions.RefundUnshipped(o, Deadline));
        var refund = Assert.Single(sale.Order.Refunds);
        Assert.Equal(
            (1, RefundState.Approved, RefundReason.Unshipped, ScriptedSale.Usd("100.00")),
            (refund.Number, refund.State, refund.Reason, refund.Amount));
        Assert.Equal((ScriptedSale.Usd("91.02"), ScriptedSale.Usd("5.00")), (refund.FromSeller, refund.FromPlatform));
        Assert.Equal([new OrchestrationStart(nameof(RefundLifecycle), "ord-1-refund-1")], sale.Starts);
    }

    [Fact]
    public void RefundUnshipped_PartlyShipped_RefundsTheRestAndHoldsWhatWasShipped()
    {
        var sale = ScriptedSale
            .Paid(lines: 4)
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1", 0, 1, 2)));
        sale.Now = Deadline;
        sale.Did(o => RefundDecisions.RefundUnshipped(o, Deadline)).HasNothingToDo(o => RefundDecisions.RefundUnshipped(o, Deadline));

        // Row 7: a quarter of 100.00 goes back, the platform's fee of it with it; the processor keeps its fee.
        var refund = Assert.Single(sale.Order.Refunds);
        Assert.Equal(
            (ScriptedSale.Usd("25.00"), ScriptedSale.Usd("23.75"), ScriptedSale.Usd("1.25")),
            (refund.Amount, refund.FromSeller, refund.FromPlatform));
        Assert.Equal(ScriptedSale.Usd("67.27"), sale.Order.Net);
        Assert.Equal(Deadline, sale.Order.FulfilledAt);
        Assert.Equal(OrderStage.InHold, OrderProgress.Of(sale.Order).Stage);
        sale.IsRefused("refunded", o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-2", Deadline, "USPS 2", 3)));

        sale.Now = Deadline + TimeSpan.FromHours(72);
        sale.IsRefused("blocked", sale.Release);
        sale.Did(o => RefundTransitions.Complete(o, 1, "R", sale.Now)).Did(sale.Release);
        Assert.Equal(ScriptedSale.Usd("67.27"), sale.Order.CurrentPayout!.Amount);
    }

    [Fact]
    public void RefundUnshipped_TheShippedRestIsUnmarkedLater_RefundsThatToo()
    {
        var sale = ScriptedSale
            .Paid(lines: 2)
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, null, 0)));
        sale.Now = Deadline;
        sale.Did(o => RefundDecisions.RefundUnshipped(o, Deadline)).Did(o => ShipmentTransitions.Unmark(o, "shp-1", Deadline));
        Assert.Equal(OrderStage.ToShip, OrderProgress.Of(sale.Order).Stage);

        var later = Deadline + TimeSpan.FromHours(48);
        sale.Did(o => RefundDecisions.RefundUnshipped(o, later));
        Assert.Equal(sale.Order.Capture!.Gross, sale.Order.Refunded);
        Assert.Equal(OrderStage.Refunded, OrderProgress.Of(sale.Order).Stage);
    }

    [Fact]
    public void RefundUnshipped_OnlyAGiftIsMissing_MovesNoMoney()
    {
        var sale = ScriptedSale.Paid(lines: 2);
        var gift = sale.Order with { Lines = [sale.Order.Lines[0], sale.Order.Lines[1] with { UnitPrice = ScriptedSale.Usd("0.00") }] };
        gift = ShipmentTransitions.Mark(gift, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, null, 0)).Change!.Order;
        var change = RefundDecisions.RefundUnshipped(gift, Deadline).Change!;
        Assert.Empty(change.Ledger);
        Assert.Empty(change.Starts);
        Assert.NotNull(change.Order.FulfilledAt);
    }

    [Fact]
    public void RefundUnshipped_BeforeTheDeadline_IsRefused() =>
        ScriptedSale.Paid().IsRefused("not-overdue", o => RefundDecisions.RefundUnshipped(o, Deadline - TimeSpan.FromTicks(1)));

    [Fact]
    public void RefundUnshipped_MarkedInTheLastMoment_IsRefused() =>
        ScriptedSale.Shipped().IsRefused("shipped", o => RefundDecisions.RefundUnshipped(o, Deadline));

    [Fact]
    public void RefundUnshipped_NotPaidOrPaidLate_HasNothingToDo()
    {
        ScriptedSale.Requested().HasNothingToDo(o => RefundDecisions.RefundUnshipped(o, Deadline));
        ScriptedSale.Pending().Did(RequestTransitions.Cancel).Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()))
            .HasNothingToDo(o => RefundDecisions.RefundUnshipped(o, Deadline));
    }

    [Fact]
    public void Refund_AllItsSteps_AreTakenOnce()
    {
        var sale = ScriptedSale.Refunding();
        sale.HasNothingToDo(o => RefundTransitions.OutcomeUnknown(o, 1));
        sale.Did(o => RefundTransitions.Submit(o, 1)).HasNothingToDo(o => RefundTransitions.Submit(o, 1));
        sale.Did(o => RefundTransitions.OutcomeUnknown(o, 1)).HasNothingToDo(o => RefundTransitions.OutcomeUnknown(o, 1));
        sale.Did(o => RefundTransitions.Pend(o, 1, "R")).HasNothingToDo(o => RefundTransitions.Pend(o, 1, "R"));
        sale.Did(o => RefundTransitions.Complete(o, 1, "R", Deadline)).HasNothingToDo(o => RefundTransitions.Complete(o, 1, "R", Deadline));
        sale.HasNothingToDo(o => RefundTransitions.Fail(o, 1, "LATE_NEWS", Deadline))
            .HasNothingToDo(o => RefundTransitions.Pend(o, 1, "R"));
        Assert.Equal(
            [OrderEventType.RefundStarted, OrderEventType.RefundCompleted],
            sale.Events.SkipWhile(e => e != OrderEventType.RefundStarted));
        Assert.Equal(OrderStatus.Refunded, OrderStatuses.ForSeller(sale.Order));
    }

    [Fact]
    public void Refund_ThatTheOrderDoesNotHave_ChangesNothing()
    {
        var sale = ScriptedSale.Refunding();
        sale.HasNothingToDo(o => RefundTransitions.Submit(o, 2)).HasNothingToDo(o => RefundTransitions.Complete(o, 2, "R", Deadline))
            .HasNothingToDo(o => RefundTransitions.Fail(o, 0, "X", Deadline));
    }

    [Fact]
    public void Refund_Failed_GivesTheSellerTheNetBack()
    {
        var sale = ScriptedSale.Refunding().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline));
        Assert.Equal(ScriptedSale.Usd("91.02"), sale.Order.Net);
        Assert.Equal(ScriptedSale.Usd("0.00"), sale.Order.Refunded);
        sale.HasNothingToDo(o => RefundTransitions.Complete(o, 1, "R", Deadline));
    }

    [Fact]
    public void Refund_InTwoParts_ReturnsThePlatformsFeeOnce()
    {
        // The fee is 0.05; each half of 2.00 returns 0.025 of it, which rounded twice would be 0.06.
        var sale = ScriptedSale.Of(new OrderTerms { PlatformFeeBasisPoints = 250 }, ScriptedSale.Usd("2.00"), lines: 2)
            .Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start)).Did(o => CheckoutTransitions.Approve(o, 1, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured("2.00", "0.56")))
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, null, 0)))
            .Did(o => RefundDecisions.RefundUnshipped(o, Deadline))
            .Did(o => ShipmentTransitions.Unmark(o, "shp-1", Deadline))
            .Did(o => RefundDecisions.RefundUnshipped(o, Deadline + TimeSpan.FromHours(48)));
        Assert.Equal([ScriptedSale.Usd("0.03"), ScriptedSale.Usd("0.02")], sale.Order.Refunds.Select(r => r.FromPlatform));
        Assert.Equal(ScriptedSale.Usd("0.00"), sale.Order.Net);
    }

    [Fact]
    public void Refund_OddCents_SharesAddUpToTheAmount()
    {
        // 33.33 at 2.90 %: the platform's 0.97 comes back whole, the seller's part is what is left of the hold.
        var sale = ScriptedSale.Of(new OrderTerms { PlatformFeeBasisPoints = 290 }, ScriptedSale.Usd("33.33"))
            .Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start)).Did(o => CheckoutTransitions.Approve(o, 1, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured("33.33", "1.65")))
            .Did(o => RefundDecisions.RefundUnshipped(o, Deadline));
        var refund = sale.Order.Refunds[0];
        Assert.Equal((ScriptedSale.Usd("0.97"), ScriptedSale.Usd("30.71")), (refund.FromPlatform, refund.FromSeller));
        Assert.Equal(ScriptedSale.Usd("0.00"), sale.Order.Net);
    }
}
