using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Correction;

/// <summary>An operator has a payout that was refused or came back paid again, as the next generation. The provider is read first:
/// only what it reports as not paid is paid again, however long ago it was, because PayPal's own deduplication ends after 30 days.
/// It goes to the account that the seller names now.</summary>
public sealed class RetryPayout(OrderCommands commands, ConfirmNotPaid notPaid, TimeProvider time)
{
    [Function(nameof(RetryPayout))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/payouts/{generation}/retry")] HttpRequest http,
        string orderId, string generation, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.RetryPayout, cancellationToken);
        var order = command.Order;
        var key = IdempotencyKey.Of(http);
        var g = PathNumber.Of(generation, "payout");
        if (order.Payouts.FirstOrDefault(p => p.Generation == g) is not { } payout)
            throw Problems.NotFound("payout");

        var asked = IdempotencyRecord.Of(command.Caller.Subject, key, $"retry payout {g}");
        var now = time.GetUtcNow();
        if (PayoutTransitions.Retry(order, g, asked, now).Change is not null)
            await notPaid.ConfirmAsync(order, payout, cancellationToken);

        return await command.ChangeAsync(
            // The provider was asked about this payout in this state.
            (o, _) => PayoutTransitions.Retry(o, g, asked, now) is { Change: null } other ? other
                : o.Payouts.FirstOrDefault(p => p.Generation == g) == payout
                    ? PayoutTransitions.Retry(o, g, asked, now)
                    : Decision.Refuse("payout-changed", "The payout has changed just now: look at the order and say it again."),
            cancellationToken);
    }
}
