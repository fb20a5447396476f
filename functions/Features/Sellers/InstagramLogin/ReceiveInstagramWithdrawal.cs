using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Providers.Instagram.Login;
using ChatPay.Functions.Providers.Instagram;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers.InstagramLogin;

/// <summary>Receives Meta's "deauthorize callback": somebody has withdrawn our access. The token is deleted, and the seller is
/// asked to reconnect.</summary>
public sealed class ReceiveInstagramWithdrawal(
    IOptions<InstagramOptions> options,
    InstagramConnections connections,
    LoseInstagramConnection lose,
    ILogger<ReceiveInstagramWithdrawal> log)
{
    private const int LargestForm = 8_192;

    [Function(nameof(ReceiveInstagramWithdrawal))]
    [Open("Meta's signature over its message")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/meta-withdrawal")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var form = request.HasFormContentType
            ? await SmallForm.ReadAsync(request, LargestForm, cancellationToken)
            : new Dictionary<string, string>();
        if (SignedRequest.Read(form.GetValueOrDefault("signed_request", ""), options.Value.AppSecret) is not var (userId, issuedAt))
            throw new ProblemException(401, "signature-invalid", "This is not signed by Meta for this app.", "signed_request");

        // A withdrawal from before the seller reconnected no longer applies.
        if (await connections.FindByUserAsync(userId, cancellationToken) is { Instagram: { } account } seller
            && issuedAt >= account.ConnectedAt.AddSeconds(-1))
            await lose.RunAsync(seller.Id, account.TokenReference, InstagramLoss.Withdrawn, cancellationToken);
        else
            log.LogInformation("Access was withdrawn for an account that is not connected.");
        return Answers.Ok();
    }
}
