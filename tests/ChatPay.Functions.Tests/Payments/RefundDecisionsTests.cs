using ChatPay.Functions.Orchestrations;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>The decisions that seller, operator and buyer may make, and where the money comes from: held, released, or paid
/// out.</summary>
public sealed class RefundDecisionsTests
{
    private static readonly IdempotencyRecord First = new("key-1", "request-1");
    private static readonly IdempotencyRecord Second = new("key-2", "request-2");

    [Fact]
    public void PartOfIt_InTheHold_IsTakenFromTheHeldMoney()
    {
        var sale = ScriptedSale.Shipped().Did(Give("20.00"));
        Booked(
            sale,
            "ord-1-refund-1",
            (Accounts.Held(ScriptedSale.SellerId), "19.00"),
            ("platform:fees", "1.00"),
            ("refund:inflight", "-20.00"));
        Assert.Equal([PayoutBlock.RefundInFlight], PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));

        Complete(sale, 1);
        sale.Now = ScriptedSale.Start + TimeSpan.FromHours(72);
        sale.Did(sale.Release);
        Assert.Equal(ScriptedSale.Usd("72.02"), sale.Order.CurrentPayout!.Amount);
        Assert.Equal(OrderStatus.Shipped, OrderStatuses.ForSeller(sale.Order));
    }

    [Fact]
    public void PartOfIt_Released_IsTakenFromThePayoutThatWaits()
    {
        var sale = ScriptedSale.Released().Did(Give("20.00"));
        Booked(
            sale,
            "ord-1-refund-1",
            (Accounts.Payable(ScriptedSale.SellerId), "19.00"),
            ("platform:fees", "1.00"),
            ("refund:inflight", "-20.00"));
        sale.IsRefused("blocked", sale.Submit("bat-1"));

        Complete(sale, 1);
        sale.Did(sale.Submit("bat-1")).Did(o => PayoutTransitions.Pay(o, 1, "ITEM1", ScriptedSale.Usd("0.25"), sale.Now));
        Assert.Equal(ScriptedSale.Usd("72.02"), sale.Order.CurrentPayout!.Amount);
    }

    [Fact]
    public void PartOfIt_ReleasedAndRefused_GoesBackToThePayoutThatWaits()
    {
        var sale = ScriptedSale.Released().Did(Give("20.00")).Did(o => RefundTransitions.Fail(o, 1, "REFUSED", ScriptedSale.Start));
        Booked(
            sale,
            "ord-1-refund-1-failed",
            (Accounts.Payable(ScriptedSale.SellerId), "-19.00"),
            ("platform:fees", "-1.00"),
            ("refund:inflight", "20.00"));
        Assert.Equal(ScriptedSale.Usd("91.02"), sale.Order.CurrentPayout!.Amount);
    }

    [Fact]
    public void PartOfIt_ReleasedTakenBackAndRefused_GoesBackToTheHold()
    {
        var sale = ScriptedSale.Released().Did(Give("20.00")).Did(o => ShipmentTransitions.Unmark(o, "shp-1", ScriptedSale.Start))
            .Did(o => RefundTransitions.Fail(o, 1, "REFUSED", ScriptedSale.Start));
        Booked(
            sale,
            "ord-1-refund-1-failed",
            (Accounts.Held(ScriptedSale.SellerId), "-19.00"),
            ("platform:fees", "-1.00"),
            ("refund:inflight", "20.00"));
        Assert.Equal(ScriptedSale.Usd("91.02"), sale.Order.Held);
    }

    [Fact]
    public void Everything_Released_EndsThePayoutWithNothing()
    {
        var sale = ScriptedSale.Released().Did(Give());
        Booked(
            sale,
            "ord-1-refund-1",
            (Accounts.Payable(ScriptedSale.SellerId), "91.02"),
            ("platform:fees", "5.00"),
            (Accounts.Debt(ScriptedSale.SellerId), "3.98"),
            ("refund:inflight", "-100.00"));
        sale.IsRefused("refunded", o => ShipmentTransitions.Unmark(o, "shp-1", sale.Now));

        Complete(sale, 1);
        Assert.Equal(
            (PayoutState.NothingDue, OrderStage.Refunded, OrderStatus.Refunded),
            (sale.Order.CurrentPayout!.State, OrderProgress.Of(sale.Order).Stage, OrderStatuses.ForSeller(sale.Order)));
    }

    [Fact]
    public void PartOfIt_AfterThePayout_IsTheSellersDebt()
    {
        // LEDGER.md, row 9.
        var sale = ScriptedSale.PaidOut().Did(Give("20.00"));
        Booked(
            sale,
            "ord-1-refund-1",
            ("platform:fees", "1.00"),
            (Accounts.Debt(ScriptedSale.SellerId), "19.00"),
            ("refund:inflight", "-20.00"));
        Complete(sale, 1);
        Assert.Equal(ScriptedSale.Usd("19.00"), sale.Order.Debt);
        Assert.Equal(OrderStatus.PaidOut, OrderStatuses.ForSeller(sale.Order));
    }

    [Fact]
    public void AnyPart_WhileThePayoutIsOnItsWay_IsRefused() =>
        ScriptedSale.Submitted().IsRefused("payout-under-way", Give("20.00")).IsRefused("payout-under-way", Give());

    [Fact]
    public void TheLastLineToShip_Refunded_BeginsTheHoldAndWakesTheOrder()
    {
        var sale = ScriptedSale
            .Paid(lines: 2)
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1", 0)));
        sale.Did(o => RefundDecisions.Give(o, RefundReason.Seller, new RefundRequest(Lines: [1]), First, ScriptedSale.Start));

        Assert.Equal((ScriptedSale.Usd("50.00"), OrderStage.InHold), (sale.Order.Refunded, OrderProgress.Of(sale.Order).Stage));
        Assert.Contains(OrderSignals.Shipped, OrderEventCatalogue.Of(OrderEventType.RefundStarted).Wakes);
    }

    [Fact]
    public void EachLineForItself_NothingShipped_GivesShippingBackWithTheLast()
    {
        var sale = ScriptedSale.Of(ScriptedSale.ExampleTerms, ScriptedSale.Usd("100.00"), lines: 3);
        Assert.Equal(ScriptedSale.Usd("0.01"), sale.Order.Shipping);
        Pay(sale);
        foreach (var line in new[] { 0, 1, 2 })
        {
            sale.Did(o =>
                RefundDecisions.Give(o, RefundReason.Seller, new RefundRequest(Lines: [line]), new("key" + line, ""), ScriptedSale.Start));
            Complete(sale, line + 1);
        }

        Assert.Equal(
            [ScriptedSale.Usd("33.33"), ScriptedSale.Usd("33.33"), ScriptedSale.Usd("33.34")],
            sale.Order.Refunds.Select(r => r.Amount));
        Assert.Equal((ScriptedSale.Usd("0.00"), OrderStage.Refunded), (sale.Order.Net, OrderProgress.Of(sale.Order).Stage));
    }

    [Fact]
    public void ShippedLine_Refunded_DoesNotMoveTheHold()
    {
        var sale = ScriptedSale
            .Paid(lines: 2)
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1")));
        var due = sale.Order.DueAt;
        sale.Did(o =>
            RefundDecisions.Give(o, RefundReason.Seller, new RefundRequest(Lines: [1]), First, ScriptedSale.Start + TimeSpan.FromHours(50))
        );

        Assert.Equal(due, sale.Order.DueAt);
        sale.IsRefused("refunded", o => ShipmentTransitions.Unmark(o, "shp-1", ScriptedSale.Start));
        Complete(sale, 1);
        sale.IsRefused(
            "line-refunded",
            o => RefundDecisions.Give(o, RefundReason.Seller, new RefundRequest(Lines: [1]), Second, ScriptedSale.Start));
    }

    [Fact]
    public void Unshipped_AfterARefundByAmount_GivesBackNoMoreThanIsLeft()
    {
        var sale = ScriptedSale
            .Paid(lines: 2)
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1", 0)))
            .Did(Give("70.00"));
        Complete(sale, 1);
        sale.Did(o => RefundDecisions.RefundUnshipped(o, ScriptedSale.Start + TimeSpan.FromDays(7)));
        Assert.Equal(ScriptedSale.Usd("30.00"), sale.Order.Refunds[1].Amount);
    }

    [Fact]
    public void Refund_SaidTwice_IsMadeOnce()
    {
        var sale = ScriptedSale.Paid().Did(Give("20.00")).HasNothingToDo(Give("20.00"));
        sale.IsRefused(
            "idempotency-key-reused",
            o => RefundDecisions.Give(o, RefundReason.Seller, new RefundRequest(), First with { Request = "other" }, ScriptedSale.Start));
        Assert.Single(sale.Order.Refunds);
    }

    [Fact]
    public void Refund_WhileAnotherIsUnderWayOrOfMoreThanIsLeft_IsRefused()
    {
        var sale = ScriptedSale.Paid().Did(Give("20.00")).IsRefused("refund-under-way", Give("10.00", Second));
        Complete(sale, 1);
        sale.IsRefused("refund-too-large", Give("80.01", Second)).Did(Give("80.00", Second));
        Complete(sale, 2);
        sale.IsRefused("refunded", Give("0.01", new("key-3", "")));
        ScriptedSale.Requested().IsRefused("not-paid", Give());
    }

    [Fact]
    public void Request_UntilItIsDecided_MovesNothingAndBlocksThePayout()
    {
        var sale = ScriptedSale.Shipped().Did(Ask("20.00"));
        Assert.Equal((ScriptedSale.Usd("91.02"), OrderStatus.Shipped), (sale.Order.Net, OrderStatuses.ForSeller(sale.Order)));
        sale.Now = ScriptedSale.Start + TimeSpan.FromHours(72);
        sale.IsRefused("blocked", sale.Release).IsRefused("refund-requested", Ask("10.00", Second));

        sale.Did(o => RefundDecisions.Deny(o, 1, "It was as described."))
            .HasNothingToDo(o => RefundDecisions.Deny(o, 1, "It was as described."));
        sale.Did(sale.Release);
        Assert.Equal(ScriptedSale.Usd("91.02"), sale.Order.CurrentPayout!.Amount);
        sale.IsRefused("denied", o => RefundDecisions.Approve(o, 1, sale.Now));
    }

    [Fact]
    public void Request_Granted_IsCarriedOutOnce()
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(Ask("20.00"))
            .Did(o => RefundDecisions.Approve(o, 1, ScriptedSale.Start))
            .HasNothingToDo(o => RefundDecisions.Approve(o, 1, ScriptedSale.Start));
        sale.IsRefused("approved", o => RefundDecisions.Deny(o, 1, "too late"));
        Assert.Equal(
            [OrderOrchestrations.RefundRequestId(ScriptedSale.OrderId, 1), Refund.Key(ScriptedSale.OrderId, 1)],
            sale.Starts.Select(s => s.InstanceId).Skip(1));
        Complete(sale, 1);
        Assert.Equal(ScriptedSale.Usd("72.02"), sale.Order.Held);
    }

    [Fact]
    public void Request_OfALineThatIsShippedMeanwhile_ReturnsIt()
    {
        // The shipment is recorded, the payout stays blocked, seller or operator decides.
        var sale = ScriptedSale.Paid().Did(o => RefundDecisions.Request(o, new RefundRequest(Lines: [0]), First, ScriptedSale.Start))
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1")));
        Assert.Equal([PayoutBlock.RefundInFlight], PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));

        sale.Did(o => RefundDecisions.Approve(o, 1, ScriptedSale.Start));
        Assert.Empty(sale.Order.Refunds[0].Lines);
        Assert.Equal([0], sale.Order.Refunds[0].ReturnedLines);
    }

    /// <summary>A seller once granted a request of last week, and paid for a line that had been refunded since: the buyer had
    /// everything back and kept the mug.</summary>
    [Fact]
    public void Request_OfALineThatWasNotShippedInTime_IsNotPaidTwice()
    {
        var sale = ScriptedSale.Paid(lines: 2)
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1", 1)))
            .Did(AskFor(0))
            .Did(o => RefundDecisions.RefundUnshipped(o, ScriptedSale.Start + TimeSpan.FromDays(7)));
        Complete(sale, 2);
        sale.IsRefused("refunded", o => RefundDecisions.Approve(o, 1, ScriptedSale.Start));
        Assert.Equal(ScriptedSale.Usd("50.00"), sale.Order.Refunded);
    }

    [Fact]
    public void Request_OfLinesSomeOfWhichWereRefundedSince_PaysForTheRest()
    {
        var sale = ScriptedSale.Of(
            ScriptedSale.ExampleTerms,
            [ScriptedSale.Usd("30.00"), ScriptedSale.Usd("30.00"), ScriptedSale.Usd("30.00")],
            ScriptedSale.Usd("0.00"),
            ScriptedSale.Usd("10.00"));
        Pay(sale);
        sale.Did(AskFor(0, 1)).Did(GiveLine(0));
        Complete(sale, 2);
        sale.Did(o => RefundDecisions.Approve(o, 1, ScriptedSale.Start));
        Assert.Equal(ScriptedSale.Usd("30.00"), sale.Order.Refunds[0].Amount);
        Assert.Equal([1], sale.Order.Refunds[0].Lines);
    }

    [Fact]
    public void Request_OfEverything_GrantedAfterARefundOfALine_GivesTheRestBack()
    {
        var sale = ScriptedSale.Paid(lines: 2)
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1", 1)))
            .Did(Ask("100.00"))
            .Did(GiveLine(0));
        Complete(sale, 2);
        sale.Did(o => RefundDecisions.Approve(o, 1, ScriptedSale.Start));
        Assert.Equal(ScriptedSale.Usd("50.00"), sale.Order.Refunds[0].Amount);
        Assert.Equal([1], sale.Order.Refunds[0].ReturnedLines);
    }

    /// <summary>It once blocked the payout for ever when the seller refunded and forgot to deny it.</summary>
    [Fact]
    public void Request_WhoseLinesAreRefundedOtherwise_IsAnsweredWhenTheBuyerHasTheMoney()
    {
        var sale = ScriptedSale.Paid(lines: 2)
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1", 1)))
            .Did(AskFor(0))
            .Did(GiveLine(0));
        Assert.Equal(RefundState.Requested, sale.Order.Refunds[0].State);
        sale.IsRefused("refund-under-way", o => RefundDecisions.Approve(o, 1, ScriptedSale.Start));

        Complete(sale, 2);
        Assert.Equal(RefundState.Answered, sale.Order.Refunds[0].State);
        Assert.Empty(PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));
        Assert.Equal(ScriptedSale.Usd("50.00"), sale.Order.Refunded);
        Assert.Equal([0], sale.Order.RefundedLines);
        sale.IsRefused("refunded", o => RefundDecisions.Approve(o, 1, ScriptedSale.Start))
            .IsRefused("refunded", o => RefundDecisions.Deny(o, 1, "no"));
        sale.Did(o => RefundDecisions.Request(o, new RefundRequest(ScriptedSale.Usd("1.00")), new("key-3", ""), ScriptedSale.Start));
    }

    [Theory]
    [InlineData("20.00", RefundState.Answered)]
    [InlineData("19.99", RefundState.Requested)]
    [InlineData(null, RefundState.Answered)]
    public void Request_OfAnAmount_IsAnsweredByARefundOfAsMuch(string? given, RefundState ends)
    {
        var sale = ScriptedSale.Shipped().Did(Ask("20.00")).Did(Give(given, Second));
        Complete(sale, 2);
        Assert.Equal(ends, sale.Order.Refunds[0].State);
    }

    /// <summary>The line is another matter, and nobody has answered about the scratch.</summary>
    [Fact]
    public void Request_OfAnAmount_StaysOpenWhenALineIsRefunded()
    {
        var sale = ScriptedSale.Paid(lines: 2).Did(Ask("20.00")).Did(GiveLine(0));
        Complete(sale, 2);
        Assert.Equal(RefundState.Requested, sale.Order.Refunds[0].State);
        sale.Did(o => RefundDecisions.Approve(o, 1, ScriptedSale.Start));
        Assert.Equal(ScriptedSale.Usd("20.00"), sale.Order.Refunds[0].Amount);
    }

    [Fact]
    public void Request_OfWhatALostCaseHasGiven_IsAnswered()
    {
        var lost = new ProviderDispute(
            "PP-D-1", ScriptedSale.Start, "RESOLVED", ScriptedSale.Usd("100.00"), ScriptedSale.Usd("100.00"), ScriptedSale.Usd("0.00"))
        {
            Outcome = "RESOLVED_BUYER_FAVOUR",
        };
        var sale = ScriptedSale.Shipped().Did(Ask("20.00")).Did(o => DisputeTransitions.Observe(o, lost, ScriptedSale.Start));
        Assert.Equal(RefundState.Answered, sale.Order.Refunds[0].State);
    }

    /// <summary>What was refunded here and refused by PayPal is still owed.</summary>
    [Fact]
    public void Request_OfALineWhoseRefundHasFailed_IsPaid()
    {
        var sale = ScriptedSale.Paid(lines: 2).Did(AskFor(0)).Did(GiveLine(0)).Did(o => RefundTransitions.Submit(o, 2))
            .Did(o => RefundTransitions.Fail(o, 2, "REFUSED", ScriptedSale.Start));
        Assert.Equal(RefundState.Requested, sale.Order.Refunds[0].State);
        sale.Did(o => RefundDecisions.Approve(o, 1, ScriptedSale.Start));
        Assert.Equal(ScriptedSale.Usd("50.00"), sale.Order.Refunded);
    }

    [Fact]
    public void Request_NotAnswered_IsToldTheSellerOnce()
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(Ask("20.00"))
            .Did(o => RefundDecisions.Remind(o, 1))
            .HasNothingToDo(o => RefundDecisions.Remind(o, 1));
        sale.Did(o => RefundDecisions.Deny(o, 1, "no")).HasNothingToDo(o => RefundDecisions.Remind(o, 1));
    }

    [Fact]
    public void DashboardRefund_IsTakenOverOnce()
    {
        var sale = ScriptedSale.Shipped().Did(Adopt("R1", "20.00")).HasNothingToDo(Adopt("R1", "20.00"));
        Booked(
            sale,
            "ord-1-refund-1",
            (Accounts.Held(ScriptedSale.SellerId), "19.00"),
            ("platform:fees", "1.00"),
            ("refund:inflight", "-20.00"));
        Booked(sale, "ord-1-refund-1-completed", ("refund:inflight", "20.00"), ("processor:balance", "-20.00"));
        sale.Did(Adopt("R2", "80.00"));
        Assert.Equal(OrderStatus.Refunded, OrderStatuses.ForSeller(sale.Order));
    }

    [Fact]
    public void DashboardRefund_Pending_IsFollowedToItsEnd()
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(Adopt("R1", "20.00", isCompleted: false))
            .HasNothingToDo(Adopt("R1", "20.00", isCompleted: false));
        Assert.Equal(new OrchestrationStart(nameof(RefundLifecycle), "ord-1-refund-1"), sale.Starts[^1]);
        sale.Did(Adopt("R1", "20.00"));
        Assert.Equal(RefundState.Completed, sale.Order.Refunds[0].State);
    }

    [Fact]
    public void DashboardRefund_WhileThePayoutIsOnItsWay_IsTheSellersDebt()
    {
        var sale = ScriptedSale
            .Submitted()
            .Did(Adopt("R1", "20.00"))
            .Did(o => PayoutTransitions.Pay(o, 1, "ITEM1", ScriptedSale.Usd("0.25"), ScriptedSale.Start));
        Assert.Equal((ScriptedSale.Usd("19.00"), ScriptedSale.Usd("91.02")), (sale.Order.Debt, sale.Order.CurrentPayout!.Amount));
    }

    [Fact]
    public void DashboardRefund_OfALateCapture_StandsForItsOwn()
    {
        var sale = ScriptedSale
            .Pending()
            .Did(RequestTransitions.Cancel)
            .Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()))
            .Did(o => RefundTransitions.Submit(o, 1))
            .Did(o => RefundTransitions.Fail(o, 1, "CAPTURE_FULLY_REFUNDED", ScriptedSale.Start))
            .Did(Adopt("R1", "100.00"));
        Assert.Equal((RefundState.Completed, "R1"), (sale.Order.Refunds[0].State, sale.Order.Refunds[0].ProviderId));
    }

    /// <summary>A seller once shipped only the free sticker, and kept the shipping fee of an order whose goods were never sent.</summary>
    [Fact]
    public void Unshipped_OnlyAFreeLineWasShipped_GivesEverythingBack()
    {
        var sale = ScriptedSale.Of(
            ScriptedSale.ExampleTerms,
            [ScriptedSale.Usd("1.00"), ScriptedSale.Usd("0.00")],
            ScriptedSale.Usd("0.00"),
            ScriptedSale.Usd("99.00"));
        Pay(sale);
        sale.Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, null, 1)));
        sale.Did(o => RefundDecisions.RefundUnshipped(o, ScriptedSale.Start + TimeSpan.FromDays(7)));
        Assert.Equal((ScriptedSale.Usd("100.00"), OrderStatus.Refunding), (sale.Order.Refunded, OrderStatuses.Of(sale.Order)));
    }

    [Fact]
    public void Unshipped_HalfByValueWasShipped_GivesHalfOfTheShippingBack()
    {
        var sale = ScriptedSale.Of(
            ScriptedSale.ExampleTerms,
            [ScriptedSale.Usd("40.00"), ScriptedSale.Usd("40.00")],
            ScriptedSale.Usd("0.00"),
            ScriptedSale.Usd("20.00"));
        Pay(sale);
        sale.Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, null, 1)));
        sale.Did(o => RefundDecisions.RefundUnshipped(o, ScriptedSale.Start + TimeSpan.FromDays(7)));
        Assert.Equal(ScriptedSale.Usd("50.00"), sale.Order.Refunded);
    }

    [Fact]
    public void Requests_DeniedTooOften_EndTheBuyersRequestsAndNobodyElses()
    {
        var sale = ScriptedSale.Paid();
        for (var n = 1; n <= 10; n++)
            sale.Did(Ask("1.00", new IdempotencyRecord($"ask-{n}", "A"))).Did(o => RefundDecisions.Deny(o, n, "No."));
        sale.IsRefused("too-many-refund-requests", Ask("1.00", new IdempotencyRecord("ask-11", "A")));
        sale.Did(Give("1.00"));
        Complete(sale, 11);
        sale.Did(o =>
            RefundDecisions.Give(o, RefundReason.Operator, Wish("1.00"), new IdempotencyRecord("give-12", "A"), ScriptedSale.Start));
    }

    private static Func<Order, Decision> Give(string? amount = null, IdempotencyRecord? asked = null) =>
        o => RefundDecisions.Give(o, RefundReason.Seller, Wish(amount), asked ?? First, ScriptedSale.Start);

    private static Func<Order, Decision> Ask(string amount, IdempotencyRecord? asked = null) =>
        o => RefundDecisions.Request(o, Wish(amount), asked ?? First, ScriptedSale.Start);

    private static Func<Order, Decision> AskFor(params int[] lines) =>
        o => RefundDecisions.Request(o, new RefundRequest(Lines: lines), First, ScriptedSale.Start);

    private static Func<Order, Decision> GiveLine(int line) =>
        o => RefundDecisions.Give(o, RefundReason.Seller, new RefundRequest(Lines: [line]), Second, ScriptedSale.Start);

    private static Func<Order, Decision> Adopt(string id, string amount, bool isCompleted = true) =>
        o => RefundDecisions.Adopt(o, id, ScriptedSale.Usd(amount), isCompleted, ScriptedSale.Start);

    private static RefundRequest Wish(string? amount) => new(amount is null ? null : ScriptedSale.Usd(amount));

    private static void Complete(ScriptedSale sale, int n) =>
        sale.Did(o => RefundTransitions.Submit(o, n)).Did(o => RefundTransitions.Complete(o, n, "REFUND" + n, sale.Now));

    private static void Pay(ScriptedSale sale) =>
        sale.Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.Approve(o, 1, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()));

    private static void Booked(ScriptedSale sale, string id, params (string Account, string Amount)[] postings) =>
        Assert.Equal(
            postings.Select(p => new Posting(p.Account, ScriptedSale.Usd(p.Amount))),
            Assert.Single(sale.Ledger, t => t.Id == id).Postings);
}
