using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Correction;

/// <summary>An operator has handed over to the authority, as unclaimed property, what cannot be paid to the seller: it counts as
/// paid. The money has left the provider's balance outside this app.</summary>
public sealed class HandOverPayout(OrderCommands commands, SellerStore sellers)
{
    private const int MaxMessageLength = 500;

    /// <param name="Message">Where and when it was handed over, for the seller; no identity data.</param>
    public sealed record Request(string Message);

    [Function(nameof(HandOverPayout))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/payouts/{generation}/handover")]
            HttpRequest http,
        string orderId,
        string generation,
        CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.HandOverPayout, cancellationToken);
        IdempotencyKey.Of(http);
        var message = Texts.Require((await Body.ReadAsync<Request>(http, cancellationToken)).Message, "message", MaxMessageLength);
        var g = PathNumber.Of(generation, "payout");

        var seller = await sellers.FindAsync(command.Order.SellerId, cancellationToken);
        if (seller?.SanctionsHold is not null)
            throw Problems.Refused(
                "sanctions-listed",
                "The seller is held for a list of sanctions: nothing of theirs is handed over before it is cleared. Ask your counsel.");
        var isClosed = seller?.Closed is not null;
        return await command.ChangeAsync((o, now) => PayoutTransitions.HandOver(o, g, message, isClosed, now), cancellationToken);
    }
}
