using Azure.Core;

namespace ChatPay.Local.Vault;

/// <summary>Provides the token that the local vault expects.</summary>
internal sealed class VaultCredential(string token) : TokenCredential
{
    private static readonly DateTimeOffset Never = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(token, Never);

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(new AccessToken(token, Never));
}
