using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Orchestrations.Watchdog;

/// <summary>Checks, every two hours, the orders whose deadline passed more than an hour ago: one that has not moved has nothing
/// driving it. Its orchestration is restarted or woken; when that does not help, it is replaced and an operator is alerted. An
/// operator is also alerted to a running one with an activity that keeps failing. All of that is idempotent: an orchestration reads
/// the order first.</summary>
public sealed class WatchOrders(
    DeadlineIndex deadlines, OrderStore orders, SellerStore sellers, OperatorAlerts attention, TimeProvider time, ILogger<WatchOrders> log)
{
    private const string Kind = "order-stuck";
    private static readonly TimeSpan BlockedLook = TimeSpan.FromDays(1);

    [Function(nameof(WatchOrders))]
    public async Task RunAsync(
        [TimerTrigger("%WatchdogSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await foreach (var look in deadlines.ListAsync(now, cancellationToken))
        {
            try
            {
                await LookAsync(look, now, orchestrations, cancellationToken);
            }
#pragma warning disable CA1031 // One order's failure must not affect the others.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(e, "Order {OrderId} could not be looked at; the next run looks at it again.", look.OrderId);
            }
        }
    }

    private async Task LookAsync(DueLook look, DateTimeOffset now, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var order = (await orders.FindAsync(look.OrderId, cancellationToken))?.Order;
        var due = order is null ? [] : ExpectedOrchestration.Of(order).Where(e => e.LookAt <= now).ToList();
        var (helped, waits) = (false, false);
        var named = new List<string>();
        foreach (var expected in due)
        {
            var instance = await orchestrations.GetInstanceAsync(expected.InstanceId, getInputsAndOutputs: true, cancellationToken);
            var isAlive = instance?.RuntimeStatus is OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended;
            var failing = isAlive ? FailingActivity.Of(instance!) : null;
            if (!isAlive)
                helped |= await StartAsync(order!, expected, orchestrations, cancellationToken);
            else if (expected.IsStirred && !await IsBlockedAsync(order!, now, cancellationToken))
                waits |= await StirAsync(order!, expected, look.Looks, orchestrations, cancellationToken);
            else
                waits |= expected.IsStuckIfAlive || failing is not null;
            named.Add(Describe(expected, failing));
        }

        // What was acted on is checked again by the next run; what does not move, less and less often.
        if (waits || helped)
        {
            if (look.Looks > 0)
                await TellAsync(order!, named, cancellationToken);
            var rest = TimeSpan.FromHours(Math.Min(24, 1 << Math.Min(look.Looks, 5)));
            await deadlines.PutOffAsync(look, now + rest, look.Looks + 1, cancellationToken);
            return;
        }

        if (look.Looks > 0)
            await attention.ClearAsync(Kind, look.OrderId, "The order has gone on.", cancellationToken);
        if (due.Count > 0)
            await deadlines.PutOffAsync(look, now + BlockedLook, looks: 0, cancellationToken);
        else
            await PutRightAsync(look, order, cancellationToken);
    }

    /// <summary>The order is not due after all. If its own entry is in this hour, it is this one.</summary>
    private Task PutRightAsync(DueLook look, Order? order, CancellationToken cancellationToken) =>
        order is not null && ExpectedOrchestration.NextLook(order) is { } next
            ? deadlines.PutOffAsync(look, next, looks: 0, cancellationToken)
            : deadlines.RemoveAsync(look, cancellationToken);

    private static string Describe(ExpectedOrchestration expected, FailingActivity? failing) => failing is null
        ? expected.InstanceId
        : $"{expected.InstanceId} (its activity {failing.Activity} has failed since {failing.Since:u}: {failing.Error})";

    private async Task<bool> StartAsync(
        Order order, ExpectedOrchestration expected, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        log.LogWarning("Order {OrderId} needs {InstanceId}, which does not run: it is started again.", order.Id, expected.InstanceId);

        // Without dedupe statuses, any instance with this id is terminated and replaced.
        var options = new StartOrchestrationOptions(expected.InstanceId).WithDedupeStatuses();
        await orchestrations.ScheduleNewOrchestrationInstanceAsync(expected.Name, order.Id, options, cancellationToken);
        return true;
    }

    private async Task<bool> StirAsync(
        Order order, ExpectedOrchestration expected, int looks, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (looks > 0)
            return await StartAsync(order, expected, orchestrations, cancellationToken);

        log.LogWarning("Order {OrderId} stands past its deadline: its orchestration is woken.", order.Id);
        try
        {
            foreach (var signal in new[] { OrderSignals.PaymentChanged, OrderSignals.Shipped, OrderSignals.HoldChanged })
                await orchestrations.RaiseEventAsync(expected.InstanceId, signal, cancellation: cancellationToken);
        }
#pragma warning disable CA1031 // Nothing depends on how raising an event fails: the next check makes up for it.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogInformation(e, "The orchestration of {OrderId} was not woken.", order.Id);
        }

        return true;
    }

    // A blocked hold is rightly past its end: late payouts raise an alert of their own.
    private async Task<bool> IsBlockedAsync(Order order, DateTimeOffset now, CancellationToken cancellationToken) =>
        OrderProgress.Of(order).Stage == OrderStage.InHold
        && PayoutTransitions.Blocks(order, await sellers.MayBeReleasedAsync(order.SellerId, now, cancellationToken)).Count > 0;

    private Task TellAsync(Order order, IReadOnlyList<string> named, CancellationToken cancellationToken) => attention.RaiseAsync(
        Kind, order.Id,
        $"The order ({OrderProgress.Of(order).Stage}) stands past the time when these should have moved it, and trying again has not "
            + $"helped: {string.Join(", ", named)}.",
        "See in the log what its activities fail with, and mend that; the order is tried again by itself.", order.Id, cancellationToken);
}
