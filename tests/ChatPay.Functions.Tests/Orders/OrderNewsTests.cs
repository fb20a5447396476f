using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Orchestrations;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>Events carry the order's progress, which saves reading it. It may be stale or wrong: money follows the row.</summary>
public sealed class OrderNewsTests
{
    [Theory]
    [InlineData("", 11)]
    [InlineData("1.0", 11)]
    [InlineData("1.1", 1)]
    [InlineData("1.2", 0)]
    public async Task Sale_WhoseEventsTellWhereItStands_IsReadSeldomByThoseWhoBelieveThem(string version, int reads)
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Requested(), version);
        await run.HappensAsync(OrderLifecycleTests.Pay, OrderSignals.PaymentChanged);
        await run.HappensAsync(OrderLifecycleTests.Ship("shp-1", run.ScriptedSale.Now), OrderSignals.Shipped);
        await run.AdvanceAsync(TimeSpan.FromHours(72));
        await run.HappensAsync(OrderLifecycleTests.PayOut, OrderSignals.PayoutSettled);

        Assert.Equal(OrderOutcome.PaidOut, await run.OutcomeAsync());
        Assert.Equal(reads, run.Calls(nameof(ReadOrderProgress)));
    }

    [Fact]
    public async Task News_ThatAreFalse_ReleaseNothing()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Paid());
        var due = run.Progress with { Stage = OrderStage.InHold, Deadline = ScriptedSale.Start, Version = 100 };

        await run.RaiseAsync(OrderSignals.Shipped, due.ToNews());

        Assert.Equal(1, run.Calls(nameof(EndHold)));
        Assert.Equal(OrderStage.ToShip, run.Stage);
        await run.HappensAsync(OrderLifecycleTests.Ship("shp-1", run.ScriptedSale.Now), OrderSignals.Shipped);
        await run.AdvanceAsync(TimeSpan.FromHours(72));
        Assert.Equal(OrderStage.PayingOut, run.Stage);
    }

    [Fact]
    public async Task News_OvertakenByNewerOnes_AreNotBelieved()
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Shipped());
        var before = run.Progress;
        await run.HappensAsync(o => ShipmentTransitions.Unmark(o, "shp-1", run.ScriptedSale.Now), OrderSignals.HoldChanged);

        await run.RaiseAsync(OrderSignals.Shipped, before.ToNews());
        await run.AdvanceAsync(TimeSpan.FromHours(73));

        Assert.Equal(0, run.Calls(nameof(EndHold)));
        Assert.Equal(OrderStage.ToShip, run.Stage);
        Assert.Contains(OrderEventType.ShipReminder, run.ScriptedSale.Events);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not news")]
    [InlineData("""{"Stage":"SomethingNew","Version":9}""")]
    public async Task News_ThatNobodyUnderstands_HaveTheRowRead(string? news)
    {
        await using var run = await LifecycleRun.StartAsync(ScriptedSale.Requested());
        run.Happens(OrderLifecycleTests.Pay);

        await run.RaiseAsync(OrderSignals.PaymentChanged, news);

        Assert.Equal(1, run.Calls(nameof(ReadOrderProgress)));
        await run.HappensAsync(OrderLifecycleTests.Ship("shp-1", run.ScriptedSale.Now), OrderSignals.Shipped);
        await run.AdvanceAsync(TimeSpan.FromHours(72));
        Assert.Equal(OrderStage.PayingOut, run.Stage);
    }
}
