using System.Text.Json;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Orchestrations;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>The history of a long-lived order stays bounded (case 36), and nothing is lost when it continues as new.</summary>
public sealed class HistoryBoundTests
{
    // BoundedHistory.MaxSteps of eight events each, plus the event that wakes each of them.
    private const int Bound = 1400;

    [Fact]
    public async Task Hold_BlockedFor180Days_KeepsAShortHistoryAndIsPaidInTheEnd()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Shipped());
        run.SellerIsActive = false;
        for (var day = 0; day < 180; day++)
        {
            await run.AdvanceAsync(TimeSpan.FromDays(1));
            Assert.InRange(run.History.Count, 1, Bound);
        }

        // Growing waits: an hour, later an eighth of the time blocked, then one check a day.
        Assert.InRange(run.Calls(nameof(EndHold)), 177, 230);
        run.SellerIsActive = true;
        await run.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(OrderStage.PayingOut, run.Stage);
        await run.HappensAsync(OrderLifecycleTests.PayOut, OrderSignals.PayoutSettled);
        Assert.Equal(OrderOutcome.PaidOut, await run.OutcomeAsync());
    }

    [Fact]
    public async Task Hold_OfAnOrderFromBeforeVersions_IsLookedAtOnceADayToo()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Shipped(), version: "");
        run.SellerIsActive = false;
        await run.AdvanceAsync(TimeSpan.FromDays(100));
        Assert.InRange(run.History.Count, 1, 2000);
    }

    [Fact]
    public async Task Capture_PendingFor180Days_KeepsAShortHistory()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Pending());
        for (var day = 0; day < 180; day += 5)
        {
            await run.AdvanceAsync(TimeSpan.FromDays(5));
            Assert.InRange(run.History.Count, 1, Bound);
        }

        await run.HappensAsync(
            o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured() with { At = run.ScriptedSale.Now }),
            OrderSignals.PaymentChanged);
        Assert.Equal(OrderStage.ToShip, run.Stage);
    }

    [Fact]
    public async Task Step_FailingForWeeks_DoesNotEndTheOrder()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Shipped());
        run.Failing = nameof(EndHold);
        // More attempts than one call may have: each history counts them afresh.
        for (var day = 0; day < 45; day += 5)
        {
            await run.AdvanceAsync(TimeSpan.FromDays(5));
            Assert.InRange(run.History.Count, 1, Bound);
        }

        Assert.InRange(run.Calls(nameof(EndHold)), 1_001, 1_200);
        Assert.False(await run.HasEndedAsync());
        run.Failing = null;
        await run.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(OrderStage.PayingOut, run.Stage);
    }

    [Fact]
    public async Task Events_MoreThanAHistoryHolds_LoseNone()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Shipped());

        // Events for later waits, unread for now: each execution carries them over to the next.
        await run.RaiseAsync(OrderSignals.PayoutSettled);
        for (var i = 0; i < 400; i++)
            await run.RaiseAsync(OrderSignals.HoldChanged);
        Assert.InRange(run.History.Count, 1, Bound);
        Assert.Contains(run.History, e => e.Name == OrderSignals.PayoutSettled);

        await run.AdvanceAsync(TimeSpan.FromHours(72));
        await run.HappensAsync(OrderLifecycleTests.PayOut, OrderSignals.PayoutSettled);
        Assert.Equal(OrderOutcome.PaidOut, await run.OutcomeAsync());
    }

    [Fact]
    public void HostJson_GivesNewOrchestrationsTheCurrentVersion()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")));
        Assert.Equal(
            OrchestrationVersion.Current,
            host.RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("defaultVersion").GetString());
    }
}
