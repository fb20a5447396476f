using ChatPay.Functions.Features.PaymentRequests;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Features.Shipping.ShipBy;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>The mechanics of <see cref="OrderLifecycle"/>. Every wait is a loop on "event or timer". An event, like the start,
/// carries the order's progress, and the newest known is used. After a timer, after a step, and when nothing is carried, the row is
/// read. Whatever concerns money is done by activities that read the row, so a lost, late, duplicate or reordered event costs
/// latency and never money. Deterministic: it is replayed.</summary>
internal sealed class OrderSteps(TaskOrchestrationContext context, BoundedHistory history) : IDisposable
{
    // The engine may lose an event; the row is read at least this often.
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(24);
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    // A hold ends by its deadline. If the deadline moves forward and the event is lost, the watchdog wakes the order an hour after
    // it.
    private static readonly TimeSpan MaxHoldWait = TimeSpan.FromDays(7);
    private static readonly TimeSpan MinBlockedWait = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Task<string?>> _waiters = [];
    private readonly List<KeptTimer> _timers = [];
    private readonly bool _believesNews = OrchestrationVersion.BelievesNews(context);
    private readonly bool _keepsTimers = OrchestrationVersion.KeepsTimers(context);
    private OrderProgress? _known =
        OrchestrationVersion.KeepsTimers(context) ? OrderProgress.FromNews(context.GetInput<string>()) : null;

    /// <summary>Waits for the payment, polls the provider when no event arrives, and expires the request at its end.</summary>
    public async Task<bool> WaitForPaymentAsync()
    {
        for (var polls = 0; ;)
        {
            var order = await KnowAsync();
            if (order.Stage is not (OrderStage.AwaitingPayment or OrderStage.Paying))
                return order.Stage != OrderStage.Unpaid;

            if (HasPassed(order.Deadline))
            {
                // An approval that nobody reported is found here, before the request ends.
                if (order.CheckoutOpen)
                    await CallAsync(nameof(SettlePayment));
                await CallAsync(nameof(ExpireRequest));
                await RestIfUnchangedAsync(order, OrderSignals.PaymentChanged);
            }
            else if (await WaitForAsync(
                OrderSignals.PaymentChanged, order.CheckoutOpen ? ActivityRetry.PollInterval(polls) : MaxWait, order.Deadline))
            {
                polls = 0;
            }
            else if (order.CheckoutOpen)
            {
                polls++;
                await CallAsync(nameof(SettlePayment));
            }
        }
    }

    /// <summary>Waits until every line is shipped, and reminds the seller; at the deadline unshipped lines are refunded.</summary>
    public async Task<bool> WaitForShipmentAsync()
    {
        while (true)
        {
            var order = await KnowAsync();
            if (order.Stage != OrderStage.ToShip)
                return order.Stage != OrderStage.Refunded;

            if (!HasPassed(order.Deadline) && !HasPassed(order.RemindAt))
            {
                await WaitForAsync(OrderSignals.Shipped, MaxWait, order.RemindAt < order.Deadline ? order.RemindAt : order.Deadline);
                continue;
            }

            await CallAsync(HasPassed(order.Deadline) ? nameof(RefundUnshipped) : nameof(RemindToShip));
            await RestIfUnchangedAsync(order, OrderSignals.Shipped);
        }
    }

    /// <summary>Holds the seller's money until it is due, then releases it. False if a shipment was un-marked.</summary>
    public async Task<bool> HoldPayoutAsync()
    {
        while (true)
        {
            var order = await KnowAsync();
            if (order.Stage != OrderStage.InHold)
                return order.Stage is OrderStage.PayingOut or OrderStage.PaidOut;

            if (!HasPassed(order.Deadline))
                await WaitInHoldAsync(order);
            else if (!await ReleaseAsync())
                await WaitForAsync(OrderSignals.HoldChanged, BlockedWait(order.Deadline));
        }
    }

    private async Task WaitInHoldAsync(OrderProgress order)
    {
        var isOver = !await WaitForAsync(OrderSignals.HoldChanged, _believesNews ? MaxHoldWait : MaxWait, order.Deadline);
        // The release reads the row itself.
        if (isOver && HasPassed(order.Deadline))
            _known = order;
    }

    private async Task<bool> ReleaseAsync()
    {
        if (!_believesNews)
            return await history.CallAsync<bool>(nameof(ReleasePayout), context.InstanceId);
        _known = await history.CallAsync<OrderProgress>(nameof(EndHold), context.InstanceId);
        return _known.Stage != OrderStage.InHold || !HasPassed(_known.Deadline);
    }

