using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>The buyer asks for money back. The seller or an operator decides; until then nothing is paid out.</summary>
public sealed class RequestRefund(OrderAccess access, OrderStore orders, TimeProvider time)
{
    [Function(nameof(RequestRefund))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/refund-requests")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        var found = await access.AsBuyerAsync(caller, orderId, cancellationToken);
        var key = IdempotencyKey.Of(http);
        var wish = (await Body.ReadAsync<RefundRequest>(http, cancellationToken)).Check(found.Order.Terms.Currency);
        var asked = IdempotencyRecord.Of(caller.Subject, key, wish);

        var decided = await orders.ChangeAsync(orderId, o => RefundDecisions.Request(o, wish, asked, time.GetUtcNow()), cancellationToken);
        return RefundAnswers.Created(decided, asked, "refund-requests", caller);
    }
}
