using ChatPay.Functions.Orders;
using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Payments;

/// <summary>The buyer wants to pay: answers where to approve.</summary>
public sealed class CheckoutOrder(OrderAccess access, StartCheckout checkout)
{
    [Function(nameof(CheckoutOrder))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/checkout")] HttpRequest request,
        string orderId, CancellationToken cancellationToken)
    {
        IdempotencyKey.Of(request);
        await access.AsBuyerAsync(Caller.Of(request.HttpContext), orderId, cancellationToken);
        var started = await checkout.RunAsync(orderId, cancellationToken);
        return Answers.OkForNow(new { orderId, checkout = started.K, approveUrl = started.ApproveUrl });
    }
}
