using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>An operator ends a refund whose outcome never became known, or that PayPal had as pending and no longer shows, or gives up one
/// that has failed, after checking at the provider: what PayPal shows is adopted first. One that is ended is still owed to the buyer, who
/// can be refunded anew; ended once more, under another key, it is given up, and the money is the seller's again. The price of goods that
/// were never shipped stays held until the buyer has it: ending such a refund says that a lost dispute has given it, which is refused if
/// disputes have given less. A repeat changes nothing.</summary>
public sealed class EndRefund(OrderCommands commands, AdoptRefunds adoption)
{
    [Function(nameof(EndRefund))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/refunds/{number}/end")] HttpRequest http,
        string orderId, string number, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.EndRefund, cancellationToken);
        var asked = IdempotencyRecord.Of(command.Caller.Subject, IdempotencyKey.Of(http), request: null).Key;
        var n = PathNumber.Of(number, "refund");

        await adoption.RunBeforeCommandAsync(orderId, cancellationToken);
        var notShown = await adoption.FindNotShownAsync(orderId, n, cancellationToken);
        return await command.ChangeAsync((o, now) => RefundTransitions.End(o, n, now, asked, notShown), cancellationToken);
    }
}
