using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.Tracking;

/// <summary>An operator accepts a tracking number that the carrier does not seem to issue: the payout continues. A repeat changes
/// nothing.</summary>
public sealed class AcceptTracking(OrderCommands commands, PayoutBlocks blocks)
{
    [Function(nameof(AcceptTracking))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/shipments/{shipmentId}/tracking-acceptance")]
            HttpRequest http,
        string orderId,
        string shipmentId,
        CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.AcceptTracking, cancellationToken);
        var order = await command.CommitAsync((o, _) => TrackingTransitions.Accept(o, shipmentId), cancellationToken);
        return Answers.Ok(command.Show(order) with { Blocks = await blocks.OfAsync(order, cancellationToken) });
    }
}
