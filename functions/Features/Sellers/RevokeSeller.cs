using ChatPay.Functions.Features.Sellers.InstagramLogin;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>An operator closes a seller's account for good: no more requests, captures and payouts, and Instagram is disconnected.
/// Refunds still work, and remaining money is the seller's: it is handed over as unclaimed property if it cannot be paid.</summary>
public sealed class RevokeSeller(SellerCommands commands, InstagramConnections instagram)
{
    private const int MaxReasonLength = 500;

    [Function(nameof(RevokeSeller))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sellers/{id}/revocation")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var body = await Body.ReadAsync<SellerRestriction>(request, cancellationToken);
        var reason = Texts.Require(body.Reason, "reason", MaxReasonLength);
        var command = await commands.BeginAsync(request, id, cancellationToken);
        await command.CommitAsync((seller, now) => SellerTransitions.Revoke(seller, reason, now), cancellationToken);
        await instagram.DisconnectAsync(command, cancellationToken);
        return command.AnswerOperator();
    }
}
