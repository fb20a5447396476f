using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers.InstagramLogin;

/// <summary>The seller disconnects the Instagram account: its messages no longer arrive, and its token is deleted.</summary>
public sealed class DisconnectInstagram(SellerCommands commands, InstagramConnections connections)
{
    [Function(nameof(DisconnectInstagram))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/sellers/me/instagram-connection")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(request, cancellationToken);
        await connections.DisconnectAsync(command, cancellationToken);
        return command.Answer();
    }
}
