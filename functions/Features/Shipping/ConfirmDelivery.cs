using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping;

/// <summary>The buyer confirms that what was shipped has arrived: the payout is due 72 hours after fulfilment at the latest.</summary>
public sealed class ConfirmDelivery(OrderCommands commands)
{
    [Function(nameof(ConfirmDelivery))]
    [Requires(Role.Buyer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/delivery-confirmation")] HttpRequest request,
        string orderId, CancellationToken cancellationToken) =>
        commands.RunAsync(request, orderId, OrderActions.ConfirmDelivery, ShipmentTransitions.ConfirmDelivery, cancellationToken);
}
