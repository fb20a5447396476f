using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Sellers.InstagramLogin;

/// <summary>The days on which tokens are to be refreshed. The seller's own row says when the token expires.</summary>
public sealed class InstagramRefreshes(DueDays days)
{
    private const string Purpose = "instagram-refresh";

    // Half of its lifetime is left: this many nights may fail.
    private static readonly TimeSpan Margin = TimeSpan.FromDays(30);

    /// <summary>Whether this token should have been refreshed by now.</summary>
    public bool IsDue(InstagramAccount account) => DayOf(account.TokenExpiresAt) <= days.Today;

    /// <summary>Schedules the refresh of the token that expires then.</summary>
    public Task AddAsync(string sellerId, DateTimeOffset tokenExpiresAt, CancellationToken cancellationToken) =>
        days.AddAsync(Purpose, DayOf(tokenExpiresAt), sellerId, cancellationToken);

    /// <summary>Refreshes everything that is due by today.</summary>
    public Task EachAsync(Func<string, CancellationToken, Task> refresh, CancellationToken cancellationToken) =>
        days.EachAsync(Purpose, refresh, cancellationToken);

    private static DateOnly DayOf(DateTimeOffset expiresAt) => DueDays.DayOf(expiresAt - Margin);
}
