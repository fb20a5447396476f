using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>An operator blocks one order's payout. A repeat changes the reason.</summary>
public sealed class BlockPayout(OrderCommands commands, PayoutBlocks blocks)
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
        var command = await commands.BeginAsync(http, orderId, OrderActions.Block, cancellationToken);
        var reason = Texts.Require((await Body.ReadAsync<Request>(http, cancellationToken)).Reason, "reason", MaxReasonLength);
        var order = await command.CommitAsync((o, _) => PayoutTransitions.Block(o, reason), cancellationToken);
        return Answers.Ok(command.Show(order) with { Blocks = await blocks.OfAsync(order, cancellationToken) });
    }
}

/// <summary>An operator unblocks the payout. A repeat changes nothing.</summary>
public sealed class UnblockPayout(OrderCommands commands, PayoutBlocks blocks)
{
    [Function(nameof(UnblockPayout))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/orders/{orderId}/blocks")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.Unblock, cancellationToken);
        var order = await command.CommitAsync((o, _) => PayoutTransitions.Unblock(o), cancellationToken);
        return Answers.Ok(command.Show(order) with { Blocks = await blocks.OfAsync(order, cancellationToken) });
    }
}
