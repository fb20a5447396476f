using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>An operator holds one order's payout back. Said again, the reason is changed.</summary>
public sealed class BlockPayout(OrderAccess access, OrderStore orders, PayoutBlocks blocks)
{
    private const int MaxReasonLength = 500;

    /// <param name="Reason">For the seller.</param>
    public sealed record Request(string Reason);

    [Function(nameof(BlockPayout))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/blocks")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        await access.ToReadAsync(caller, orderId, cancellationToken);
        var reason = Texts.Require((await Body.ReadAsync<Request>(http, cancellationToken)).Reason, "reason", MaxReasonLength);
        var decided = await orders.ChangeAsync(orderId, o => PayoutTransitions.Block(o, reason), cancellationToken);
        return Answers.Ok(OrderView.For(decided.Order, caller) with { Blocks = await blocks.OfAsync(decided.Order, cancellationToken) });
    }
}

/// <summary>The operator lets it go on. Said twice, it is done once.</summary>
public sealed class UnblockPayout(OrderAccess access, OrderStore orders, PayoutBlocks blocks)
{
    [Function(nameof(UnblockPayout))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/orders/{orderId}/blocks")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        await access.ToReadAsync(caller, orderId, cancellationToken);
        var decided = await orders.ChangeAsync(orderId, PayoutTransitions.Unblock, cancellationToken);
        return Answers.Ok(OrderView.For(decided.Order, caller) with { Blocks = await blocks.OfAsync(decided.Order, cancellationToken) });
    }
}
