using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>The seller or an operator gives the buyer money back: all that is left, an amount, or lines. A restricted seller still
/// can. What the seller has been paid already becomes the seller's debt.</summary>
public sealed class RefundOrder(OrderAccess access, OrderStore orders, TimeProvider time)
{
    [Function(nameof(RefundOrder))]
    [Requires(Role.Seller, Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/refunds")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        var found = await access.AsSellerOrOperatorAsync(caller, orderId, cancellationToken);
        var key = IdempotencyKey.Of(http);
        var wish = (await Body.ReadAsync<RefundRequest>(http, cancellationToken)).Check(found.Order.Terms.Currency);
        var asked = IdempotencyRecord.Of(caller.Subject, key, wish);
        var reason = caller.Is(Role.Seller) && found.Order.SellerId == caller.SellerId ? RefundReason.Seller : RefundReason.Operator;

        var decided = await orders.ChangeAsync(
            orderId,
            o => RefundDecisions.Give(o, reason, wish, asked, time.GetUtcNow()),
            cancellationToken);
        return RefundAnswers.Created(decided, asked, "refunds", caller);
    }
}
