using ChatPay.Functions.Features.PaymentRequests;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Features.Shipping.ShipBy;
using ChatPay.Functions.Orchestrations;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>The orchestration's decisions on the durable engine, with the order in memory: its events are lost, duplicated, or race
/// the clock.</summary>
public sealed class OrderLifecycleTests
{
    [Fact]
    public async Task Request_NobodyPays_ExpiresOnceAndEnds()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Requested());
        await run.AdvanceAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.False(await run.HasEndedAsync());
        await run.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(OrderOutcome.Unpaid, await run.OutcomeAsync());
        Assert.Equal(1, run.Calls(nameof(ExpireRequest)));
    }

    [Fact]
    public async Task Sale_EveryEventLost_StillGoesAllTheWay()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Requested());
        run.Happens(Pay);
        await run.AdvanceAsync(TimeSpan.FromHours(24));
        run.Happens(Ship("shp-1", run.ScriptedSale.Now));
        await run.AdvanceAsync(TimeSpan.FromHours(24));
        Assert.Equal(OrderStage.InHold, run.Stage);

        // Marked at 24 h with tracking, so due at 96 h; the sweep pays, but no event arrives.
        await run.AdvanceAsync(TimeSpan.FromHours(48) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, run.Calls(nameof(EndHold)));
        await run.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1, run.Calls(nameof(EndHold)));
        run.Happens(PayOut);
        Assert.False(await run.HasEndedAsync());
        await run.AdvanceAsync(TimeSpan.FromHours(6));
        Assert.Equal(OrderOutcome.PaidOut, await run.OutcomeAsync());
    }

    [Fact]
    public async Task Sale_NotShipped_RemindsTheSellerThreeTimes()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Requested());
        await run.HappensAsync(Pay, OrderSignals.PaymentChanged);
        await run.AdvanceAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(OrderEventType.ShipReminder, run.ScriptedSale.Events);
        await run.AdvanceAsync(TimeSpan.FromDays(6));
        Assert.Equal(3, run.ScriptedSale.Events.Count(e => e == OrderEventType.ShipReminder));
        Assert.Equal(3, run.Calls(nameof(RemindToShip)));
        Assert.Equal(0, run.Calls(nameof(RefundUnshipped)));
    }

    [Fact]
    public async Task Sale_EveryEventArrives_NeedsNoTimerAndCompletesWithTheLast()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Requested());
        await run.HappensAsync(Pay, OrderSignals.PaymentChanged);
        await run.HappensAsync(Ship("shp-1", run.ScriptedSale.Now), OrderSignals.Shipped);
        await run.AdvanceAsync(TimeSpan.FromHours(72));
        Assert.Equal(OrderStage.PayingOut, run.Stage);

        // The event wins, so the timer of the wait is cancelled: with one open the instance would not complete now.
        await run.HappensAsync(PayOut, OrderSignals.PayoutSettled);
        Assert.Equal(OrderOutcome.PaidOut, await run.OutcomeAsync());
    }

    [Fact]
    public async Task Events_AStormOfThem_CostsReadsAndNothingElse()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Requested());
        foreach (var signal in Enumerable
                .Repeat(
                    new[] { OrderSignals.PaymentChanged, OrderSignals.Shipped, OrderSignals.HoldChanged, OrderSignals.PayoutSettled },
                    25)
                .SelectMany(s => s))
            await run.RaiseAsync(signal);
        Assert.InRange(run.Calls(nameof(ReadOrderProgress)), 2, 30);
        Assert.Equal(0, run.Calls(nameof(ExpireRequest)));

        await run.HappensAsync(Pay, OrderSignals.PaymentChanged);
        await run.HappensAsync(Ship("shp-1", run.ScriptedSale.Now), OrderSignals.Shipped);
        await run.AdvanceAsync(TimeSpan.FromHours(72));
        await run.HappensAsync(PayOut, OrderSignals.PayoutSettled);
        Assert.Equal(OrderOutcome.PaidOut, await run.OutcomeAsync());
        Assert.Equal(1, run.Calls(nameof(EndHold)));
        Assert.Equal(0, run.Calls(nameof(RefundUnshipped)));
    }

    [Fact]
    public async Task Order_NotShipped_IsRefundedOnceAtItsDeadline()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Paid());
        await run.AdvanceAsync(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, run.Calls(nameof(RefundUnshipped)));
        await run.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(OrderOutcome.Refunded, await run.OutcomeAsync());
        Assert.Equal(1, run.Calls(nameof(RefundUnshipped)));
        Assert.Single(run.ScriptedSale.Order.Refunds);
    }

    [Fact]
    public async Task Mark_TakenBackInTheHold_LeadsBackToShippingAndANewHold()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Shipped());
        await run.AdvanceAsync(TimeSpan.FromHours(71));
        await run.HappensAsync(o => ShipmentTransitions.Unmark(o, "shp-1", run.ScriptedSale.Now), OrderSignals.HoldChanged);
        await run.AdvanceAsync(TimeSpan.FromHours(10));
        Assert.Equal(0, run.Calls(nameof(EndHold)));

        await run.HappensAsync(Ship("shp-2", run.ScriptedSale.Now), OrderSignals.Shipped);
        await run.AdvanceAsync(TimeSpan.FromHours(72) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, run.Calls(nameof(EndHold)));
        await run.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(OrderStage.PayingOut, run.Stage);
    }

    [Fact]
    public async Task Mark_TakenBackAfterTheRelease_LeadsToAnotherReleaseAndIsRefundedIfNothingFollows()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Shipped());
        await run.AdvanceAsync(TimeSpan.FromHours(72));
        Assert.Equal(OrderStage.PayingOut, run.Stage);
        run.Happens(o => ShipmentTransitions.Unmark(o, "shp-1", run.ScriptedSale.Now));
        await run.AdvanceAsync(TimeSpan.FromDays(4));
        Assert.Equal(OrderOutcome.Refunded, await run.OutcomeAsync());
        Assert.Equal(ScriptedSale.Usd("0.00"), run.ScriptedSale.Order.Net);
    }

    [Fact]
    public async Task Hold_EndedWithNothingLeft_EndsTheOrder()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Shipped());
        var all = new Refund(1, RefundState.Completed, RefundReason.Unshipped, ScriptedSale.Usd("100.00"), ScriptedSale.Start)
        {
            FromSeller = ScriptedSale.Usd("91.02"),
            FromPlatform = ScriptedSale.Usd("5.00"),
        };
        run.Happens(o => new OrderChange(o.With(all))
        {
            Ledger = [OrderPostings.RefundSubmitted(o, all), OrderPostings.RefundCompleted(o, all, ScriptedSale.Start)],
        });

        await run.AdvanceAsync(TimeSpan.FromHours(72));

        Assert.Equal(OrderOutcome.Refunded, await run.OutcomeAsync());
        Assert.Equal(1, run.Calls(nameof(EndHold)));
    }

    [Fact]
    public async Task Payout_SellerRestrictedInTheHold_IsReleasedWithinFourHoursOfTheLiftWithoutAnEvent()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Shipped());
        run.SellerIsActive = false;
        await run.AdvanceAsync(TimeSpan.FromHours(100));
        Assert.Equal(OrderStage.InHold, run.Stage);
        run.SellerIsActive = true;
        await run.AdvanceAsync(TimeSpan.FromHours(4));
        Assert.Equal(OrderStage.PayingOut, run.Stage);
    }

    [Fact]
    public async Task Checkout_Open_IsPolledEverMoreSeldomAndOnceMoreBeforeTheEnd()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Begun());
        await run.AdvanceAsync(TimeSpan.FromMinutes(31));
        Assert.Equal(5, run.Calls(nameof(SettlePayment)));
        await run.AdvanceAsync(TimeSpan.FromHours(24));
        Assert.Equal(OrderOutcome.Unpaid, await run.OutcomeAsync());

        // After 1, 3, 7, … 511, 871 and 1231 minutes; finally by the last wait and once more right before the expiry.
        Assert.Equal(13, run.Calls(nameof(SettlePayment)));
    }

    [Fact]
    public async Task Capture_PendingForDays_IsWaitedForBeyondTheRequestsEnd()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Pending());
        await run.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Equal(0, run.Calls(nameof(ExpireRequest)));
        await run.HappensAsync(
            o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured() with { At = run.ScriptedSale.Now }),
            OrderSignals.PaymentChanged);
        Assert.Equal(OrderStage.ToShip, run.Stage);
    }

    internal static Decision Pay(Order order)
    {
        var sale = ScriptedSale.Capturing();
        return CheckoutTransitions.RecordCapture(order with { Checkouts = sale.Order.Checkouts }, ScriptedSale.Captured());
    }

    internal static Func<Order, Decision> Ship(string id, DateTimeOffset at) =>
        order => ShipmentTransitions.Mark(order, ScriptedSale.Parcel(id, at, "USPS 1"));

    internal static Decision PayOut(Order order)
    {
        var blocks = new HashSet<PayoutBlock>();
        var submitted = PayoutTransitions.Submit(order, 1, "bat-1", blocks, order.DueAt!.Value).Change!;
        var paid = PayoutTransitions.Pay(submitted.Order, 1, "ITEM1", ScriptedSale.Usd("0.25"), order.DueAt.Value).Change!;
        return paid with { Ledger = [.. submitted.Ledger, .. paid.Ledger] };
    }
}
