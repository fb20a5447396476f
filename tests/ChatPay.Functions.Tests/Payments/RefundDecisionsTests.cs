using ChatPay.Functions.Ledger;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Payouts;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>What seller, operator and buyer may decide, and where the money comes from: held, released, or paid out already.</summary>
public sealed class RefundDecisionsTests
{
    private static readonly AskedUnder First = new("key-1", "request-1");
    private static readonly AskedUnder Second = new("key-2", "request-2");

    [Fact]
    public void PartOfIt_InTheHold_IsTakenFromTheHeldMoney()
    {
        var sale = Sale.Shipped().Did(Give("20.00"));
        Booked(sale, "ord-1-refund-1", (Accounts.Held(Sale.SellerId), "19.00"), ("platform:fees", "1.00"), ("refund:inflight", "-20.00"));
        Assert.Equal([PayoutBlock.RefundInFlight], PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));

        Complete(sale, 1);
        sale.Now = Sale.Start + TimeSpan.FromHours(72);
        sale.Did(sale.Release);
        Assert.Equal(Sale.Usd("72.02"), sale.Order.CurrentPayout!.Amount);
        Assert.Equal(OrderStatus.Shipped, OrderStatuses.ForSeller(sale.Order));
    }

    [Fact]
    public void PartOfIt_Released_IsTakenFromThePayoutThatWaits()
    {
        var sale = Sale.Released().Did(Give("20.00"));
        Booked(sale, "ord-1-refund-1", (Accounts.Payable(Sale.SellerId), "19.00"), ("platform:fees", "1.00"), ("refund:inflight", "-20.00"));
        sale.IsRefused("blocked", sale.Submit("bat-1"));

        Complete(sale, 1);
        sale.Did(sale.Submit("bat-1")).Did(o => PayoutTransitions.Pay(o, 1, "ITEM1", Sale.Usd("0.25"), sale.Now));
        Assert.Equal(Sale.Usd("72.02"), sale.Order.CurrentPayout!.Amount);
    }

    [Fact]
    public void PartOfIt_ReleasedAndRefused_GoesBackToThePayoutThatWaits()
    {
        var sale = Sale.Released().Did(Give("20.00")).Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Sale.Start));
        Booked(sale, "ord-1-refund-1-failed", (Accounts.Payable(Sale.SellerId), "-19.00"), ("platform:fees", "-1.00"), ("refund:inflight", "20.00"));
        Assert.Equal(Sale.Usd("91.02"), sale.Order.CurrentPayout!.Amount);
    }

    [Fact]
    public void PartOfIt_ReleasedTakenBackAndRefused_GoesBackToTheHold()
    {
        var sale = Sale.Released().Did(Give("20.00")).Did(o => ShipmentTransitions.Unmark(o, "shp-1", Sale.Start))
            .Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Sale.Start));
        Booked(sale, "ord-1-refund-1-failed", (Accounts.Held(Sale.SellerId), "-19.00"), ("platform:fees", "-1.00"), ("refund:inflight", "20.00"));
        Assert.Equal(Sale.Usd("91.02"), sale.Order.Held);
    }

    [Fact]
    public void Everything_Released_EndsThePayoutWithNothing()
    {
        var sale = Sale.Released().Did(Give());
        Booked(sale, "ord-1-refund-1", (Accounts.Payable(Sale.SellerId), "91.02"), ("platform:fees", "5.00"), (Accounts.Debt(Sale.SellerId), "3.98"), ("refund:inflight", "-100.00"));
        sale.IsRefused("refunded", o => ShipmentTransitions.Unmark(o, "shp-1", sale.Now));

        Complete(sale, 1);
        Assert.Equal((PayoutState.NothingDue, OrderStage.Refunded, OrderStatus.Refunded), (sale.Order.CurrentPayout!.State, OrderProgress.Of(sale.Order).Stage, OrderStatuses.ForSeller(sale.Order)));
    }

    [Fact]
    public void PartOfIt_AfterThePayout_IsTheSellersDebt()
    {
        // LEDGER.md, row 9.
        var sale = Sale.PaidOut().Did(Give("20.00"));
        Booked(sale, "ord-1-refund-1", ("platform:fees", "1.00"), (Accounts.Debt(Sale.SellerId), "19.00"), ("refund:inflight", "-20.00"));
        Complete(sale, 1);
        Assert.Equal(Sale.Usd("19.00"), sale.Order.Debt);
        Assert.Equal(OrderStatus.PaidOut, OrderStatuses.ForSeller(sale.Order));
    }

    [Fact]
    public void AnyPart_WhileThePayoutIsOnItsWay_IsRefused() =>
        Sale.Submitted().IsRefused("payout-under-way", Give("20.00")).IsRefused("payout-under-way", Give());

    [Fact]
    public void TheLastLineToShip_Refunded_BeginsTheHoldAndWakesTheOrder()
    {
        var sale = Sale.Paid(lines: 2).Did(o => ShipmentTransitions.Mark(o, Sale.Parcel("shp-1", Sale.Start, "USPS 1", 0)));
        sale.Did(o => RefundDecisions.Give(o, RefundReason.Seller, new RefundWish(Lines: [1]), First, Sale.Start));

        Assert.Equal((Sale.Usd("50.00"), OrderStage.InHold), (sale.Order.Refunded, OrderProgress.Of(sale.Order).Stage));
        Assert.Contains(OrderSignals.Shipped, OrderSignals.For(OrderEventType.RefundStarted));
    }

    [Fact]
    public void EachLineForItself_NothingShipped_GivesShippingBackWithTheLast()
    {
        var sale = Sale.Of(Sale.ExampleTerms, Sale.Usd("100.00"), lines: 3);
        Assert.Equal(Sale.Usd("0.01"), sale.Order.Shipping);
        Pay(sale);
        foreach (var line in new[] { 0, 1, 2 })
        {
            sale.Did(o => RefundDecisions.Give(o, RefundReason.Seller, new RefundWish(Lines: [line]), new("key" + line, ""), Sale.Start));
            Complete(sale, line + 1);
        }

        Assert.Equal([Sale.Usd("33.33"), Sale.Usd("33.33"), Sale.Usd("33.34")], sale.Order.Refunds.Select(r => r.Amount));
        Assert.Equal((Sale.Usd("0.00"), OrderStage.Refunded), (sale.Order.Net, OrderProgress.Of(sale.Order).Stage));
    }

    [Fact]
    public void ShippedLine_Refunded_DoesNotMoveTheHold()
    {
        var sale = Sale.Paid(lines: 2).Did(o => ShipmentTransitions.Mark(o, Sale.Parcel("shp-1", Sale.Start, "USPS 1")));
        var due = sale.Order.DueAt;
        sale.Did(o => RefundDecisions.Give(o, RefundReason.Seller, new RefundWish(Lines: [1]), First, Sale.Start + TimeSpan.FromHours(50)));

        Assert.Equal(due, sale.Order.DueAt);
        sale.IsRefused("refunded", o => ShipmentTransitions.Unmark(o, "shp-1", Sale.Start));
        Complete(sale, 1);
        sale.IsRefused("line-refunded", o => RefundDecisions.Give(o, RefundReason.Seller, new RefundWish(Lines: [1]), Second, Sale.Start));
    }

    [Fact]
    public void Unshipped_AfterARefundByAmount_GivesBackNoMoreThanIsLeft()
    {
        var sale = Sale.Paid(lines: 2).Did(o => ShipmentTransitions.Mark(o, Sale.Parcel("shp-1", Sale.Start, "USPS 1", 0))).Did(Give("70.00"));
        Complete(sale, 1);
        sale.Did(o => RefundDecisions.RefundUnshipped(o, Sale.Start + TimeSpan.FromDays(7)));
        Assert.Equal(Sale.Usd("30.00"), sale.Order.Refunds[1].Amount);
    }

    [Fact]
    public void Refund_SaidTwice_IsMadeOnce()
    {
        var sale = Sale.Paid().Did(Give("20.00")).HasNothingToDo(Give("20.00"));
        sale.IsRefused("idempotency-key-reused", o => RefundDecisions.Give(o, RefundReason.Seller, new RefundWish(), First with { Request = "other" }, Sale.Start));
        Assert.Single(sale.Order.Refunds);
    }

    [Fact]
    public void Refund_WhileAnotherIsUnderWayOrOfMoreThanIsLeft_IsRefused()
    {
        var sale = Sale.Paid().Did(Give("20.00")).IsRefused("refund-under-way", Give("10.00", Second));
        Complete(sale, 1);
        sale.IsRefused("refund-too-large", Give("80.01", Second)).Did(Give("80.00", Second));
        Complete(sale, 2);
        sale.IsRefused("refunded", Give("0.01", new("key-3", "")));
        Sale.Requested().IsRefused("not-paid", Give());
    }

    [Fact]
    public void Request_UntilItIsDecided_MovesNothingAndBlocksThePayout()
    {
        var sale = Sale.Shipped().Did(Ask("20.00"));
        Assert.Equal((Sale.Usd("91.02"), OrderStatus.Shipped), (sale.Order.Net, OrderStatuses.ForSeller(sale.Order)));
        sale.Now = Sale.Start + TimeSpan.FromHours(72);
        sale.IsRefused("blocked", sale.Release).IsRefused("refund-requested", Ask("10.00", Second));

        sale.Did(o => RefundDecisions.Deny(o, 1, "It was as described.")).HasNothingToDo(o => RefundDecisions.Deny(o, 1, "It was as described."));
        sale.Did(sale.Release);
        Assert.Equal(Sale.Usd("91.02"), sale.Order.CurrentPayout!.Amount);
        sale.IsRefused("denied", o => RefundDecisions.Approve(o, 1, sale.Now));
    }

    [Fact]
    public void Request_Granted_IsCarriedOutOnce()
    {
        var sale = Sale.Shipped().Did(Ask("20.00")).Did(o => RefundDecisions.Approve(o, 1, Sale.Start)).HasNothingToDo(o => RefundDecisions.Approve(o, 1, Sale.Start));
        sale.IsRefused("approved", o => RefundDecisions.Deny(o, 1, "too late"));
        Assert.Equal([OrderOrchestrations.RefundRequestId(Sale.OrderId, 1), Refund.Key(Sale.OrderId, 1)], sale.Starts.Select(s => s.InstanceId).Skip(1));
        Complete(sale, 1);
        Assert.Equal(Sale.Usd("72.02"), sale.Order.Held);
    }

    [Fact]
    public void Request_OfALineThatIsShippedMeanwhile_ReturnsIt()
    {
        // The shipment is recorded, the payout stays blocked, seller or operator decides.
        var sale = Sale.Paid().Did(o => RefundDecisions.Request(o, new RefundWish(Lines: [0]), First, Sale.Start))
            .Did(o => ShipmentTransitions.Mark(o, Sale.Parcel("shp-1", Sale.Start, "USPS 1")));
        Assert.Equal([PayoutBlock.RefundInFlight], PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));

        sale.Did(o => RefundDecisions.Approve(o, 1, Sale.Start));
        Assert.Empty(sale.Order.Refunds[0].Lines);
        Assert.Equal([0], sale.Order.Refunds[0].ReturnedLines);
    }

    [Fact]
    public void Request_NotAnswered_IsToldTheSellerOnce()
    {
        var sale = Sale.Shipped().Did(Ask("20.00")).Did(o => RefundDecisions.Remind(o, 1)).HasNothingToDo(o => RefundDecisions.Remind(o, 1));
        sale.Did(o => RefundDecisions.Deny(o, 1, "no")).HasNothingToDo(o => RefundDecisions.Remind(o, 1));
    }

    [Fact]
    public void DashboardRefund_IsTakenOverOnce()
    {
        var sale = Sale.Shipped().Did(Adopt("R1", "20.00")).HasNothingToDo(Adopt("R1", "20.00"));
        Booked(sale, "ord-1-refund-1", (Accounts.Held(Sale.SellerId), "19.00"), ("platform:fees", "1.00"), ("refund:inflight", "-20.00"));
        Booked(sale, "ord-1-refund-1-completed", ("refund:inflight", "20.00"), ("processor:balance", "-20.00"));
        sale.Did(Adopt("R2", "80.00"));
        Assert.Equal(OrderStatus.Refunded, OrderStatuses.ForSeller(sale.Order));
    }

    [Fact]
    public void DashboardRefund_Pending_IsFollowedToItsEnd()
    {
        var sale = Sale.Shipped().Did(Adopt("R1", "20.00", isCompleted: false)).HasNothingToDo(Adopt("R1", "20.00", isCompleted: false));
        Assert.Equal(new OrchestrationStart(nameof(RefundLifecycle), "ord-1-refund-1"), sale.Starts[^1]);
        sale.Did(Adopt("R1", "20.00"));
        Assert.Equal(RefundState.Completed, sale.Order.Refunds[0].State);
    }

    [Fact]
    public void DashboardRefund_WhileThePayoutIsOnItsWay_IsTheSellersDebt()
    {
        var sale = Sale.Submitted().Did(Adopt("R1", "20.00")).Did(o => PayoutTransitions.Pay(o, 1, "ITEM1", Sale.Usd("0.25"), Sale.Start));
        Assert.Equal((Sale.Usd("19.00"), Sale.Usd("91.02")), (sale.Order.Debt, sale.Order.CurrentPayout!.Amount));
    }

    [Fact]
    public void DashboardRefund_OfALateCapture_StandsForItsOwn()
    {
        var sale = Sale.Pending().Did(Functions.PaymentRequests.RequestTransitions.Cancel).Did(o => CheckoutTransitions.RecordCapture(o, Sale.Captured()))
            .Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Fail(o, 1, "CAPTURE_FULLY_REFUNDED", Sale.Start)).Did(Adopt("R1", "100.00"));
        Assert.Equal((RefundState.Completed, "R1"), (sale.Order.Refunds[0].State, sale.Order.Refunds[0].ProviderId));
    }

    /// <summary>A seller shipped the free sticker and kept the shipping fee of an order whose goods were never sent.</summary>
    [Fact]
    public void Unshipped_OnlyAFreeLineWasShipped_GivesEverythingBack()
    {
        var sale = Sale.Of(Sale.ExampleTerms, [Sale.Usd("1.00"), Sale.Usd("0.00")], Sale.Usd("0.00"), Sale.Usd("99.00"));
        Pay(sale);
        sale.Did(o => ShipmentTransitions.Mark(o, Sale.Parcel("shp-1", Sale.Start, null, 1)));
        sale.Did(o => RefundDecisions.RefundUnshipped(o, Sale.Start + TimeSpan.FromDays(7)));
        Assert.Equal((Sale.Usd("100.00"), OrderStatus.Refunding), (sale.Order.Refunded, OrderStatuses.Of(sale.Order)));
    }

    [Fact]
    public void Unshipped_HalfByValueWasShipped_GivesHalfOfTheShippingBack()
    {
        var sale = Sale.Of(Sale.ExampleTerms, [Sale.Usd("40.00"), Sale.Usd("40.00")], Sale.Usd("0.00"), Sale.Usd("20.00"));
        Pay(sale);
        sale.Did(o => ShipmentTransitions.Mark(o, Sale.Parcel("shp-1", Sale.Start, null, 1)));
        sale.Did(o => RefundDecisions.RefundUnshipped(o, Sale.Start + TimeSpan.FromDays(7)));
        Assert.Equal(Sale.Usd("50.00"), sale.Order.Refunded);
    }

    [Fact]
    public void Requests_DeniedTooOften_EndTheBuyersRequestsAndNobodyElses()
    {
        var sale = Sale.Paid();
        for (var n = 1; n <= 10; n++)
            sale.Did(Ask("1.00", new AskedUnder($"ask-{n}", "A"))).Did(o => RefundDecisions.Deny(o, n, "No."));
        sale.IsRefused("too-many-refund-requests", Ask("1.00", new AskedUnder("ask-11", "A")));
        sale.Did(Give("1.00"));
        Complete(sale, 11);
        sale.Did(o => RefundDecisions.Give(o, RefundReason.Operator, Wish("1.00"), new AskedUnder("give-12", "A"), Sale.Start));
    }

    private static Func<Order, Decision> Give(string? amount = null, AskedUnder? asked = null) =>
        o => RefundDecisions.Give(o, RefundReason.Seller, Wish(amount), asked ?? First, Sale.Start);

    private static Func<Order, Decision> Ask(string amount, AskedUnder? asked = null) =>
        o => RefundDecisions.Request(o, Wish(amount), asked ?? First, Sale.Start);

    private static Func<Order, Decision> Adopt(string id, string amount, bool isCompleted = true) =>
        o => RefundDecisions.Adopt(o, id, Sale.Usd(amount), isCompleted, Sale.Start);

    private static RefundWish Wish(string? amount) => new(amount is null ? null : Sale.Usd(amount));

    private static void Complete(Sale sale, int n) =>
        sale.Did(o => RefundTransitions.Submit(o, n)).Did(o => RefundTransitions.Complete(o, n, "REFUND" + n, sale.Now));

    private static void Pay(Sale sale) => sale
        .Did(o => CheckoutTransitions.Begin(o, Sale.Start)).Did(o => CheckoutTransitions.Approve(o, 1, Sale.Start))
        .Did(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, Sale.Start)).Did(o => CheckoutTransitions.RecordCapture(o, Sale.Captured()));

    private static void Booked(Sale sale, string id, params (string Account, string Amount)[] postings) =>
        Assert.Equal(
            postings.Select(p => new Posting(p.Account, Sale.Usd(p.Amount))),
            Assert.Single(sale.Ledger, t => t.Id == id).Postings);
}
