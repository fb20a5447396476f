using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>The buyer asks for a refund. The seller or an operator decides; until then nothing is paid out.</summary>
public sealed class RequestRefund(OrderCommands commands)
{
    [Function(nameof(RequestRefund))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/refund-requests")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.RequestRefund, cancellationToken);
        var key = IdempotencyKey.Of(http);
        var wish = (await Body.ReadAsync<RefundRequest>(http, cancellationToken)).Check(command.Order.Terms.Currency);
        var asked = IdempotencyRecord.Of(command.Caller.Subject, key, wish.ForHash());

        return await command.CreateAsync(
            (o, now) => RefundDecisions.Request(o, wish, asked, now),
            o => RefundAnswers.Made(o, asked, "refund-requests"),
            cancellationToken);
    }
}
