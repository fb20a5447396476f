using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payouts;

public sealed class PayoutTransitionsTests
{
    private static readonly DateTimeOffset Due = ScriptedSale.Start + TimeSpan.FromHours(72);
    private static readonly IReadOnlySet<PayoutBlock> None = new HashSet<PayoutBlock>();

    [Fact]
    public void Release_AtTheDueTick_ReleasesTheNetOnce()
    {
        var sale = ScriptedSale.Shipped().IsRefused("not-due", o => PayoutTransitions.Release(o, None, Due - TimeSpan.FromTicks(1)));
        sale.Did(o => PayoutTransitions.Release(o, None, Due)).HasNothingToDo(o => PayoutTransitions.Release(o, None, Due));
        var payout = Assert.Single(sale.Order.Payouts);
        Assert.Equal(
            (1, PayoutState.Released, ScriptedSale.Usd("91.02"), Due),
            (payout.Generation, payout.State, payout.Amount, payout.ReleasedAt));
    }

    [Fact]
    public void Release_NotFulfilled_IsRefused()
    {
        ScriptedSale.Paid().IsRefused("not-due", o => PayoutTransitions.Release(o, None, Due + TimeSpan.FromDays(30)));
        ScriptedSale.Paid(lines: 2).Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1", 0)))
            .IsRefused("not-due", o => PayoutTransitions.Release(o, None, Due));
    }

    [Theory]
    [InlineData(PayoutBlock.CapturePending)]
    [InlineData(PayoutBlock.RefundInFlight)]
    [InlineData(PayoutBlock.SellerRestricted)]
    [InlineData(PayoutBlock.Manual)]
    [InlineData(PayoutBlock.GlobalPause)]
    public void Payout_Blocked_IsNeitherReleasedNorSubmitted(PayoutBlock block)
    {
        var blocks = new HashSet<PayoutBlock> { block };
        var sale = ScriptedSale.Shipped().IsRefused("blocked", o => PayoutTransitions.Release(o, blocks, Due));
        sale.Did(o => PayoutTransitions.Release(o, None, Due))
            .IsRefused("blocked", o => PayoutTransitions.Submit(o, 1, "bat-1", blocks, Due));
        sale.Did(o => PayoutTransitions.Submit(o, 1, "bat-1", None, Due));
    }

    [Fact]
    public void Release_NothingLeft_EndsTheHoldWithAPayoutOfNothing()
    {
        var all = new Refund(1, RefundState.Completed, RefundReason.Unshipped, ScriptedSale.Usd("100.00"), ScriptedSale.Start)
        {
            FromSeller = ScriptedSale.Usd("91.02"),
            FromPlatform = ScriptedSale.Usd("5.00"),
        };
        var order = ScriptedSale.Shipped().Order.With(all);

        var ended = PayoutTransitions.Release(order, None, Due).Change!;

        Assert.Equal(
            (PayoutState.NothingDue, ScriptedSale.Usd("0.00")),
            (ended.Order.CurrentPayout!.State, ended.Order.CurrentPayout.Amount));
        Assert.Empty(ended.Ledger);
        Assert.Equal(OrderStage.Refunded, OrderProgress.Of(ended.Order).Stage);
        Assert.Null(PayoutTransitions.Release(ended.Order, None, Due).Change);
        Assert.Equal("not-released", PayoutTransitions.Submit(ended.Order, 1, "bat-1", None, Due).Refusal?.Code);
        Assert.Equal("hold-ended", ShipmentTransitions.Unmark(ended.Order, ended.Order.Shipments[0].Id, Due).Refusal?.Code);
    }

    [Fact]
    public void Blocks_FromTheOrdersState_AreAllNamed()
    {
        Assert.Empty(PayoutTransitions.Blocks(ScriptedSale.Shipped().Order, sellerIsActive: true));
        Assert.Equal([PayoutBlock.SellerRestricted], PayoutTransitions.Blocks(ScriptedSale.Shipped().Order, sellerIsActive: false));
        Assert.Equal([PayoutBlock.CapturePending], PayoutTransitions.Blocks(ScriptedSale.Pending().Order, sellerIsActive: true));
        Assert.Equal(
            [PayoutBlock.Manual],
            PayoutTransitions.Blocks(ScriptedSale.Shipped().Order with { ManuallyBlocked = true }, sellerIsActive: true));

        var sale = ScriptedSale.Refunding();
        foreach (var step in new Func<Order, Decision>[]
            {
                o => RefundTransitions.Submit(o, 1),
                o => RefundTransitions.OutcomeUnknown(o, 1),
                o => RefundTransitions.Pend(o, 1, "R"),
            })
            Assert.Equal([PayoutBlock.RefundInFlight], PayoutTransitions.Blocks(sale.Did(step).Order, sellerIsActive: true));
        Assert.Empty(PayoutTransitions.Blocks(sale.Did(o => RefundTransitions.Complete(o, 1, "R", sale.Now)).Order, sellerIsActive: true));
        var failed = ScriptedSale.Refunding().Did(o => RefundTransitions.Fail(o, 1, "X", Due));
        Assert.Equal([PayoutBlock.RefundOwed], PayoutTransitions.Blocks(failed.Order, sellerIsActive: true));
    }

