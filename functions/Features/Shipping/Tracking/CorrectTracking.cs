using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.Tracking;

/// <summary>The seller adds or corrects the carrier and number of a shipment. A repeat changes nothing.</summary>
public sealed class CorrectTracking(OrderCommands commands)
{
    /// <param name="Carrier">Such as <c>USPS</c>.</param>
    /// <param name="TrackingNumber">Letters, digits, spaces and hyphens.</param>
    public sealed record Request(string? Carrier, string? TrackingNumber);

    [Function(nameof(CorrectTracking))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/orders/{orderId}/shipments/{shipmentId}")] HttpRequest http,
        string orderId, string shipmentId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.CorrectTracking, cancellationToken);
        var request = await Body.ReadAsync<Request>(http, cancellationToken);
        var (carrier, number) = TrackingInput.Require(request.Carrier, request.TrackingNumber);
        return await command.ChangeAsync((o, _) => TrackingTransitions.Correct(o, shipmentId, carrier, number), cancellationToken);
    }
}
