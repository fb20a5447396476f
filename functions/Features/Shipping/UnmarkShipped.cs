using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping;

/// <summary>The seller takes a mark back, as long as the payout has not been submitted.</summary>
public sealed class UnmarkShipped(OrderAccess access, OrderStore orders, TimeProvider time)
{
    [Function(nameof(UnmarkShipped))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/orders/{orderId}/shipments/{shipmentId}")] HttpRequest request,
        string orderId, string shipmentId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request.HttpContext);
        await access.AsSellerAsync(caller, orderId, cancellationToken);
        var decided = await orders.ChangeAsync(
            orderId,
            order => ShipmentTransitions.Unmark(order, shipmentId, time.GetUtcNow()),
            cancellationToken);
        return decided.Refusal is { } refusal
            ? throw Problems.Of(refusal, OrderStatuses.ForSeller(decided.Order))
            : Answers.Ok(OrderView.For(decided.Order, caller));
    }
}
