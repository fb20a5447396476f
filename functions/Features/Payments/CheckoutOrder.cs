using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Features.Payments;

/// <summary>The buyer wants to pay: returns where to approve.</summary>
public sealed class CheckoutOrder(OrderAccess access, StartCheckout checkout)
{
    /// <param name="OrderId"><c>ord-…</c></param>
    /// <param name="Checkout">The number of the checkout within the order, from 1.</param>
    /// <param name="ApproveUrl">Where the buyer approves the payment, at PayPal.</param>
    public sealed record Started(string OrderId, int Checkout, string ApproveUrl);

    [Function(nameof(CheckoutOrder))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/checkout")] HttpRequest request,
        [DurableClient] DurableTaskClient orchestrations, string orderId, CancellationToken cancellationToken)
    {
        IdempotencyKey.Of(request);
        var order = await access.AsAsync(OrderActions.Checkout.By, Caller.Of(request.HttpContext), orderId, cancellationToken);
        var started = await checkout.RunAsync(order, cancellationToken, orchestrations, PageWords.AskedBy(request));
        return Answers.OkForNow(new Started(orderId, started.Number, started.ApproveUrl!));
    }
}
