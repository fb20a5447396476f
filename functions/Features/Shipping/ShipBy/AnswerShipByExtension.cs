using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.ShipBy;

/// <summary>The buyer agrees to a later deadline to ship by, or does not.</summary>
public sealed class AnswerShipByExtension(OrderCommands commands)
{
    /// <param name="Agree">Whether the buyer waits.</param>
    public sealed record Request(bool? Agree);

    [Function(nameof(AnswerShipByExtension))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/ship-by-extension")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderParty.Buyer, cancellationToken);
        var agrees = (await Body.ReadAsync<Request>(http, cancellationToken)).Agree
            ?? throw Problems.Malformed("agree-missing", "Give 'agree', true or false.", "agree");
        return await command.ChangeAsync((o, now) => ShipByTransitions.Answer(o, agrees, now), cancellationToken);
    }
}
