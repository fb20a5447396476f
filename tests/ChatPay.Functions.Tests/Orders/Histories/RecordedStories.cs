using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Tests.Orders.Histories;

/// <summary>The sales whose histories are recorded for each version of the logic. Together they cover every wait of an order.</summary>
internal static class RecordedStories
{
    public static IReadOnlyDictionary<string, Func<string, Task<LifecycleRun>>> All { get; } =
        new Dictionary<string, Func<string, Task<LifecycleRun>>>
        {
            ["unpaid"] = UnpaidAsync,
            ["not-shipped"] = NotShippedAsync,
            ["paid-out-late"] = PaidOutLateAsync,
        };

    // Started at the provider, polled, and never approved.
    private static async Task<LifecycleRun> UnpaidAsync(string version)
    {
        var run = await LifecycleRun.StartAsync(ScriptedSale.Begun(), version);
        await run.AdvanceAsync(TimeSpan.FromHours(25));
        return run;
    }

    // Paid, reminded three times, refunded.
    private static async Task<LifecycleRun> NotShippedAsync(string version)
    {
        var run = await LifecycleRun.StartAsync(ScriptedSale.Requested(), version);
        await run.HappensAsync(OrderLifecycleTests.Pay, OrderSignals.PaymentChanged);
        await run.AdvanceAsync(TimeSpan.FromDays(7));
        return run;
    }

    // An un-marked shipment, another one, a hold that is blocked for some hours, a payout that no event reports.
    private static async Task<LifecycleRun> PaidOutLateAsync(string version)
    {
        var run = await LifecycleRun.StartAsync(ScriptedSale.Shipped(), version);
        await run.AdvanceAsync(TimeSpan.FromHours(30));
        await run.HappensAsync(o => ShipmentTransitions.Unmark(o, "shp-1", run.ScriptedSale.Now), OrderSignals.HoldChanged);
        await run.AdvanceAsync(TimeSpan.FromHours(10));
        await run.HappensAsync(OrderLifecycleTests.Ship("shp-2", run.ScriptedSale.Now), OrderSignals.Shipped);
        run.SellerIsActive = false;
        await run.AdvanceAsync(TimeSpan.FromHours(76));
        run.SellerIsActive = true;
        await run.RaiseAsync(OrderSignals.HoldChanged);
        await run.AdvanceAsync(TimeSpan.FromHours(7));
        run.Happens(OrderLifecycleTests.PayOut);
        await run.AdvanceAsync(TimeSpan.FromHours(24));
        return run;
    }
}
