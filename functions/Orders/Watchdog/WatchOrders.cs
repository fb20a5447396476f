using ChatPay.Functions.Operations;
using ChatPay.Functions.Payouts;
using ChatPay.Functions.Sellers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Orders.Watchdog;

/// <summary>
/// Each hour, the orders whose deadline has passed an hour ago: one that stands where it stood is driven by nobody. Its orchestration is started
/// again, or woken; when that does not help it is replaced and an operator is told. All of that bears a repeat: an orchestration reads the order first.
/// </summary>
public sealed class WatchOrders(
    OrderDeadlines deadlines, OrderStore orders, SellerStore sellers, Attention attention, TimeProvider time, ILogger<WatchOrders> log)
{
    private const string Kind = "order-stuck";
    private static readonly TimeSpan BlockedLook = TimeSpan.FromDays(1);

    [Function(nameof(WatchOrders))]
    public async Task RunAsync([TimerTrigger("%WatchdogSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await foreach (var look in deadlines.ListAsync(now, cancellationToken))
        {
            try
            {
                await LookAsync(look, now, orchestrations, cancellationToken);
            }
#pragma warning disable CA1031 // One order's trouble is not the others'.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(e, "Order {OrderId} could not be looked at; it is looked at again in an hour.", look.OrderId);
            }
        }
    }

    private async Task LookAsync(DueLook look, DateTimeOffset now, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var order = (await orders.FindAsync(look.OrderId, cancellationToken))?.Order;
        var due = order is null ? [] : ExpectedOrchestration.Of(order).Where(e => e.LookAt <= now).ToList();
        var (helped, waits) = (false, false);
        foreach (var expected in due)
        {
            if (!await IsAliveAsync(expected, orchestrations, cancellationToken))
                helped |= await StartAsync(order!, expected, orchestrations, cancellationToken);
            else if (expected.InstanceId == order!.Id && !await IsBlockedAsync(order, now, cancellationToken))
                waits |= await StirAsync(order, expected, look.Looks, orchestrations, cancellationToken);
            else
                waits |= expected.IsStuckIfAlive;
        }

        // What was done is looked at in an hour; what does not move, ever more seldom.
        if (waits || helped)
        {
            if (look.Looks > 0)
                await TellAsync(order!, due, cancellationToken);
            await deadlines.PutOffAsync(look, now + TimeSpan.FromHours(Math.Min(24, 1 << Math.Min(look.Looks, 5))), look.Looks + 1, cancellationToken);
            return;
        }

        if (look.Looks > 0)
            await attention.ClearAsync(Kind, look.OrderId, "The order has gone on.", cancellationToken);
        if (due.Count > 0)
            await deadlines.PutOffAsync(look, now + BlockedLook, looks: 0, cancellationToken);
        else
            await PutRightAsync(look, order, cancellationToken);
    }

    /// <summary>It is not due after all. Its own entry may be in this hour, and then it is this one.</summary>
    private Task PutRightAsync(DueLook look, Order? order, CancellationToken cancellationToken) =>
        order is not null && ExpectedOrchestration.NextLook(order) is { } next
            ? deadlines.PutOffAsync(look, next, looks: 0, cancellationToken)
            : deadlines.RemoveAsync(look, cancellationToken);

    private static async Task<bool> IsAliveAsync(ExpectedOrchestration expected, DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        await orchestrations.GetInstanceAsync(expected.InstanceId, cancellationToken) is
        { RuntimeStatus: OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended };

    private async Task<bool> StartAsync(Order order, ExpectedOrchestration expected, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        log.LogWarning("Order {OrderId} needs {InstanceId}, which does not run: it is started again.", order.Id, expected.InstanceId);

        // No status is named: whatever there is of this id is ended and replaced.
        var options = new StartOrchestrationOptions(expected.InstanceId).WithDedupeStatuses();
        await orchestrations.ScheduleNewOrchestrationInstanceAsync(expected.Name, order.Id, options, cancellationToken);
        return true;
    }

    private async Task<bool> StirAsync(Order order, ExpectedOrchestration expected, int looks, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (looks > 0)
            return await StartAsync(order, expected, orchestrations, cancellationToken);

        log.LogWarning("Order {OrderId} stands past its deadline: its orchestration is woken.", order.Id);
        try
        {
            foreach (var signal in new[] { OrderSignals.PaymentChanged, OrderSignals.Shipped, OrderSignals.HoldChanged })
                await orchestrations.RaiseEventAsync(expected.InstanceId, signal, cancellation: cancellationToken);
        }
#pragma warning disable CA1031 // Code never branches on how raising an event fails: the next look replaces it.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogInformation(e, "The orchestration of {OrderId} was not woken.", order.Id);
        }

        return true;
    }

    // A hold that is blocked stands past its end rightly: late payouts are told elsewhere.
    private async Task<bool> IsBlockedAsync(Order order, DateTimeOffset now, CancellationToken cancellationToken) =>
        OrderProgress.Of(order).Stage == OrderStage.InHold
        && PayoutTransitions.Blocks(order, await sellers.MayBePaidAsync(order.SellerId, now, cancellationToken)).Count > 0;

    private Task TellAsync(Order order, IReadOnlyList<ExpectedOrchestration> due, CancellationToken cancellationToken) => attention.RaiseAsync(
        Kind, order.Id,
        $"The order stands past its deadline ({OrderProgress.Of(order).Stage}), and starting its orchestrations again has not helped: "
            + $"{string.Join(", ", due.Select(e => e.InstanceId))}.",
        "See in the log what its activities fail with, and mend that; the order is tried again by itself.", order.Id, cancellationToken);
}