    [Fact]
    public void Submit_AgainIntoTheSameBatch_IsDoneAlready_IntoAnotherIsRefused()
    {
        var sale = ScriptedSale.Submitted();
        sale.HasNothingToDo(sale.Submit("bat-1")).IsRefused("not-released", sale.Submit("bat-2"));
        Assert.Equal("bat-1", sale.Order.CurrentPayout!.BatchId);
    }

    [Fact]
    public void Submit_NotReleasedOrUnknownGeneration_IsRefused()
    {
        var sale = ScriptedSale.Shipped().IsRefused("not-found", o => PayoutTransitions.Submit(o, 1, "bat-1", None, Due));
        sale.Did(o => PayoutTransitions.Release(o, None, Due))
            .IsRefused("not-found", o => PayoutTransitions.Submit(o, 2, "bat-1", None, Due));
    }

    [Fact]
    public void Settle_RepeatedOrReordered_EndsTheSame()
    {
        var sale = ScriptedSale.PaidOut();
        sale.HasNothingToDo(Pay)
            .HasNothingToDo(o => PayoutTransitions.Process(o, 1, "ITEM1"))
            .HasNothingToDo(o => PayoutTransitions.Fail(o, 1, "LATE_NEWS", retryable: true, Due))
            .IsRefused("not-released", sale.Submit("bat-2"));
        Assert.Equal(PayoutState.Paid, sale.Order.CurrentPayout!.State);
        Assert.Single(sale.Events, OrderEventType.PaidOut);

        var processed = ScriptedSale
            .Submitted()
            .Did(o => PayoutTransitions.Process(o, 1, "ITEM1"))
            .HasNothingToDo(o => PayoutTransitions.Process(o, 1, "ITEM1"))
            .Did(Pay);
        Assert.Equal(sale.Order.CurrentPayout, processed.Order.CurrentPayout);
    }

    [Fact]
    public void Settle_WhatWasNeverSubmitted_ChangesNothing()
    {
        var sale = ScriptedSale.Released();
        sale.HasNothingToDo(Pay)
            .HasNothingToDo(o => PayoutTransitions.Process(o, 1, "ITEM1"))
            .HasNothingToDo(o => PayoutTransitions.Fail(o, 1, "X", retryable: true, Due));
        ScriptedSale.Paid().HasNothingToDo(Pay);
    }

    [Fact]
    public void Fail_Retryable_CanBeSubmittedAgainInAnotherBatch()
    {
        var sale = ScriptedSale.Submitted().Did(o => PayoutTransitions.Fail(o, 1, "INSUFFICIENT_FUNDS", retryable: true, Due));
        sale.HasNothingToDo(o => PayoutTransitions.Fail(o, 1, "INSUFFICIENT_FUNDS", retryable: true, Due)).HasNothingToDo(Pay);
        sale.Did(sale.Submit("bat-2")).Did(Pay);
        Assert.Equal((PayoutState.Paid, "bat-2"), (sale.Order.CurrentPayout!.State, sale.Order.CurrentPayout.BatchId));
        Assert.Null(sale.Order.CurrentPayout.Failure);
    }

    [Fact]
    public void LeaveBatch_OnlyTheBatchItIsInAndUntilTheProviderHasIt()
    {
        var sale = ScriptedSale.Submitted().HasNothingToDo(o => PayoutTransitions.LeaveBatch(o, 1, "bat-0", Due));
        sale.Did(o => PayoutTransitions.LeaveBatch(o, 1, "bat-1", Due))
            .HasNothingToDo(o => PayoutTransitions.LeaveBatch(o, 1, "bat-1", Due));
        sale.Did(sale.Submit("bat-2")).HasNothingToDo(o => PayoutTransitions.LeaveBatch(o, 1, "bat-1", Due));
        sale.Did(o => PayoutTransitions.Process(o, 1, "ITEM1")).HasNothingToDo(o => PayoutTransitions.LeaveBatch(o, 1, "bat-2", Due));
    }

    [Fact]
    public void Fail_ForGood_IsNeitherSubmittedNorReleasedAgain()
    {
        var sale = ScriptedSale.Submitted().Did(o => PayoutTransitions.Fail(o, 1, "RECEIVER_UNREGISTERED", retryable: false, Due));
        sale.IsRefused("not-released", sale.Submit("bat-2")).HasNothingToDo(sale.Release);
        Assert.Equal(OrderStatus.PayoutHeld, OrderStatuses.ForSeller(sale.Order));
    }

    private static Decision Pay(Order order) => PayoutTransitions.Pay(order, 1, "ITEM1", ScriptedSale.Usd("0.25"), Due);
}
