using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Sellers.InstagramLogin;

/// <summary>Whose token is to be refreshed on which day. The seller's own row says when the token ends.</summary>
public sealed class InstagramRefreshes(DueDays days)
{
    private const string Purpose = "instagram-refresh";

    // Half of its life is left: so many nights may go wrong.
    private static readonly TimeSpan Margin = TimeSpan.FromDays(30);

    /// <summary>Whether this token is to be refreshed by now.</summary>
    public bool IsDue(InstagramAccount account) => DayOf(account.TokenExpiresAt) <= days.Today;

    /// <summary>Writes down when the token that ends then is refreshed.</summary>
    public Task AddAsync(string sellerId, DateTimeOffset tokenExpiresAt, CancellationToken cancellationToken) =>
        days.AddAsync(Purpose, DayOf(tokenExpiresAt), sellerId, cancellationToken);

    /// <summary>Refreshes what is due until today.</summary>
    public Task EachAsync(Func<string, CancellationToken, Task> refresh, CancellationToken cancellationToken) =>
        days.EachAsync(Purpose, refresh, cancellationToken);

    private static DateOnly DayOf(DateTimeOffset expiresAt) => DueDays.DayOf(expiresAt - Margin);
}