    /// <summary>Waits until the sweep has paid. False if the release was taken back before.</summary>
    public async Task<bool> WaitForPayoutAsync()
    {
        for (var looks = 0; ; looks++)
        {
            var order = await KnowAsync();
            if (order.Stage != OrderStage.PayingOut)
                return order.Stage == OrderStage.PaidOut;

            await WaitForAsync(OrderSignals.PayoutSettled, ActivityRetry.LookInterval(looks));
        }
    }

    /// <summary>The machine that ran the activity may have another clock and find it too early: this must not become a busy
    /// loop.</summary>
    private async Task RestIfUnchangedAsync(OrderProgress before, string signal)
    {
        _known = await ReadAsync();
        if (_known with { Version = before.Version } == before)
            await WaitForAsync(signal, Rest);
    }

    private async Task<OrderProgress> KnowAsync() => _believesNews && _known is { } known ? known : _known = await ReadAsync();

    private Task<OrderProgress> ReadAsync() => history.CallAsync<OrderProgress>(nameof(ReadOrderProgress), context.InstanceId);

    private Task CallAsync(string activity)
    {
        _known = null;
        return history.CallAsync(activity, context.InstanceId);
    }

    private bool HasPassed(DateTimeOffset? deadline) => deadline is { } end && context.CurrentUtcDateTime >= end.UtcDateTime;

    /// <summary>An eighth of the time that it has been blocked, from an hour to a day: lifting a block raises an event, except for
    /// blocks that concern the seller.</summary>
    private TimeSpan BlockedWait(DateTimeOffset? since) =>
        TimeSpan.FromTicks(
            Math.Clamp((context.CurrentUtcDateTime - since!.Value.UtcDateTime).Ticks / 8, MinBlockedWait.Ticks, MaxWait.Ticks));

    /// <summary>Cancels the pending timers: an instance does not complete while one is pending.</summary>
    public void Dispose()
    {
        foreach (var timer in _timers)
        {
            timer.Over.Cancel(); // Not CancelAsync: see below.
            timer.Over.Dispose();
        }

        _timers.Clear();
    }

    /// <summary>Waits for an event, at most this long and not beyond the deadline. The waiter is kept when the timer wins: a
    /// cancelled one may swallow the next event.</summary>
    private async Task<bool> WaitForAsync(string signal, TimeSpan atMost, DateTimeOffset? deadline = null)
    {
        history.Step();
        var until = context.CurrentUtcDateTime + atMost;
        if (deadline is { } end && end.UtcDateTime < until)
            until = end.UtcDateTime;

        if (!_waiters.TryGetValue(signal, out var heard))
            _waiters[signal] = heard = context.WaitForExternalEvent<string?>(signal);

        if (!await (_keepsTimers ? IsHeardInTimeAsync(heard, until) : IsHeardBeforeItsTimerAsync(heard, until)))
        {
            _known = null;
            return false;
        }

        _waiters.Remove(signal);
        Hear(OrderProgress.FromNews(await heard));
        return true;
    }

    /// <summary>Whether the event arrives in time. A cancelled timer still fires, and costs a turn: so a timer that an earlier wait
    /// left is awaited first, if it fires in time, and a wait that ends early leaves its timer for the next one.</summary>
    private async Task<bool> IsHeardInTimeAsync(Task heard, DateTime until)
    {
        while (true)
        {
            var timer = _timers.Where(t => t.At <= until).MaxBy(t => t.At);
            if (timer is null)
            {
                var over = new CancellationTokenSource();
                _timers.Add(timer = new(until, context.CreateTimer(until, over.Token), over));
            }

            if (await Task.WhenAny(heard, timer.Task) == heard)
                return true;
            _timers.Remove(timer);
            timer.Over.Dispose();
            if (timer.At == until)
                return false;
            history.Step();
        }
    }

    private async Task<bool> IsHeardBeforeItsTimerAsync(Task heard, DateTime until)
    {
        using var over = new CancellationTokenSource();
        if (await Task.WhenAny(heard, context.CreateTimer(until, over.Token)) != heard)
            return false;
        over.Cancel(); // Not CancelAsync: it hops to the thread pool, and an orchestrator may only await its context's tasks.
        return true;
    }

    /// <summary>Ignores progress older than what is known; without any, the row has to be read.</summary>
    private void Hear(OrderProgress? news)
    {
        if (news is null || _known is null || news.Version > _known.Version)
            _known = news;
    }

    private sealed record KeptTimer(DateTime At, Task Task, CancellationTokenSource Over);
}
