using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping;

/// <summary>The seller un-marks a shipment, as long as the payout has not been submitted.</summary>
public sealed class UnmarkShipped(OrderCommands commands)
{
    [Function(nameof(UnmarkShipped))]
    [Requires(Role.Seller)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/orders/{orderId}/shipments/{shipmentId}")] HttpRequest request,
        string orderId, string shipmentId, CancellationToken cancellationToken) =>
        commands.RunAsync(
            request, orderId, OrderActions.Unmark, (o, now) => ShipmentTransitions.Unmark(o, shipmentId, now), cancellationToken);
}
