using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.ShipBy;

/// <summary>The seller asks the buyer for more time to ship.</summary>
public sealed class AskForShipByExtension(OrderCommands commands)
{
    private const int MaxReasonLength = 500;

    /// <param name="Until">The new deadline, with a UTC offset.</param>
    /// <param name="Reason">For the buyer.</param>
    public sealed record Request(DateTimeOffset? Until, string? Reason = null);

    [Function(nameof(AskForShipByExtension))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/ship-by-extension-request")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.AskForShipByExtension, cancellationToken);
        var request = await Body.ReadAsync<Request>(http, cancellationToken);
        var faults = new FieldFaults();
        if (request.Until is null)
            faults.Malformed("until-missing", "Give 'until', the new deadline, such as 2026-03-20T12:00:00Z.", "until");
        var reason = request.Reason is null ? null : Texts.Require(request.Reason, "reason", MaxReasonLength, faults);
        faults.ThrowIfAny();
        return await command.ChangeAsync(
            (o, now) => ShipByTransitions.Ask(o, request.Until!.Value.ToUniversalTime(), reason, now), cancellationToken);
    }
}
