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

/// <summary>The buyer confirms that what was shipped has arrived: the payout is due 72 hours after fulfilment at the latest.</summary>
public sealed class ConfirmDelivery(OrderAccess access, OrderStore orders, TimeProvider time)
{
    [Function(nameof(ConfirmDelivery))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/delivery-confirmation")] HttpRequest request,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request.HttpContext);
        await access.AsBuyerAsync(caller, orderId, cancellationToken);
        var decided = await orders.ChangeAsync(orderId, o => ShipmentTransitions.ConfirmDelivery(o, time.GetUtcNow()), cancellationToken);
        return decided.Refusal is { } refusal
            ? throw Problems.Of(refusal, OrderStatuses.Of(decided.Order))
            : Answers.Ok(OrderView.For(decided.Order, caller));
    }
}
