using ChatPay.Functions.Orders;
using ChatPay.Functions.PaymentRequests;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Payouts;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>The headline and the orchestration's stage, through whole sales.</summary>
public sealed class HeadlineTests
{
    [Fact]
    public void Sale_ToThePayout_GoesThroughEachHeadlineAndStage()
    {
        Stands(Sale.Requested(), "awaiting payment", OrderStage.AwaitingPayment);
        Stands(Sale.Begun(), "awaiting payment", OrderStage.AwaitingPayment);
        Stands(Sale.Approved(), "awaiting payment", OrderStage.AwaitingPayment);
        Stands(Sale.Capturing(), "payment processing", OrderStage.Paying);
        Stands(Sale.Capturing().Did(o => CheckoutTransitions.OutcomeUnknown(o, 1)), "payment processing", OrderStage.Paying);
        Stands(Sale.Pending(), "payment processing", OrderStage.Paying);
        Stands(Sale.Paid(), "paid, to be shipped", OrderStage.ToShip);
        Stands(Sale.Shipped(), "shipped", OrderStage.InHold);
        Stands(Sale.Released(), "shipped", OrderStage.PayingOut);
        Stands(Sale.Submitted(), "shipped", OrderStage.PayingOut);
        Stands(Sale.Submitted().Did(o => PayoutTransitions.Process(o, 1, "ITEM1")), "shipped", OrderStage.PayingOut);
        Stands(Sale.PaidOut(), "paid out", OrderStage.PaidOut);
    }

    [Fact]
    public void Sale_ThatEndsUnpaid_SaysWhy()
    {
        Stands(Sale.Requested().Did(RequestTransitions.Decline), "declined", OrderStage.Unpaid);
        Stands(Sale.Approved().Did(RequestTransitions.Cancel), "cancelled", OrderStage.Unpaid);
        Stands(Sale.Begun().Did(o => RequestTransitions.Expire(o, o.ExpiresAt)), "expired", OrderStage.Unpaid);
    }

    [Fact]
    public void Payment_Refused_CanBeTriedAgain()
    {
        var sale = Sale.Capturing().Did(o => CheckoutTransitions.Fail(o, 1, "INSTRUMENT_DECLINED"));
        Stands(sale, "payment failed", OrderStage.AwaitingPayment);
        Stands(sale.Did(o => CheckoutTransitions.Begin(o, Sale.Start)), "awaiting payment", OrderStage.AwaitingPayment);
    }

    [Fact]
    public void PendingCapture_AfterTheCancellation_IsStillWaitedFor() => Stands(Sale.Pending().Did(RequestTransitions.Cancel), "cancelled", OrderStage.Paying);

    [Fact]
    public void LateCapture_IsRefundingAndThenRefunded_WhateverTheRequestSays()
    {
        var sale = Sale.Pending().Did(RequestTransitions.Cancel).Did(o => CheckoutTransitions.RecordCapture(o, Sale.Captured()));
        Stands(sale, "refunding", OrderStage.Unpaid);
        Stands(sale.Did(o => RefundTransitions.Submit(o, 1)), "refunding", OrderStage.Unpaid);
        Stands(sale.Did(o => RefundTransitions.Complete(o, 1, "R", Sale.Start)), "refunded", OrderStage.Unpaid);
    }

    [Fact]
    public void Unshipped_IsRefundingAndThenRefunded()
    {
        var sale = Sale.Refunding();
        Stands(sale, "refunding", OrderStage.Refunded);
        Stands(sale.Did(o => RefundTransitions.Complete(o, 1, "R", sale.Now)), "refunded", OrderStage.Refunded);
    }

    [Fact]
    public void Payout_Failed_IsHeld()
    {
        foreach (var retryable in new[] { true, false })
            Stands(Sale.Submitted().Did(o => PayoutTransitions.Fail(o, 1, "X", retryable, Sale.Start)), "payout held", OrderStage.PayingOut);
    }

    [Fact]
    public void Release_TakenBack_IsToBeShippedAgain()
    {
        var sale = Sale.Released();
        Stands(sale.Did(o => ShipmentTransitions.Unmark(o, "shp-1", sale.Now)), "paid, to be shipped", OrderStage.ToShip);
        Stands(sale.Did(o => ShipmentTransitions.Mark(o, Sale.Parcel("shp-2", sale.Now, null))), "shipped", OrderStage.InHold);
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

    private static void Stands(Sale sale, string headline, OrderStage stage) =>
        Assert.Equal((headline, stage), (Headline.ForSeller(sale.Order), OrderProgress.Of(sale.Order).Stage));
}
