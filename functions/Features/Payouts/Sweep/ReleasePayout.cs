using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Releases the payout at the end of the hold.</summary>
public sealed class ReleasePayout(OrderStore orders, SellerStore sellers, LatePayouts late, TimeProvider time)
{
    /// <returns>Whether the hold has ended; false when something blocks the payout.</returns>
    [Function(nameof(ReleasePayout))]
    public async Task<bool> RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken) =>
        (await ReleaseAsync(orderId, cancellationToken)).Refusal is null;

    /// <summary>Releases it, or returns why not; reads the order and its seller first.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="after">What the run does itself afterwards; null leaves all of it to messages.</param>
    public async Task<TransitionResult> ReleaseAsync(
        string orderId, CancellationToken cancellationToken, AfterCommit? after = null)
    {
        var now = time.GetUtcNow();
        var read = await orders.GetAsync(orderId, cancellationToken);
        var active = await sellers.MayBeReleasedAsync(read.Order.SellerId, now, cancellationToken);
        var decided = await orders.ChangeAsync(
            read, o => PayoutTransitions.Release(o, PayoutTransitions.Blocks(o, active), now), after, cancellationToken);
        // Once it is due, only a block refuses it.
        if (decided.Refusal is { } blocked && decided.Order.DueAt <= now)
            await late.RaiseIfLateAsync(decided.Order, blocked.Detail, cancellationToken);
        return decided;
    }
}

/// <summary>Ends the hold and returns the order's progress, in one step of its orchestration: the order is still in the hold when
/// something blocks the payout.</summary>
public sealed class EndHold(ReleasePayout release, INoticePublisher notices)
{
    [Function(nameof(EndHold))]
    public async Task<OrderProgress> RunAsync(
        [ActivityTrigger] string orderId, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var after = new AfterCommit { Orchestrations = orchestrations, Notices = notices };
        return OrderProgress.Of((await release.ReleaseAsync(orderId, cancellationToken, after)).Order);
    }
}
