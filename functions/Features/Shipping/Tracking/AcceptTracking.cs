using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.Tracking;

/// <summary>An operator takes a tracking number that the carrier does not seem to give: the payout goes on. Said twice, it is done
/// once.</summary>
public sealed class AcceptTracking(OrderAccess access, OrderStore orders, PayoutBlocks blocks)
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
        var caller = Caller.Of(http.HttpContext);
        await access.ToReadAsync(caller, orderId, cancellationToken);
        var decided = await orders.ChangeAsync(orderId, o => TrackingTransitions.Accept(o, shipmentId), cancellationToken);
        return decided.Refusal is not null
            ? throw Problems.NotFound("shipment")
            : Answers.Ok(OrderView.For(decided.Order, caller) with { Blocks = await blocks.OfAsync(decided.Order, cancellationToken) });
    }
}
