namespace ChatPay.Functions.Providers.Instagram.Login;

/// <summary>An access token. Not a record: a record's <c>ToString</c> would include it.</summary>
/// <param name="value">The token.</param>
/// <param name="expiresAt">UTC.</param>
public sealed class InstagramToken(string value, DateTimeOffset expiresAt)
{
    public string Value => value;

    public DateTimeOffset ExpiresAt => expiresAt;
}

/// <summary>The account that logged in, and its token.</summary>
public sealed class InstagramLoginResult(string accountId, string userId, string username, InstagramToken token)
{
    public string AccountId => accountId;

    public string UserId => userId;

    public string Username => username;

    public InstagramToken Token => token;
}
