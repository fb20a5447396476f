namespace ChatPay.Functions.Sale.Sellers;

/// <summary>The Instagram professional account that a seller has connected. Times are UTC.</summary>
public sealed record InstagramAccount
{
    /// <summary>The account id in webhooks.</summary>
    public required string AccountId { get; init; }

    /// <summary>The same account's id in this app's login, and in deauthorisations.</summary>
    public required string UserId { get; init; }

    /// <summary>Its public name, without the @.</summary>
    public required string Username { get; init; }

    /// <summary>The opaque name under which the vault holds the access token.</summary>
    public required string TokenReference { get; init; }

    /// <summary>When the token expires, unless it is refreshed before.</summary>
    public required DateTimeOffset TokenExpiresAt { get; init; }

    public required DateTimeOffset ConnectedAt { get; init; }

    /// <summary>Since when Instagram has refused the token; null while it works.</summary>
    public DateTimeOffset? LostSince { get; init; }
}

/// <summary>The account as shown to the seller.</summary>
/// <param name="AccountId">The professional account.</param>
/// <param name="Username">Its public name, without the @.</param>
/// <param name="ConnectedAt">UTC.</param>
/// <param name="LostSince">Since when Instagram has refused access, UTC: connect it again.</param>
public sealed record InstagramAccountView(string AccountId, string Username, DateTimeOffset ConnectedAt, DateTimeOffset? LostSince)
{
    internal static InstagramAccountView? Of(InstagramAccount? account) =>
        account is null ? null : new(account.AccountId, account.Username, account.ConnectedAt, account.LostSince);
}
