using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>The seller or an operator refunds the buyer: all that is left, an amount, or lines. A restricted seller still can. What
/// the seller has already been paid becomes the seller's debt, up to the <see cref="DebtCeiling"/>.</summary>
public sealed class RefundOrder(OrderCommands commands, DebtCeiling ceiling)
{
    [Function(nameof(RefundOrder))]
    [Requires(Role.Seller, Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/refunds")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.Refund, cancellationToken);
        var key = IdempotencyKey.Of(http);
        var wish = (await Body.ReadAsync<RefundRequest>(http, cancellationToken)).Check(command.Order.Terms.Currency);
        var asked = IdempotencyRecord.Of(command.Caller.Subject, key, wish.ForHash());
        var reason = command.IsBySeller ? RefundReason.Seller : RefundReason.Operator;

        var decide = await ceiling.BoundAsync(
            command, (o, now) => RefundDecisions.Give(o, reason, wish, asked, now), cancellationToken);
        return await command.CreateAsync(decide, o => RefundAnswers.Made(o, asked, "refunds"), cancellationToken);
    }
}
