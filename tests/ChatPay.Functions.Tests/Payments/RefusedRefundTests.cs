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

/// <summary>What the buyer was to get back, and PayPal refused, is not the seller's: nothing is paid out until the buyer has it.</summary>
public sealed class RefusedRefundTests
{
    private static readonly DateTimeOffset Deadline = ScriptedSale.Start + TimeSpan.FromDays(7);

    /// <summary>The price of goods that were never shipped was once paid to the seller.</summary>
    [Theory]
    [InlineData("REFUSED")]
    [InlineData(RefundTransitions.EndedByOperator)]
    public void Unshipped_PartOfTheOrder_IsNeverPaidOut(string failure)
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, failure, Deadline));
        Assert.Equal([PayoutBlock.RefundOwed], PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));
        sale.Now = sale.Order.DueAt!.Value;
        sale.IsRefused("blocked", sale.Release);

        sale.Did(Give("20.00", sale.Now)).Did(o => RefundTransitions.Submit(o, 2))
            .Did(o => RefundTransitions.Complete(o, 2, "R2", sale.Now));
        sale.IsRefused("blocked", sale.Release);
        sale.Did(Give("30.00", sale.Now)).Did(o => RefundTransitions.Submit(o, 3))
            .Did(o => RefundTransitions.Complete(o, 3, "R3", sale.Now));
        sale.Did(sale.Release);
        Assert.Equal(ScriptedSale.Usd("43.52"), sale.Order.CurrentPayout!.Amount);
    }

    [Fact]
    public void Unshipped_PendingAndFailedLater_IsNeverPaidOut()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Pend(o, 1, "R1"))
            .Did(o => RefundTransitions.Fail(o, 1, "FAILED", Deadline + TimeSpan.FromDays(9)));
        sale.Now = Deadline + TimeSpan.FromDays(10);
        sale.IsRefused("blocked", sale.Release);
    }

    /// <summary>Also what was released before goes to nobody: it is not handed over, and its reserve does not end.</summary>
    [Fact]
    public void Released_RefundOfAShippedLineRefused_IsNotSubmitted()
    {
        var sale = ScriptedSale.Released().Did(Give("20.00", ScriptedSale.Start)).Did(o => RefundTransitions.Submit(o, 1))
            .Did(o => RefundTransitions.Fail(o, 1, "REFUSED", ScriptedSale.Start));
        sale.IsRefused("blocked", sale.Submit("bat-1"));
    }

    /// <summary>Refused again, it is the same money.</summary>
    [Fact]
    public void Refused_TwiceAndGivenOnce_OwesNothing()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline));
        sale.Did(Give("50.00", Deadline)).Did(o => RefundTransitions.Fail(o, 2, "REFUSED", Deadline));
        Assert.Equal(ScriptedSale.Usd("50.00"), OwedRefunds.Of(sale.Order));
        sale.Did(Give("50.00", Deadline));
        Assert.Equal(ScriptedSale.Usd("0.00"), OwedRefunds.Of(sale.Order));
    }

    [Fact]
    public void Refused_AndAllGivenBackSince_OwesNothing()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(o => RefundDecisions.Give(
            o, RefundReason.Operator, new RefundRequest(All: true), new("k", "all"), Deadline));
        Assert.Equal(ScriptedSale.Usd("0.00"), OwedRefunds.Of(sale.Order));
    }

    /// <summary>An adoption that leaves no room for an unanswered refund stands in for it, as far as it goes.</summary>
    [Theory]
    [InlineData("60.00", "0.00")]
    [InlineData("100.00", "0.00")]
    public void Unanswered_AndMadeElsewhere_OwesWhatThatLeft(string made, string owed)
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.OutcomeUnknown(o, 1))
            .Did(o => RefundDecisions.Adopt(o, "R9", ScriptedSale.Usd(made), isCompleted: true, Deadline));
        Assert.Equal(RefundDecisions.MadeElsewhere, sale.Order.Refunds[0].Failure);
        Assert.Equal(ScriptedSale.Usd(owed), OwedRefunds.Of(sale.Order));
    }

    [Fact]
    public void Unanswered_AndLessMadeElsewhere_OwesTheRest()
    {
        var sale = ScriptedSale.Shipped().Did(Give("90.00", ScriptedSale.Start))
            .Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.OutcomeUnknown(o, 1))
            .Did(o => RefundDecisions.Adopt(o, "R9", ScriptedSale.Usd("20.00"), isCompleted: true, Deadline));
        Assert.Equal(ScriptedSale.Usd("70.00"), OwedRefunds.Of(sale.Order));
    }

    /// <summary>PayPal gives one sum. If it was for what was shipped, the price of what was never shipped was once paid to the
    /// seller.</summary>
    [Theory]
    [InlineData("20.00", "50.00")]
    [InlineData("50.00", "50.00")]
    [InlineData("70.00", "30.00")]
    [InlineData("100.00", "0.00")]
    public void Unshipped_RefusedAndADisputeLostLater_IsOwedUnlessItHasTakenAll(string lost, string owed)
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(Lose(lost, Deadline));
        Assert.Equal(ScriptedSale.Usd(owed), OwedRefunds.Of(sale.Order));
        sale.Now = sale.Order.DueAt!.Value;
        if (owed != "0.00")
            sale.IsRefused("blocked", sale.Release);
    }

    /// <summary>PayPal has room for less than the refund that was under way, and what it gave may have been for something else.</summary>
    [Fact]
    public void Unshipped_NotMadeSinceADisputeHasGivenTheMoney_IsOwedAsFarAsThereIsAny()
    {
        var sale = UnshippedLine().Did(Lose("60.00", Deadline)).Did(o => RefundTransitions.Fail(o, 1, "GIVEN_BY_CASE", Deadline));
        Assert.Equal(ScriptedSale.Usd("40.00"), OwedRefunds.Of(sale.Order));
        sale.Did(End(1, "end-1"));
        Assert.Equal(ScriptedSale.Usd("0.00"), OwedRefunds.Of(sale.Order));
    }

    /// <summary>An operator knows what the dispute was about: the seller is paid for what was shipped, and nothing else.</summary>
    [Fact]
    public void Unshipped_AndADisputeWasAboutIt_IsFreedByAnOperator()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(Lose("50.00", Deadline))
            .Did(End(1, "end-1")).HasNothingToDo(End(1, "end-1")).HasNothingToDo(End(1, "end-2"));
        Assert.Equal(RefundTransitions.CoveredByCase, sale.Order.Refunds[0].Failure);
        Assert.Contains(OrderEventType.PayoutUnblocked, sale.Events);
        sale.Now = sale.Order.DueAt!.Value;
        sale.Did(sale.Release);
        Assert.Equal(ScriptedSale.Usd("43.52"), sale.Order.CurrentPayout!.Amount);
    }

    [Fact]
    public void Unshipped_AndADisputeHasGivenLess_IsFreedOnceTheBuyerHasTheRest()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(Lose("20.00", Deadline))
            .IsRefused("refund-owed", End(1, "end-1"));
        sale.Did(Give("30.00", Deadline)).Did(o => RefundTransitions.Submit(o, 2))
            .Did(o => RefundTransitions.Complete(o, 2, "R2", Deadline)).Did(End(1, "end-1"));
        Assert.Equal(ScriptedSale.Usd("0.00"), OwedRefunds.Of(sale.Order));
    }

    /// <summary>A dispute gives its money once: what it gave of one refund frees no other.</summary>
    [Fact]
    public void Unshipped_TwoLinesAndOneDispute_FreesOneOfThem()
    {
        var sale = ScriptedSale.Paid(lines: 4)
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1", 0, 1)))
            .Did(GiveLine(2)).Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline))
            .Did(GiveLine(3)).Did(o => RefundTransitions.Fail(o, 2, "REFUSED", Deadline)).Did(Lose("30.00", Deadline));
        sale.Did(End(1, "end-1")).IsRefused("refund-owed", End(2, "end-2"));
        Assert.Equal(ScriptedSale.Usd("25.00"), OwedRefunds.Of(sale.Order));
    }

    /// <summary>An operator said that the dispute had given the rest of the first line, and once freed the other one as well.</summary>
    [Fact]
    public void Unshipped_FreedByADisputeThatGaveMore_FreesNoLaterRefund()
    {
        var sale = HalfShipped(30, 50, 20).Did(GiveLine(1)).Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline));
        Made(sale, 2, "30.00").Did(Lose("40.00", Deadline)).Did(End(1, "end-1"));
        sale.Did(GiveLine(2)).Did(o => RefundTransitions.Fail(o, 3, "REFUSED", Deadline));
        Assert.Equal(ScriptedSale.Usd("20.00"), OwedRefunds.Of(sale.Order));
        sale.Did(Lose("50.00", Deadline));
        Assert.Equal(ScriptedSale.Usd("20.00"), OwedRefunds.Of(sale.Order));
        sale.Did(End(3, "end-3"));
        Assert.Equal(ScriptedSale.Usd("0.00"), OwedRefunds.Of(sale.Order));
    }

    /// <summary>Of orders of earlier versions nothing tells how much was covered.</summary>
    [Fact]
    public void Unshipped_FreedByAnEarlierVersion_StaysFree()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(Lose("50.00", Deadline))
            .Did(End(1, "end-1")).Did(o => new OrderChange(o.With(o.Refunds[0] with { Covered = null })));
        Assert.Equal(ScriptedSale.Usd("0.00"), OwedRefunds.Of(sale.Order));
    }

    /// <summary>The seller has won it back: the buyer has nothing.</summary>
    [Fact]
    public void Unshipped_FreedByADisputeThatIsWonAfterAll_IsOwedAgain()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(Lose("50.00", Deadline))
            .Did(End(1, "end-1"));
        var later = Deadline + TimeSpan.FromHours(1);
        sale.Did(o => DisputeTransitions.Observe(o, Resolved("0.00", "RESOLVED_SELLER_FAVOUR", later), later));
        Assert.Equal(ScriptedSale.Usd("50.00"), OwedRefunds.Of(sale.Order));
    }

    /// <summary>What was shipped is the seller's but for the refund, which the dispute has given.</summary>
    [Fact]
    public void Shipped_RefusedAndADisputeLostLater_OwesNothing()
    {
        var sale = ScriptedSale.Shipped().Did(Give("20.00", ScriptedSale.Start))
            .Did(o => RefundTransitions.Fail(o, 1, "REFUSED", ScriptedSale.Start)).Did(Lose("30.00", Deadline));
        Assert.Equal(ScriptedSale.Usd("0.00"), OwedRefunds.Of(sale.Order));
    }

    [Fact]
    public void Refused_OfWhatWasShipped_IsGivenUpByAnOperator()
    {
        var sale = ScriptedSale.Shipped().Did(Give("20.00", ScriptedSale.Start))
            .Did(o => RefundTransitions.Fail(o, 1, "REFUSED", ScriptedSale.Start));
        sale.Did(o => RefundTransitions.End(o, 1, ScriptedSale.Start)).HasNothingToDo(o => RefundTransitions.End(o, 1, ScriptedSale.Start));
        Assert.Empty(PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));
    }

    /// <summary>That PayPal has not made it does not make it the seller's, who was paid at once.</summary>
    [Theory]
    [InlineData(RefundState.Approved)]
    [InlineData(RefundState.Submitting)]
    [InlineData(RefundState.Unknown)]
    public void Unanswered_AndEnded_IsOwedUntilItIsGivenUp(RefundState state)
    {
        var sale = ScriptedSale.Released().Did(Give("20.00", ScriptedSale.Start))
            .Did(o => new OrderChange(o.With(o.Refunds[0] with { State = state }))).Did(End(1, "end-1"));
        Assert.Equal((RefundState.Failed, "NOT_MADE"), (sale.Order.Refunds[0].State, sale.Order.Refunds[0].Failure));
        Assert.Equal([PayoutBlock.RefundOwed], PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));
        sale.IsRefused("blocked", sale.Submit("bat-1"));

        // A repeat is not a second decision.
        sale.HasNothingToDo(End(1, "end-1"));
        sale.Did(End(1, "end-2")).HasNothingToDo(End(1, "end-2")).HasNothingToDo(End(1, "end-1"));
        Assert.Empty(PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));
        sale.Did(sale.Submit("bat-1"));
    }

    [Fact]
    public void GivenUp_WhileAnotherIsOwed_IsNoNewsOfThePayout()
    {
        var sale = ScriptedSale.Shipped().Did(Give("20.00", ScriptedSale.Start)).Did(o => RefundTransitions.Fail(o, 1, "R", Deadline))
            .Did(Give("30.00", ScriptedSale.Start)).Did(o => RefundTransitions.Fail(o, 2, "R", Deadline)).Did(End(1, "end-1"));
        Assert.Equal(ScriptedSale.Usd("30.00"), OwedRefunds.Of(sale.Order));
        Assert.DoesNotContain(OrderEventType.PayoutUnblocked, sale.Events);
        sale.Did(End(2, "end-2"));
        Assert.Single(sale.Events, e => e == OrderEventType.PayoutUnblocked);
    }

    /// <summary>A dispute that was lost before has not given back what was decided only later.</summary>
    [Fact]
    public void Refused_AfterALostDispute_IsOwedInFull()
    {
        var sale = ScriptedSale.Paid(lines: 2)
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1", 0)))
            .Did(Give("10.00", ScriptedSale.Start)).Did(o => RefundTransitions.Fail(o, 1, "REFUSED", ScriptedSale.Start));
        var lost = new ProviderDispute(
            "PP-D-1", ScriptedSale.Start, "RESOLVED", ScriptedSale.Usd("50.00"), ScriptedSale.Usd("50.00"), ScriptedSale.Usd("0.00"))
        {
            Outcome = "RESOLVED_BUYER_FAVOUR",
        };
        sale.Did(o => DisputeTransitions.Observe(o, lost, ScriptedSale.Start + TimeSpan.FromDays(1)));
        Assert.Equal(ScriptedSale.Usd("0.00"), OwedRefunds.Of(sale.Order));

        sale.Did(o => RefundDecisions.RefundUnshipped(o, Deadline)).Did(o => RefundTransitions.Fail(o, 2, "REFUSED", Deadline));
        Assert.Equal((ScriptedSale.Usd("50.00"), ScriptedSale.Usd("50.00")), (sale.Order.Refunds[1].Amount, OwedRefunds.Of(sale.Order)));
    }

    /// <summary>What is under way may fail: as much less would have been booked as paid, and be lost.</summary>
    [Fact]
    public void PaidOtherwise_WhileAnotherRefundIsUnderWay_IsRefused()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(Give("20.00", Deadline))
            .Did(o => RefundTransitions.Submit(o, 2)).Did(o => RefundTransitions.Pend(o, 2, "R2"))
            .IsRefused("refund-under-way", PayOtherwise(1, Deadline));
        sale.Did(o => RefundTransitions.Fail(o, 2, "REFUSED", Deadline)).Did(PayOtherwise(1, Deadline));
        Assert.Equal(ScriptedSale.Usd("50.00"), sale.Order.GivenBack);
    }

    [Fact]
    public void Refused_OfWhatWasNeverShipped_IsNotGivenUp()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline))
            .IsRefused("refund-owed", o => RefundTransitions.End(o, 1, Deadline));
        Assert.Equal([PayoutBlock.RefundOwed], PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));
    }

    /// <summary>The price of goods never shipped goes to the buyer, and the rest to the seller.</summary>
    [Fact]
    public void Refused_AndPaidOtherwise_IsBookedOnceAndFreesTheRest()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline))
            .Did(Give("50.00", Deadline)).Did(o => RefundTransitions.Fail(o, 2, "REFUSED", Deadline));
        sale.Now = Deadline + TimeSpan.FromDays(3);
        sale.Did(PayOtherwise(1, sale.Now)).HasNothingToDo(PayOtherwise(1, sale.Now)).IsRefused("refunded", PayOtherwise(2, sale.Now))
            .IsRefused("not-found", PayOtherwise(3, sale.Now));
        Assert.Equal(
            (ScriptedSale.Usd("50.00"), ScriptedSale.Usd("43.52")), (sale.Order.GivenBack, sale.Order.Held));
        sale.Did(sale.Release);
        Assert.Equal(["ord-1-refund-1-anew", "ord-1-refund-1-paid-otherwise"], sale.Ledger.Select(t => t.Id).TakeLast(3).SkipLast(1));
    }

    [Fact]
    public void Refused_AfterThePayoutAndPaidOtherwise_IsTheSellersDebt()
    {
        var sale = ScriptedSale.PaidOut().Did(Give("20.00", ScriptedSale.Start))
            .Did(o => RefundTransitions.Fail(o, 1, "REFUSED", ScriptedSale.Start)).Did(PayOtherwise(1, Deadline));
        Assert.Equal(ScriptedSale.Usd("19.00"), sale.Order.Debt);
    }

    [Fact]
    public void Refused_AndPartlyGivenSince_OnlyTheRestIsPaidOtherwise()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(Give("20.00", Deadline))
            .Did(o => RefundTransitions.Submit(o, 2)).Did(o => RefundTransitions.Complete(o, 2, "R2", Deadline));
        sale.Did(PayOtherwise(1, Deadline));
        Assert.Equal(ScriptedSale.Usd("50.00"), sale.Order.GivenBack);
        Assert.Empty(PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));
    }

    /// <summary>What was ended and given anew has been given: paying it otherwise as well would be twice.</summary>
    [Fact]
    public void Ended_AndGivenAnew_IsNotPaidOtherwise()
    {
        var sale = ScriptedSale.Shipped().Did(Give("20.00", ScriptedSale.Start)).Did(o => RefundTransitions.End(o, 1, ScriptedSale.Start))
            .Did(Give("20.00", Deadline)).Did(o => RefundTransitions.Submit(o, 2))
            .Did(o => RefundTransitions.Complete(o, 2, "R2", Deadline));
        sale.IsRefused("refunded", PayOtherwise(1, Deadline));
    }

    [Fact]
    public void Ended_AndNotGivenSince_IsPaidOtherwise()
    {
        var sale = ScriptedSale.Shipped().Did(Give("20.00", ScriptedSale.Start)).Did(o => RefundTransitions.End(o, 1, ScriptedSale.Start))
            .Did(PayOtherwise(1, Deadline));
        Assert.Equal(ScriptedSale.Usd("20.00"), sale.Order.GivenBack);
    }

    [Fact]
    public void LateCapture_RefundRefusedAndPaidOtherwise_LeavesNothingInFlight()
    {
        var sale = ScriptedSale.Pending().Did(RequestTransitions.Cancel)
            .Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured())).Did(o => RefundTransitions.Submit(o, 1))
            .Did(o => RefundTransitions.Fail(o, 1, "REFUSED", ScriptedSale.Start)).Did(PayOtherwise(1, Deadline));
        Assert.Equal(0, Balances.Of(sale.Ledger)[Accounts.RefundInFlight].MinorUnits);
    }

    /// <summary>PayPal shows that it made the refund as well: the buyer has been paid twice, which an operator has to settle.</summary>
    [Fact]
    public void PaidOtherwise_AndMadeByPayPalAfterAll_IsNotTheSameMoney()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Pend(o, 1, "R1"))
            .Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(PayOtherwise(1, Deadline));
        sale.Did(o => RefundDecisions.Made(o, 1, "R1", ScriptedSale.Usd("50.00"), isCompleted: true, Deadline));
        Assert.Equal(ScriptedSale.Usd("100.00"), sale.Order.GivenBack);
    }

    /// <summary>PayPal does not know of what was paid outside it, and a dispute may take the same again: the books show both.</summary>
    [Fact]
    public void PaidOtherwise_AndTakenByADisputeAsWell_IsBookedTwice()
    {
        var sale = ScriptedSale.Refunding().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(PayOtherwise(1, Deadline));
        sale.Did(o => DisputeTransitions.Observe(
            o,
            new ProviderDispute(
                "PP-D-1", Deadline, "RESOLVED", ScriptedSale.Usd("100.00"), ScriptedSale.Usd("100.00"), ScriptedSale.Usd("0.00"))
            {
                Outcome = "RESOLVED_BUYER_FAVOUR",
            },
            Deadline));
        Assert.Equal((ScriptedSale.Usd("200.00"), ScriptedSale.Usd("103.98")), (sale.Order.GivenBack, sale.Order.Debt));
    }

    [Theory]
    [InlineData("refund-not-failed")]
    [InlineData("case-open")]
    public void PaidOtherwise_WhatIsNotOwedForSure_IsRefused(string code)
    {
        var sale = UnshippedLine();
        if (code == "case-open")
        {
            sale.Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(o => DisputeTransitions.Observe(
                o,
                new ProviderDispute(
                    "PP-D-1", Deadline, "OPEN", ScriptedSale.Usd("100.00"), ScriptedSale.Usd("0.00"), ScriptedSale.Usd("0.00")),
                Deadline));
        }

        sale.IsRefused(code, PayOtherwise(1, Deadline));
    }

    /// <summary>The refusal tells how much is missing, and the whole price was once booked as paid.</summary>
    [Fact]
    public void PaidOtherwise_WhatADisputeHasLeft_BooksThatAmount()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(Lose("20.00", Deadline))
            .IsRefused("refund-owed", End(1, "end-1"))
            .IsRefused("refund-owed", PayOtherwise(1, Deadline, "29.99"))
            .IsRefused("refund-too-large", PayOtherwise(1, Deadline, "50.01"))
            .Did(PayOtherwise(1, Deadline, "30.00")).HasNothingToDo(PayOtherwise(1, Deadline, "30.00"));
        Assert.Equal(
            (ScriptedSale.Usd("30.00"), ScriptedSale.Usd("0.00")), (sale.Order.Refunds[0].Amount, OwedRefunds.Of(sale.Order)));
        sale.Now = sale.Order.DueAt!.Value;
        sale.Did(sale.Release);
        Assert.Equal(ScriptedSale.Usd("43.52"), sale.Order.CurrentPayout!.Amount);
    }

    /// <summary>What was paid is not all that was owed, once the dispute has given nothing.</summary>
    [Fact]
    public void PaidOtherwise_AndTheDisputeThatGaveTheRestIsWon_OwesTheRest()
    {
        var later = Deadline + TimeSpan.FromHours(1);
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(Lose("20.00", Deadline))
            .Did(PayOtherwise(1, Deadline, "30.00"))
            .Did(o => DisputeTransitions.Observe(o, Resolved("0.00", "RESOLVED_SELLER_FAVOUR", later), later));
        Assert.Equal(ScriptedSale.Usd("20.00"), OwedRefunds.Of(sale.Order));
        Made(sale, 2, "20.00");
        Assert.Equal(ScriptedSale.Usd("0.00"), OwedRefunds.Of(sale.Order));
    }

    /// <summary>Without an amount everything is booked: the dispute may have been about what was shipped.</summary>
    [Fact]
    public void PaidOtherwise_WithoutAnAmount_BooksAllThatIsOwed()
    {
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(Lose("20.00", Deadline))
            .Did(PayOtherwise(1, Deadline));
        Assert.Equal(ScriptedSale.Usd("50.00"), sale.Order.Refunds[0].Amount);
    }

    /// <summary>PayPal gave less than an operator had found: only the difference is missing.</summary>
    [Theory]
    [InlineData("50.00", null)]
    [InlineData("60.00", null)]
    [InlineData("30.00", "20.00")]
    [InlineData("0.00", "50.00")]
    public void PaidOtherwise_AfterADisputeHasCoveredIt_BooksWhatItNoLongerCovers(string corrected, string? booked)
    {
        var later = Deadline + TimeSpan.FromHours(1);
        var sale = UnshippedLine().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline)).Did(Lose("50.00", Deadline))
            .Did(End(1, "end-1")).Did(o => DisputeTransitions.Observe(
                o, Resolved(corrected, corrected == "0.00" ? "RESOLVED_SELLER_FAVOUR" : "RESOLVED_BUYER_FAVOUR", later), later));
        if (booked is null)
        {
            sale.IsRefused("refunded", PayOtherwise(1, later));
            return;
        }

        sale.IsRefused("refund-owed", PayOtherwise(1, later, "19.99")).Did(PayOtherwise(1, later));
        Assert.Equal(
            (ScriptedSale.Usd(booked), ScriptedSale.Usd("0.00")), (sale.Order.Refunds[0].Amount, OwedRefunds.Of(sale.Order)));
    }

    /// <summary>What is missing of one refund is not taken from what is owed of another.</summary>
    [Fact]
    public void PaidOtherwise_PartOfOneRefund_LeavesTheOtherOwed()
    {
        var later = Deadline + TimeSpan.FromHours(1);
        var sale = HalfShipped(30, 50, 20).Did(GiveLine(1)).Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline));
        Made(sale, 2, "30.00").Did(Lose("40.00", Deadline)).Did(End(1, "end-1"));
        sale.Did(GiveLine(2)).Did(o => RefundTransitions.Fail(o, 3, "REFUSED", Deadline)).IsRefused("refunded", PayOtherwise(1, later));
        sale.Did(o => DisputeTransitions.Observe(o, Resolved("10.00", "RESOLVED_BUYER_FAVOUR", later), later))
            .Did(PayOtherwise(1, later));
        Assert.Equal(
            (ScriptedSale.Usd("10.00"), ScriptedSale.Usd("20.00")), (sale.Order.Refunds[0].Amount, OwedRefunds.Of(sale.Order)));
    }

    private static Func<Order, Decision> PayOtherwise(int n, DateTimeOffset now, string? amount = null) =>
        o => RefundDecisions.PayOtherwise(o, n, "By bank transfer.", now, amount is null ? null : ScriptedSale.Usd(amount));

    private static Func<Order, Decision> Lose(string lost, DateTimeOffset now) =>
        o => DisputeTransitions.Observe(o, Resolved(lost, "RESOLVED_BUYER_FAVOUR", now), now);

    private static ProviderDispute Resolved(string lost, string outcome, DateTimeOffset at) => new(
        "PP-D-1", at, "RESOLVED", ScriptedSale.Usd("100.00"), ScriptedSale.Usd(lost), ScriptedSale.Usd("0.00"))
    { Outcome = outcome };

    private static Func<Order, Decision> GiveLine(int line) => o => RefundDecisions.Give(
        o, RefundReason.Operator, new RefundRequest(Lines: [line]), new("line" + line, ""), Deadline);

    private static Func<Order, Decision> End(int n, string key) => o => RefundTransitions.End(o, n, Deadline, key);

    /// <summary>A sale of lines at these prices, of which only the first was shipped.</summary>
    private static ScriptedSale HalfShipped(params int[] prices)
    {
        var zero = ScriptedSale.Usd("0.00");
        return ScriptedSale.Of(ScriptedSale.ExampleTerms, [.. prices.Select(p => ScriptedSale.Usd(p + ".00"))], zero, zero)
            .Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.Approve(o, 1, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()))
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1", 0)));
    }

    private static ScriptedSale Made(ScriptedSale sale, int n, string amount) => sale.Did(Give(amount, Deadline))
        .Did(o => RefundTransitions.Submit(o, n)).Did(o => RefundTransitions.Complete(o, n, "R" + n, Deadline));

    private static ScriptedSale UnshippedLine() => ScriptedSale.Paid(lines: 2)
        .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1", 0)))
        .Did(o => RefundDecisions.RefundUnshipped(o, Deadline));

    private static Func<Order, Decision> Give(string amount, DateTimeOffset now) => o => RefundDecisions.Give(
        o, RefundReason.Operator, new RefundRequest(ScriptedSale.Usd(amount)), new("k" + o.Refunds.Count, amount), now);
}
