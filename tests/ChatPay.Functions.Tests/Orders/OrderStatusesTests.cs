using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>The order's status and the orchestration's stage, through whole sales.</summary>
public sealed class OrderStatusesTests
{
    [Fact]
    public void Sale_ToThePayout_GoesThroughEachStatusAndStage()
    {
        Stands(ScriptedSale.Requested(), OrderStatus.AwaitingPayment, OrderStage.AwaitingPayment);
        Stands(ScriptedSale.Begun(), OrderStatus.AwaitingPayment, OrderStage.AwaitingPayment);
        Stands(ScriptedSale.Approved(), OrderStatus.AwaitingPayment, OrderStage.AwaitingPayment);
        Stands(ScriptedSale.Capturing(), OrderStatus.PaymentProcessing, OrderStage.Paying);
        Stands(
            ScriptedSale.Capturing().Did(o => CheckoutTransitions.OutcomeUnknown(o, 1)),
            OrderStatus.PaymentProcessing,
            OrderStage.Paying);
        Stands(ScriptedSale.Pending(), OrderStatus.PaymentProcessing, OrderStage.Paying);
        Stands(ScriptedSale.Paid(), OrderStatus.Paid, OrderStage.ToShip);
        Stands(ScriptedSale.Shipped(), OrderStatus.Shipped, OrderStage.InHold);
        Stands(ScriptedSale.Released(), OrderStatus.Shipped, OrderStage.PayingOut);
        Stands(ScriptedSale.Submitted(), OrderStatus.Shipped, OrderStage.PayingOut);
        Stands(ScriptedSale.Submitted().Did(o => PayoutTransitions.Process(o, 1, "ITEM1")), OrderStatus.Shipped, OrderStage.PayingOut);
        Stands(ScriptedSale.PaidOut(), OrderStatus.PaidOut, OrderStage.PaidOut);
    }

    [Fact]
    public void Sale_ThatEndsUnpaid_SaysWhy()
    {
        Stands(ScriptedSale.Requested().Did(RequestTransitions.Decline), OrderStatus.Declined, OrderStage.Unpaid);
        Stands(ScriptedSale.Approved().Did(RequestTransitions.Cancel), OrderStatus.Cancelled, OrderStage.Unpaid);
        Stands(ScriptedSale.Begun().Did(o => RequestTransitions.Expire(o, o.ExpiresAt)), OrderStatus.Expired, OrderStage.Unpaid);
    }

    [Fact]
    public void Payment_Refused_CanBeTriedAgain()
    {
        var sale = ScriptedSale.Capturing().Did(o => CheckoutTransitions.Fail(o, 1, "INSTRUMENT_DECLINED"));
        Stands(sale, OrderStatus.PaymentFailed, OrderStage.AwaitingPayment);
        Stands(sale.Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start)), OrderStatus.AwaitingPayment, OrderStage.AwaitingPayment);
    }

    [Fact]
    public void PendingCapture_AfterTheCancellation_IsStillWaitedFor() =>
        Stands(ScriptedSale.Pending().Did(RequestTransitions.Cancel), OrderStatus.Cancelled, OrderStage.Paying);

    [Fact]
    public void LateCapture_IsRefundingAndThenRefunded_WhateverTheRequestSays()
    {
        var sale = ScriptedSale
            .Pending()
            .Did(RequestTransitions.Cancel)
            .Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()));
        Stands(sale, OrderStatus.Refunding, OrderStage.Unpaid);
        Stands(sale.Did(o => RefundTransitions.Submit(o, 1)), OrderStatus.Refunding, OrderStage.Unpaid);
        Stands(sale.Did(o => RefundTransitions.Complete(o, 1, "R", ScriptedSale.Start)), OrderStatus.Refunded, OrderStage.Unpaid);
    }

    [Fact]
    public void Unshipped_IsRefundingAndThenRefunded()
    {
        var sale = ScriptedSale.Refunding();
        Stands(sale, OrderStatus.Refunding, OrderStage.Refunded);
        Stands(sale.Did(o => RefundTransitions.Complete(o, 1, "R", sale.Now)), OrderStatus.Refunded, OrderStage.Refunded);
    }

    [Fact]
    public void Payout_Failed_IsHeld()
    {
        foreach (var retryable in new[] { true, false })
            Stands(
                ScriptedSale.Submitted().Did(o => PayoutTransitions.Fail(o, 1, "X", retryable, ScriptedSale.Start)),
                OrderStatus.PayoutHeld,
                OrderStage.PayingOut);
    }

    [Fact]
    public void Release_TakenBack_IsToBeShippedAgain()
    {
        var sale = ScriptedSale.Released();
        Stands(sale.Did(o => ShipmentTransitions.Unmark(o, "shp-1", sale.Now)), OrderStatus.Paid, OrderStage.ToShip);
        Stands(
            sale.Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-2", sale.Now, null))),
            OrderStatus.Shipped,
            OrderStage.InHold);
    }

    [Fact]
    public void Deadline_OfEachStage_IsTheTermsOwn()
    {
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromHours(24), OrderProgress.Of(ScriptedSale.Requested().Order).Deadline);
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromHours(25), OrderProgress.Of(ScriptedSale.Approved().Order).Deadline);
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromDays(7), OrderProgress.Of(ScriptedSale.Paid().Order).Deadline);
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromHours(72), OrderProgress.Of(ScriptedSale.Shipped().Order).Deadline);
        foreach (var sale in new[]
            {
                ScriptedSale.Capturing(),
                ScriptedSale.Pending(),
                ScriptedSale.Released(),
                ScriptedSale.PaidOut(),
                ScriptedSale.Refunding(),
            })
            Assert.Null(OrderProgress.Of(sale.Order).Deadline);
    }

    [Fact]
    public void CheckoutOpen_OnlyWhileTheProviderCanBeAsked()
    {
        foreach (var open in new[] { ScriptedSale.Begun(), ScriptedSale.Approved(), ScriptedSale.Capturing(), ScriptedSale.Pending() })
            Assert.True(OrderProgress.Of(open.Order).CheckoutOpen);
        foreach (var closed in new[]
            {
                ScriptedSale.Requested(),
                ScriptedSale.Requested().Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start)),
                ScriptedSale.Begun().Did(RequestTransitions.Cancel),
                ScriptedSale.Paid(),
            })
            Assert.False(OrderProgress.Of(closed.Order).CheckoutOpen);
    }

    private static void Stands(ScriptedSale sale, OrderStatus status, OrderStage stage) =>
        Assert.Equal((status, stage), (OrderStatuses.ForSeller(sale.Order), OrderProgress.Of(sale.Order).Stage));
}
