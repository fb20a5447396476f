using ChatPay.Functions.Orders;
using ChatPay.Functions.PaymentRequests;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Payouts;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>The order's status and the orchestration's stage, through whole sales.</summary>
public sealed class OrderStatusesTests
{
    [Fact]
    public void Sale_ToThePayout_GoesThroughEachStatusAndStage()
    {
        Stands(Sale.Requested(), OrderStatus.AwaitingPayment, OrderStage.AwaitingPayment);
        Stands(Sale.Begun(), OrderStatus.AwaitingPayment, OrderStage.AwaitingPayment);
        Stands(Sale.Approved(), OrderStatus.AwaitingPayment, OrderStage.AwaitingPayment);
        Stands(Sale.Capturing(), OrderStatus.PaymentProcessing, OrderStage.Paying);
        Stands(Sale.Capturing().Did(o => CheckoutTransitions.OutcomeUnknown(o, 1)), OrderStatus.PaymentProcessing, OrderStage.Paying);
        Stands(Sale.Pending(), OrderStatus.PaymentProcessing, OrderStage.Paying);
        Stands(Sale.Paid(), OrderStatus.Paid, OrderStage.ToShip);
        Stands(Sale.Shipped(), OrderStatus.Shipped, OrderStage.InHold);
        Stands(Sale.Released(), OrderStatus.Shipped, OrderStage.PayingOut);
        Stands(Sale.Submitted(), OrderStatus.Shipped, OrderStage.PayingOut);
        Stands(Sale.Submitted().Did(o => PayoutTransitions.Process(o, 1, "ITEM1")), OrderStatus.Shipped, OrderStage.PayingOut);
        Stands(Sale.PaidOut(), OrderStatus.PaidOut, OrderStage.PaidOut);
    }

    [Fact]
    public void Sale_ThatEndsUnpaid_SaysWhy()
    {
        Stands(Sale.Requested().Did(RequestTransitions.Decline), OrderStatus.Declined, OrderStage.Unpaid);
        Stands(Sale.Approved().Did(RequestTransitions.Cancel), OrderStatus.Cancelled, OrderStage.Unpaid);
        Stands(Sale.Begun().Did(o => RequestTransitions.Expire(o, o.ExpiresAt)), OrderStatus.Expired, OrderStage.Unpaid);
    }

    [Fact]
    public void Payment_Refused_CanBeTriedAgain()
    {
        var sale = Sale.Capturing().Did(o => CheckoutTransitions.Fail(o, 1, "INSTRUMENT_DECLINED"));
        Stands(sale, OrderStatus.PaymentFailed, OrderStage.AwaitingPayment);
        Stands(sale.Did(o => CheckoutTransitions.Begin(o, Sale.Start)), OrderStatus.AwaitingPayment, OrderStage.AwaitingPayment);
    }

    [Fact]
    public void PendingCapture_AfterTheCancellation_IsStillWaitedFor() => Stands(Sale.Pending().Did(RequestTransitions.Cancel), OrderStatus.Cancelled, OrderStage.Paying);

    [Fact]
    public void LateCapture_IsRefundingAndThenRefunded_WhateverTheRequestSays()
    {
        var sale = Sale.Pending().Did(RequestTransitions.Cancel).Did(o => CheckoutTransitions.RecordCapture(o, Sale.Captured()));
        Stands(sale, OrderStatus.Refunding, OrderStage.Unpaid);
        Stands(sale.Did(o => RefundTransitions.Submit(o, 1)), OrderStatus.Refunding, OrderStage.Unpaid);
        Stands(sale.Did(o => RefundTransitions.Complete(o, 1, "R", Sale.Start)), OrderStatus.Refunded, OrderStage.Unpaid);
    }

    [Fact]
    public void Unshipped_IsRefundingAndThenRefunded()
    {
        var sale = Sale.Refunding();
        Stands(sale, OrderStatus.Refunding, OrderStage.Refunded);
        Stands(sale.Did(o => RefundTransitions.Complete(o, 1, "R", sale.Now)), OrderStatus.Refunded, OrderStage.Refunded);
    }

    [Fact]
    public void Payout_Failed_IsHeld()
    {
        foreach (var retryable in new[] { true, false })
            Stands(Sale.Submitted().Did(o => PayoutTransitions.Fail(o, 1, "X", retryable, Sale.Start)), OrderStatus.PayoutHeld, OrderStage.PayingOut);
    }

    [Fact]
    public void Release_TakenBack_IsToBeShippedAgain()
    {
        var sale = Sale.Released();
        Stands(sale.Did(o => ShipmentTransitions.Unmark(o, "shp-1", sale.Now)), OrderStatus.Paid, OrderStage.ToShip);
        Stands(sale.Did(o => ShipmentTransitions.Mark(o, Sale.Parcel("shp-2", sale.Now, null))), OrderStatus.Shipped, OrderStage.InHold);
    }

    [Fact]
    public void Deadline_OfEachStage_IsTheTermsOwn()
    {
        Assert.Equal(Sale.Start + TimeSpan.FromHours(24), OrderProgress.Of(Sale.Requested().Order).Deadline);
        Assert.Equal(Sale.Start + TimeSpan.FromHours(25), OrderProgress.Of(Sale.Approved().Order).Deadline);
        Assert.Equal(Sale.Start + TimeSpan.FromDays(7), OrderProgress.Of(Sale.Paid().Order).Deadline);
        Assert.Equal(Sale.Start + TimeSpan.FromHours(72), OrderProgress.Of(Sale.Shipped().Order).Deadline);
        foreach (var sale in new[] { Sale.Capturing(), Sale.Pending(), Sale.Released(), Sale.PaidOut(), Sale.Refunding() })
            Assert.Null(OrderProgress.Of(sale.Order).Deadline);
    }

    [Fact]
    public void CheckoutOpen_OnlyWhileTheProviderCanBeAsked()
    {
        foreach (var open in new[] { Sale.Begun(), Sale.Approved(), Sale.Capturing(), Sale.Pending() })
            Assert.True(OrderProgress.Of(open.Order).CheckoutOpen);
        foreach (var closed in new[] { Sale.Requested(), Sale.Requested().Did(o => CheckoutTransitions.Begin(o, Sale.Start)), Sale.Begun().Did(RequestTransitions.Cancel), Sale.Paid() })
            Assert.False(OrderProgress.Of(closed.Order).CheckoutOpen);
    }

    private static void Stands(Sale sale, OrderStatus status, OrderStage stage) =>
        Assert.Equal((status, stage), (OrderStatuses.ForSeller(sale.Order), OrderProgress.Of(sale.Order).Stage));
}
