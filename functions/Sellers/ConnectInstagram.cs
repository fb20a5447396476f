using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Sellers;

/// <summary>Connects the seller's Instagram professional account, so that its direct messages arrive here.</summary>
public sealed class ConnectInstagram(InstagramConnections connections, SellerAnswers answers)
{
    private const int LongestId = 32;
    private const int LongestToken = 2048;

    [Function(nameof(ConnectInstagram))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sellers/me/instagram-connection")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await Body.ReadAsync<InstagramConnection>(request, cancellationToken);
        if (body.AccountId.Length is 0 or > LongestId || !body.AccountId.All(char.IsAsciiDigit))
            throw Problems.Malformed("instagram-account-id-invalid", "'accountId' must be the account's numeric id, such as \"17841400000000000\".", "accountId");
        if (body.AccessToken.Length is 0 or > LongestToken || !body.AccessToken.All(c => c is > ' ' and <= '~'))
            throw Problems.Malformed("instagram-access-token-invalid", "'accessToken' must be the account's access token, without spaces.", "accessToken");

        return answers.Ok(await connections.ConnectAsync(Caller.Of(request.HttpContext).SellerId, body.AccountId, body.AccessToken, cancellationToken));
    }
}

/// <summary>The body. Not a record: what a record prints would include the token.</summary>
public sealed class InstagramConnection
{
    /// <summary>The Instagram professional account.</summary>
    public required string AccountId { get; init; }

    /// <summary>Its access token; kept in the vault.</summary>
    public required string AccessToken { get; init; }
}
