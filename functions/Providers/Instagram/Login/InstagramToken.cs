namespace ChatPay.Functions.Providers.Instagram.Login;

/// <summary>An access token. Not a record: what a record prints would include it.</summary>
/// <param name="value">The token.</param>
/// <param name="expiresAt">UTC.</param>
public sealed class InstagramToken(string value, DateTimeOffset expiresAt)
{
    public string Value => value;

    public DateTimeOffset ExpiresAt => expiresAt;
}

/// <summary>Who has logged in, and the token that they gave.</summary>
public sealed class InstagramLoginResult(string accountId, string userId, string username, InstagramToken token)
{
    public string AccountId => accountId;

    public string UserId => userId;

    public string Username => username;

    public InstagramToken Token => token;
}
