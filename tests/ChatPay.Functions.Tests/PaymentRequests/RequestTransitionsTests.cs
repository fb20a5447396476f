using ChatPay.Functions.Orchestrations;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Requests;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.PaymentRequests;

public sealed class RequestTransitionsTests
{
    private static readonly DateTimeOffset End = ScriptedSale.Start + TimeSpan.FromHours(24);

    public static TheoryData<RequestState> Ends => [RequestState.Declined, RequestState.Cancelled, RequestState.Expired];

    /// <summary>One request was once replaced six times, and all six could be paid.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Request_Replaced_IsReplacedOnceHoweverOftenItIsAsked(bool takenBackBefore)
    {
        var sale = takenBackBefore ? ScriptedSale.Requested().Did(RequestTransitions.Cancel) : ScriptedSale.Requested();
        sale.Did(o => RequestTransitions.Replace(o, "ord-2")).HasNothingToDo(o => RequestTransitions.Replace(o, "ord-2"));
        sale.IsRefused("request-replaced", o => RequestTransitions.Replace(o, "ord-3"));
        sale.IsRefused("request-ended", o => CheckoutTransitions.Begin(o, ScriptedSale.Start));
        Assert.Equal([OrderEventType.RequestCancelled], sale.Events);
        Assert.Equal("ord-2", sale.Order.ReplacedBy);
    }

    [Fact]
    public void Request_Paid_IsNotReplaced() => ScriptedSale.Paid().IsRefused("request-ended", o => RequestTransitions.Replace(o, "ord-2"));

    [Theory]
    [MemberData(nameof(Ends))]
    public void Request_Sent_EndsOnceAndForGood(RequestState state)
    {
        var sale = ScriptedSale.Requested().Did(To(state));
        Assert.Equal(state, sale.Order.Request);
        Assert.Single(sale.Events);

        sale.HasNothingToDo(To(state));
        foreach (var other in Ends.Select(row => row.Data).Where(other => other != state))
            sale.IsRefused("request-ended", To(other));
        sale.IsRefused("request-ended", o => CheckoutTransitions.Begin(o, ScriptedSale.Start));
        Assert.Equal(state, sale.Order.Request);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Request_WithAnOpenCheckout_EndsAndVoidsIt(RequestState state)
    {
        foreach (var sale in new[] { ScriptedSale.Begun(), ScriptedSale.Approved() })
        {
            sale.Did(o => To(state)(o));
            Assert.Equal(CheckoutState.Voided, sale.Order.CurrentCheckout!.State);
            sale.IsRefused("request-ended", o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start));
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Request_CapturingOrUnknown_CannotEnd(RequestState state)
    {
        ScriptedSale.Capturing().IsRefused("payment-in-progress", To(state));
        ScriptedSale.Capturing().Did(o => CheckoutTransitions.OutcomeUnknown(o, 1)).IsRefused("payment-in-progress", To(state));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Request_Paid_CannotEnd(RequestState state) => ScriptedSale.Paid().IsRefused("request-ended", To(state));

    [Theory]
    [InlineData(RequestState.Declined)]
    [InlineData(RequestState.Cancelled)]
    public void CapturePending_SellerCancelsOrBuyerDeclines_IsRefundedInFullOnceWhenItLands(RequestState state)
    {
        var sale = ScriptedSale.Pending().Did(To(state));
        Assert.Equal(CheckoutState.CapturePending, sale.Order.CurrentCheckout!.State);

        sale.Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()));
        Assert.True(sale.Order.Capture!.Late);
        Assert.Equal(state, sale.Order.Request);
        var refund = Assert.Single(sale.Order.Refunds);
        Assert.Equal((RefundReason.LateCapture, ScriptedSale.Usd("100.00")), (refund.Reason, refund.Amount));
        Assert.Equal([new OrchestrationStart(nameof(RefundLifecycle), "ord-1-refund-1")], sale.Starts);

        sale.HasNothingToDo(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()));
        Assert.Single(sale.Order.Refunds);
    }

    [Fact]
    public void CapturePending_TimeIsOver_DoesNotExpireBecauseItStartedInTime()
    {
        var sale = ScriptedSale.Pending().IsRefused("payment-in-progress", To(RequestState.Expired));
        sale.Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured() with { At = End + TimeSpan.FromDays(3) }));
        Assert.False(sale.Order.Capture!.Late);
        Assert.Equal(RequestState.Accepted, sale.Order.Request);
    }

    [Fact]
    public void CapturePending_CancelledAndThenRefusedByTheProvider_LeavesNothingToRefund()
    {
        var sale = ScriptedSale.Pending().Did(RequestTransitions.Cancel).Did(o => CheckoutTransitions.Fail(o, 1, "DECLINED"));
        Assert.Empty(sale.Order.Refunds);
        Assert.Equal(OrderStage.Unpaid, OrderProgress.Of(sale.Order).Stage);
    }

    [Fact]
    public void Request_CheckoutFailed_CanStillEnd() =>
        Assert.Equal(
            CheckoutState.Failed,
            ScriptedSale
                .Capturing()
                .Did(o => CheckoutTransitions.Fail(o, 1, "DECLINED"))
                .Did(RequestTransitions.Decline)
                .Order.CurrentCheckout!.State);

    [Fact]
    public void Expire_ATickTooEarly_IsRefused()
    {
        var sale = ScriptedSale.Requested().IsRefused("not-expired", o => RequestTransitions.Expire(o, End - TimeSpan.FromTicks(1)));
        sale.Did(o => RequestTransitions.Expire(o, End));
    }

    [Fact]
    public void Expire_ApprovedInTime_WaitsOneHourMore()
    {
        var sale = ScriptedSale
            .Requested()
            .Did(o => CheckoutTransitions.Begin(o, End - TimeSpan.FromHours(1)))
            .Did(o => CheckoutTransitions.Approve(o, 1, End));
        Assert.Equal(End + TimeSpan.FromHours(1), RequestTransitions.EndsAt(sale.Order));
        sale.IsRefused("not-expired", o => RequestTransitions.Expire(o, End + TimeSpan.FromMinutes(59)));
        sale.Did(o => RequestTransitions.Expire(o, End + TimeSpan.FromHours(1)));
        Assert.Equal(CheckoutState.Voided, sale.Order.CurrentCheckout!.State);
    }

    [Fact]
    public void Expire_ApprovedTooLate_GivesNoGrace()
    {
        var sale = ScriptedSale.Requested().Did(o => CheckoutTransitions.Begin(o, End - TimeSpan.FromHours(1)))
            .Did(o => CheckoutTransitions.Approve(o, 1, End + TimeSpan.FromTicks(1)));
        Assert.Equal(End, RequestTransitions.EndsAt(sale.Order));
        sale.IsRefused("request-ended", o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, End + TimeSpan.FromTicks(1)));
        sale.Did(To(RequestState.Expired));
    }

    private static Func<Order, Decision> To(RequestState state) => state switch
    {
        RequestState.Declined => RequestTransitions.Decline,
        RequestState.Cancelled => RequestTransitions.Cancel,
        _ => order => RequestTransitions.Expire(order, RequestTransitions.EndsAt(order)),
    };
}
