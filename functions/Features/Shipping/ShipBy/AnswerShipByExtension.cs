using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.ShipBy;

/// <summary>The buyer accepts a later ship-by deadline, or declines it.</summary>
public sealed class AnswerShipByExtension(OrderCommands commands)
{
    /// <param name="Decision">The decision.</param>
    public sealed record Request(Verdict Decision);

    /// <summary>The decision on a later deadline.</summary>
    public enum Verdict { Accept, Decline }

    [Function(nameof(AnswerShipByExtension))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/ship-by-extension")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.AnswerShipByExtension, cancellationToken);
        var agrees = (await Body.ReadAsync<Request>(http, cancellationToken)).Decision == Verdict.Accept;
        return await command.ChangeAsync((o, now) => ShipByTransitions.Answer(o, agrees, now), cancellationToken);
    }
}
