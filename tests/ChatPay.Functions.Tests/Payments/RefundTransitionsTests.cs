using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

public sealed class RefundTransitionsTests
{
    private static readonly DateTimeOffset Deadline = Sale.Start + TimeSpan.FromDays(7);

    [Fact]
    public void RefundUnshipped_AtTheDeadline_DecidesOnceAndStartsItsOrchestration()
    {
        var sale = Sale.Refunding().HasNothingToDo(o => RefundTransitions.RefundUnshipped(o, Deadline));
        var refund = Assert.Single(sale.Order.Refunds);
        Assert.Equal((1, RefundState.Approved, RefundReason.Unshipped, Sale.Usd("100.00")), (refund.N, refund.State, refund.Reason, refund.Amount));
        Assert.Equal((Sale.Usd("91.02"), Sale.Usd("5.00")), (refund.FromSeller, refund.FromPlatform));
        Assert.Equal([new OrchestrationStart(nameof(RefundLifecycle), "ord-1-refund-1")], sale.Starts);
    }

    [Fact]
    public void RefundUnshipped_BeforeTheDeadline_IsRefused() =>
        Sale.Paid().IsRefused("not-overdue", o => RefundTransitions.RefundUnshipped(o, Deadline - TimeSpan.FromTicks(1)));

    [Fact]
    public void RefundUnshipped_MarkedInTheLastMoment_IsRefused() =>
        Sale.Shipped().IsRefused("shipped", o => RefundTransitions.RefundUnshipped(o, Deadline));

    [Fact]
    public void RefundUnshipped_NotPaidOrPaidLate_HasNothingToDo()
    {
        Sale.Requested().HasNothingToDo(o => RefundTransitions.RefundUnshipped(o, Deadline));
        Sale.Pending().Did(Functions.PaymentRequests.RequestTransitions.Cancel).Did(o => CheckoutTransitions.RecordCapture(o, Sale.Captured()))
            .HasNothingToDo(o => RefundTransitions.RefundUnshipped(o, Deadline));
    }

    [Fact]
    public void Refund_AllItsSteps_AreTakenOnce()
    {
        var sale = Sale.Refunding();
        sale.HasNothingToDo(o => RefundTransitions.OutcomeUnknown(o, 1)).HasNothingToDo(o => RefundTransitions.Pend(o, 1, "R"));
        sale.Did(o => RefundTransitions.Submit(o, 1)).HasNothingToDo(o => RefundTransitions.Submit(o, 1));
        sale.Did(o => RefundTransitions.OutcomeUnknown(o, 1)).HasNothingToDo(o => RefundTransitions.OutcomeUnknown(o, 1));
        sale.Did(o => RefundTransitions.Pend(o, 1, "R")).HasNothingToDo(o => RefundTransitions.Pend(o, 1, "R"));
        sale.Did(o => RefundTransitions.Complete(o, 1, "R", Deadline)).HasNothingToDo(o => RefundTransitions.Complete(o, 1, "R", Deadline));
        sale.HasNothingToDo(o => RefundTransitions.Fail(o, 1, "LATE_NEWS", Deadline)).HasNothingToDo(o => RefundTransitions.Pend(o, 1, "R"));
        Assert.Equal([OrderEventType.RefundStarted, OrderEventType.RefundCompleted], sale.Events.SkipWhile(e => e != OrderEventType.RefundStarted));
        Assert.Equal("refunded", Headline.Of(sale.Order));
    }

    [Fact]
    public void Refund_ThatTheOrderDoesNotHave_ChangesNothing()
    {
        var sale = Sale.Refunding();
        sale.HasNothingToDo(o => RefundTransitions.Submit(o, 2)).HasNothingToDo(o => RefundTransitions.Complete(o, 2, "R", Deadline))
            .HasNothingToDo(o => RefundTransitions.Fail(o, 0, "X", Deadline));
    }

    [Fact]
    public void Refund_Failed_GivesTheSellerTheNetBack()
    {
        var sale = Sale.Refunding().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Deadline));
        Assert.Equal(Sale.Usd("91.02"), sale.Order.Net);
        Assert.Equal(Sale.Usd("0.00"), sale.Order.Refunded);
        sale.HasNothingToDo(o => RefundTransitions.Complete(o, 1, "R", Deadline));
    }

    [Fact]
    public void Refund_OddCents_SharesAddUpToTheAmount()
    {
        // 33.33 at 2.90 %: the platform's 0.97 comes back whole, the seller's part is what is left of the hold.
        var sale = Sale.Of(new OrderTerms { PlatformFeeBasisPoints = 290 }, Sale.Usd("33.33"))
            .Did(o => CheckoutTransitions.Begin(o, Sale.Start)).Did(o => CheckoutTransitions.Approve(o, 1, Sale.Start))
            .Did(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, Sale.Start))
            .Did(o => CheckoutTransitions.RecordCapture(o, Sale.Captured("33.33", "1.65")))
            .Did(o => RefundTransitions.RefundUnshipped(o, Deadline));
        var refund = sale.Order.Refunds[0];
        Assert.Equal((Sale.Usd("0.97"), Sale.Usd("30.71")), (refund.FromPlatform, refund.FromSeller));
        Assert.Equal(Sale.Usd("0.00"), sale.Order.Net);
    }
}
