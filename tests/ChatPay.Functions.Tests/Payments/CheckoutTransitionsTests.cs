using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Requests;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

public sealed class CheckoutTransitionsTests
{
    private static readonly DateTimeOffset End = ScriptedSale.Start + TimeSpan.FromHours(24);
    private static readonly TimeSpan Stale = TimeSpan.FromHours(3);

    [Fact]
    public void Begin_TwoTaps_OneCheckout()
    {
        var sale = ScriptedSale.Requested().Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start));
        sale.HasNothingToDo(o => CheckoutTransitions.Begin(o, ScriptedSale.Start));
        sale.Did(o => CheckoutTransitions.Made(o, 1, "PAYPAL1", "https://provider.example/1"));
        sale.HasNothingToDo(o => CheckoutTransitions.Begin(o, ScriptedSale.Start + Stale - TimeSpan.FromTicks(1)));

        var checkout = Assert.Single(sale.Order.Checkouts);
        Assert.Equal((1, CheckoutState.Created, "PAYPAL1"), (checkout.Number, checkout.State, checkout.ProviderOrderId));
    }

    [Fact]
    public void Made_ByBothTaps_KeepsTheFirst()
    {
        var sale = ScriptedSale.Begun().HasNothingToDo(o => CheckoutTransitions.Made(o, 1, "PAYPAL2", "https://provider.example/2"));
        Assert.Equal("PAYPAL1", sale.Order.CurrentCheckout!.ProviderOrderId);
        Assert.Equal([OrderEventType.CheckoutStarted], sale.Events);
    }

    [Fact]
    public void Made_AfterItWasSuperseded_ChangesNothing()
    {
        var sale = ScriptedSale
            .Requested()
            .Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start + Stale));
        sale.HasNothingToDo(o => CheckoutTransitions.Made(o, 1, "PAYPAL1", "https://provider.example/1"));
    }

    [Fact]
    public void Begin_NotApprovedForThreeHours_VoidsItAndOpensTheNext()
    {
        var sale = ScriptedSale.Begun().Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start + Stale));
        Assert.Equal([(1, CheckoutState.Voided), (2, CheckoutState.Created)], sale.Order.Checkouts.Select(c => (c.Number, c.State)));
        Assert.Null(sale.Order.CurrentCheckout!.ProviderOrderId);
    }

    [Fact]
    public void Begin_ApprovedLate_HasThreeHoursFromTheApproval()
    {
        var approved = ScriptedSale.Start + Stale - TimeSpan.FromMinutes(1);
        var sale = ScriptedSale.Begun().Did(o => CheckoutTransitions.Approve(o, 1, approved));
        sale.HasNothingToDo(o => CheckoutTransitions.Begin(o, approved + Stale - TimeSpan.FromTicks(1)));
        sale.Did(o => CheckoutTransitions.Begin(o, approved + Stale));
        Assert.Equal([CheckoutState.Voided, CheckoutState.Created], sale.Order.Checkouts.Select(c => c.State));
    }

    /// <summary>Case 25: the checkout waits for another way to pay, and only a newer approval counts.</summary>
    [Fact]
    public void Decline_OfTheWayToPay_KeepsTheCheckoutForTheNextApproval_Case25()
    {
        var sale = ScriptedSale
            .Capturing()
            .Did(o => CheckoutTransitions.Decline(o, 1, "INSTRUMENT_DECLINED", "https://provider.example/choose", ScriptedSale.Start));
        Assert.Equal(
            (true, "https://provider.example/choose"),
            (sale.Order.CurrentCheckout!.AwaitsAnotherWay, sale.Order.CurrentCheckout.ApproveUrl));
        sale.HasNothingToDo(o => CheckoutTransitions.Approve(o, 1, ScriptedSale.Start, seenAt: ScriptedSale.Start));
        sale.IsRefused("not-approved", o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start));
        sale.HasNothingToDo(o => CheckoutTransitions.Begin(o, ScriptedSale.Start + TimeSpan.FromMinutes(5)));

        var later = ScriptedSale.Start + TimeSpan.FromMinutes(6);
        sale.Did(o => CheckoutTransitions.Approve(o, 1, later, seenAt: later))
            .Did(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, later));
        Assert.Equal("ord-1-capture-1-2", Checkout.CaptureKey(ScriptedSale.OrderId, 1, sale.Order.CurrentCheckout!.Declines));
        sale.Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()));
    }

    [Fact]
    public void Decline_ForTheThirdTime_Fails_Case25()
    {
        var sale = ScriptedSale.Begun();
        for (var n = 0; n < 3; n++)
        {
            var at = ScriptedSale.Start + TimeSpan.FromMinutes(n);
            sale.Did(o => CheckoutTransitions.Approve(o, 1, at, at))
                .Did(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, at));
            sale.Did(o => CheckoutTransitions.Decline(o, 1, "INSTRUMENT_DECLINED", null, at));
        }

        Assert.Equal(CheckoutState.Failed, sale.Order.CurrentCheckout!.State);
    }

    /// <summary>Case 24: a number that PayPal has refused is not used again.</summary>
    [Fact]
    public void InvoiceId_AfterADuplicate_CarriesTheCheckoutsNumber_Case24()
    {
        var sale = ScriptedSale.Capturing();
        Assert.Equal(ScriptedSale.OrderId, Checkout.InvoiceId(sale.Order, 1));
        sale.Did(o => CheckoutTransitions.Fail(o, 1, Checkout.DuplicateInvoice)).Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start));
        Assert.Equal((ScriptedSale.OrderId, "ord-1-2"), (Checkout.InvoiceId(sale.Order, 1), Checkout.InvoiceId(sale.Order, 2)));
    }

    [Theory]
    [InlineData("ord-00000000000000000000000000", "ord-00000000000000000000000000")]
    [InlineData("ord-00000000000000000000000000-3", "ord-00000000000000000000000000")]
    [InlineData("ord-00000000000000000000000000-x", null)]
    [InlineData("WC-1042", null)]
    [InlineData(null, null)]
    public void OrderOfInvoice_ByItsForm_IsTheOrder(string? invoice, string? order) =>
        Assert.Equal(order, Checkout.OrderOfInvoice(invoice));

    [Fact]
    public void Begin_AfterADefiniteRefusal_OpensTheNext()
    {
        var sale = ScriptedSale
            .Capturing()
            .Did(o => CheckoutTransitions.Fail(o, 1, "INSTRUMENT_DECLINED"))
            .Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start));
        Assert.Equal([(1, CheckoutState.Failed), (2, CheckoutState.Created)], sale.Order.Checkouts.Select(c => (c.Number, c.State)));
        Assert.Equal("INSTRUMENT_DECLINED", sale.Order.Checkouts[0].Failure);
    }

    [Fact]
    public void Begin_WhileTheOutcomeIsOpen_IsRefusedSoThatNothingIsChargedTwice()
    {
        ScriptedSale.Capturing().IsRefused("payment-in-progress", Begin);
        ScriptedSale.Capturing().Did(o => CheckoutTransitions.OutcomeUnknown(o, 1)).IsRefused("payment-in-progress", Begin);
        ScriptedSale.Pending().IsRefused("payment-in-progress", Begin);
        static Decision Begin(Order o) => CheckoutTransitions.Begin(o, ScriptedSale.Start + TimeSpan.FromHours(5));
    }

    [Fact]
    public void Begin_PaidOrOver_IsRefused()
    {
        ScriptedSale.Paid().IsRefused("already-paid", o => CheckoutTransitions.Begin(o, ScriptedSale.Start));
        ScriptedSale.Requested().IsRefused("request-ended", o => CheckoutTransitions.Begin(o, End));
        ScriptedSale
            .Requested()
            .Did(RequestTransitions.Cancel)
            .IsRefused("request-ended", o => CheckoutTransitions.Begin(o, ScriptedSale.Start));
    }

    [Fact]
    public void Begin_ApprovedInTimeAndAskedAgainInTheGrace_KeepsTheApproval()
    {
        var sale = ScriptedSale
            .Requested()
            .Did(o => CheckoutTransitions.Begin(o, End - TimeSpan.FromMinutes(5)))
            .Did(o => CheckoutTransitions.Approve(o, 1, End - TimeSpan.FromMinutes(1)));
        sale.HasNothingToDo(o => CheckoutTransitions.Begin(o, End + TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void Begin_StaleApprovalAfterTheExpiry_OpensNoNewCheckout()
    {
        var terms = ScriptedSale.ExampleTerms with { ApprovalGrace = TimeSpan.FromHours(5) };
        var sale = ScriptedSale
            .Requested(terms)
            .Did(o => CheckoutTransitions.Begin(o, End - TimeSpan.FromHours(3)))
            .Did(o => CheckoutTransitions.Approve(o, 1, End - TimeSpan.FromHours(1)));
        sale.IsRefused("request-ended", o => CheckoutTransitions.Begin(o, End + TimeSpan.FromHours(2)));
        Assert.Single(sale.Order.Checkouts);
    }

    [Fact]
    public void Approve_SeenAgain_KeepsTheFirstTime()
    {
        var sale = ScriptedSale
            .Approved()
            .HasNothingToDo(o => CheckoutTransitions.Approve(o, 1, ScriptedSale.Start + TimeSpan.FromHours(1)));
        Assert.Equal(ScriptedSale.Start, sale.Order.CurrentCheckout!.ApprovedAt);
        ScriptedSale.Begun().HasNothingToDo(o => CheckoutTransitions.Approve(o, 2, ScriptedSale.Start));
    }

    [Fact]
    public void StartCapture_Superseded_IsRefused()
    {
        var sale = ScriptedSale.Approved().Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start + Stale));
        sale.IsRefused(
            "checkout-superseded",
            o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start + Stale));
        ScriptedSale
            .Requested()
            .IsRefused("checkout-superseded", o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start));
    }

    [Fact]
    public void StartCapture_NotApproved_IsRefused() =>
        ScriptedSale
            .Begun()
            .IsRefused("not-approved", o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start));

    [Fact]
    public void StartCapture_EndOfTheRequest_DecidesToTheTick()
    {
        Assert.Equal(
            CheckoutState.Capturing,
            ApprovedLate().Did(o => Start(o, End + TimeSpan.FromHours(1) - TimeSpan.FromTicks(1))).Order.CurrentCheckout!.State);
        ApprovedLate().IsRefused("request-ended", o => Start(o, End + TimeSpan.FromHours(1)));

        static ScriptedSale ApprovedLate() =>
            ScriptedSale
                .Requested()
                .Did(o => CheckoutTransitions.Begin(o, End - TimeSpan.FromHours(1)))
                .Did(o => CheckoutTransitions.Approve(o, 1, End));
        static Decision Start(Order o, DateTimeOffset now) => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, now);
    }

    [Fact]
    public void StartCapture_Repeated_IsTheSameCaptureUnderTheSameKey()
    {
        ScriptedSale.Capturing().HasNothingToDo(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start));
        ScriptedSale.Capturing().Did(o => CheckoutTransitions.OutcomeUnknown(o, 1))
            .HasNothingToDo(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, End + TimeSpan.FromDays(1)));
    }

    [Fact]
    public void StartCapture_SellerNotActive_VoidsAndTells()
    {
        var sale = ScriptedSale.Approved().Did(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: false, ScriptedSale.Start));
        Assert.Equal((CheckoutState.Voided, "SELLER_NOT_ACTIVE"), (sale.Order.CurrentCheckout!.State, sale.Order.CurrentCheckout.Failure));
        Assert.Equal(OrderEventType.PaymentFailed, sale.Events[^1]);
        sale.IsRefused("not-approved", o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start));
        sale.Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start));
        Assert.Equal(2, sale.Order.CurrentCheckout!.Number);
    }

    [Fact]
    public void Pend_Repeated_TellsOnce()
    {
        var sale = ScriptedSale.Pending().HasNothingToDo(o => CheckoutTransitions.Pend(o, 1, "ECHECK"));
        Assert.Single(sale.Events, OrderEventType.PaymentPending);
        Assert.Equal(OrderStage.Paying, OrderProgress.Of(sale.Order).Stage);
    }

    [Fact]
    public void Fail_OfWhatIsOver_ChangesNothing()
    {
        ScriptedSale.Paid().HasNothingToDo(o => CheckoutTransitions.Fail(o, 1, "DECLINED"));
        ScriptedSale.Begun().Did(RequestTransitions.Cancel).HasNothingToDo(o => CheckoutTransitions.Fail(o, 1, "DECLINED"));
        ScriptedSale
            .Begun()
            .Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start + Stale))
            .HasNothingToDo(o => CheckoutTransitions.Fail(o, 1, "DECLINED"));
    }

    [Fact]
    public void RecordCapture_InTime_AcceptsTheRequest()
    {
        var sale = ScriptedSale.Paid();
        Assert.Equal(RequestState.Accepted, sale.Order.Request);
        Assert.Equal(CheckoutState.Captured, sale.Order.CurrentCheckout!.State);
        Assert.Equal(OrderEventType.Paid, sale.Events[^1]);
        Assert.Empty(sale.Starts);
    }

    [Fact]
    public void RecordCapture_Twice_IsOneCharge()
    {
        var sale = ScriptedSale.Paid().HasNothingToDo(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()));
        sale.HasNothingToDo(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured(k: 2)));
        Assert.Single(sale.Events, OrderEventType.Paid);
    }

    [Fact]
    public void RecordCapture_FoundAfterAnUnknownOutcome_IsThePayment()
    {
        var sale = ScriptedSale
            .Capturing()
            .Did(o => CheckoutTransitions.OutcomeUnknown(o, 1))
            .HasNothingToDo(o => CheckoutTransitions.OutcomeUnknown(o, 1));
        sale.Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()));
        Assert.False(sale.Order.Capture!.Late);
    }

    [Fact]
    public void RecordCapture_OfASupersededCheckoutBehindTheEnd_IsRefundedInFull()
    {
        // The app itself cannot cause this; money that moved is recorded and returned anyway (race 1).
        var sale = ScriptedSale
            .Approved()
            .Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start + Stale))
            .Did(o => RequestTransitions.Expire(o, End));
        sale.Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()));
        Assert.True(sale.Order.Capture!.Late);
        Assert.Equal([CheckoutState.Captured, CheckoutState.Voided], sale.Order.Checkouts.Select(c => c.State));
        Assert.Equal(ScriptedSale.Usd("100.00"), Assert.Single(sale.Order.Refunds).Amount);
    }

    [Fact]
    public void Lapse_NotApprovedInTime_LetsTheBuyerBeginAgain()
    {
        foreach (var sale in new[] { ScriptedSale.Begun(), ScriptedSale.Approved() })
        {
            sale.Did(o => CheckoutTransitions.Lapse(o, 1)).HasNothingToDo(o => CheckoutTransitions.Lapse(o, 1));
            Assert.Equal(OrderStage.AwaitingPayment, OrderProgress.Of(sale.Order).Stage);
            Assert.False(OrderProgress.Of(sale.Order).CheckoutOpen);
            Assert.Equal(2, sale.Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start)).Order.CurrentCheckout!.Number);
        }
    }

    [Fact]
    public void Lapse_WhileCapturing_EndsTheCheckoutSoThatTheOrderIsNotStuck()
    {
        foreach (
            var sale in new[] { ScriptedSale.Capturing(), ScriptedSale.Capturing().Did(o => CheckoutTransitions.OutcomeUnknown(o, 1)) })
        {
            Assert.Equal(CheckoutState.Failed, sale.Did(o => CheckoutTransitions.Lapse(o, 1)).Order.CurrentCheckout!.State);
            sale.Did(RequestTransitions.Cancel);
        }
    }

    [Fact]
    public void Lapse_PaidOrAnotherCheckout_ChangesNothing()
    {
        ScriptedSale.Paid().HasNothingToDo(o => CheckoutTransitions.Lapse(o, 1));
        ScriptedSale.Begun().HasNothingToDo(o => CheckoutTransitions.Lapse(o, 2));
        ScriptedSale.Pending().HasNothingToDo(o => CheckoutTransitions.Lapse(o, 1));
    }
}
