using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Netting;

/// <summary>An operator writes off what the seller owes for an order: the platform bears it.</summary>
public sealed class WriteOffDebt(OrderCommands commands)
{
    private const int MaxReasonLength = 500;

    /// <param name="Reason">Why.</param>
    public sealed record Request(string Reason);

    [Function(nameof(WriteOffDebt))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/debt-write-off")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.WriteOffDebt, cancellationToken);
        IdempotencyKey.Of(http);
        var reason = Texts.Require((await Body.ReadAsync<Request>(http, cancellationToken)).Reason, "reason", MaxReasonLength);

        return await command.ChangeAsync((o, now) => NettingTransitions.WriteOff(o, reason, now), cancellationToken);
    }
}
