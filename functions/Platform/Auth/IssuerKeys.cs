using ChatPay.Functions.Platform.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ChatPay.Functions.Platform.Auth;

/// <summary>The issuer's published keys, at most a quarter of an hour old while the issuer responds; an unknown key triggers a
/// refresh at once. The library's own ConfigurationManager refreshes in the background, by the machine's clock: the first calls
/// with a new key are refused, and a key that the issuer has withdrawn is accepted for another half day.</summary>
public sealed class IssuerKeys(IOptions<AuthOptions> options, IDocumentRetriever documents, TimeProvider time, ILogger<IssuerKeys> log)
    : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    // While the issuer does not respond, its last keys remain valid for this long.
    private static readonly TimeSpan Stale = TimeSpan.FromHours(24);

    // Made-up key ids cause no more refreshes than this, and an issuer that has just not responded is not waited for again.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _fetching = new(1);
    private volatile Read? _read;
    private DateTimeOffset? _lookedAgainAt;
    private DateTimeOffset? _failedAt;

    /// <summary>The issuer's published configuration.</summary>
    /// <exception cref="ProblemException">503: it cannot be reached, and has not been for a day.</exception>
    public async Task<OpenIdConnectConfiguration> GetAsync(CancellationToken cancellationToken)
    {
        var known = _read;
        var age = time.GetUtcNow() - known?.At;
        // An issuer that is slow holds up the one call that asks it, not all.
        var isFetched = _fetching.CurrentCount == 0;
        return known is not null && (age < Fresh || (age < Stale && isFetched))
            ? known.Published
            : await FetchAsync(known, cancellationToken);
    }

    /// <summary>The configuration, fetched again because a token names a key that is not in it; null if that has just been
    /// done.</summary>
    public async Task<OpenIdConnectConfiguration?> LookAgainAsync(OpenIdConnectConfiguration without, CancellationToken cancellationToken)
    {
        var known = _read;
        if (known is not null && !ReferenceEquals(known.Published, without))
            return known.Published;
        if (time.GetUtcNow() - _lookedAgainAt < BetweenLooks)
            return null;
        var read = await FetchAsync(known, cancellationToken);
        _lookedAgainAt = time.GetUtcNow();
        return read;
    }

    public void Dispose() => _fetching.Dispose();

    // One fetch at a time; callers who waited use its result.
    private async Task<OpenIdConnectConfiguration> FetchAsync(Read? known, CancellationToken cancellationToken)
    {
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_read is { } newer && !ReferenceEquals(newer, known))
                return newer.Published;
            if (time.GetUtcNow() - _failedAt < BetweenLooks)
                return KnownStill(known);
            var published = await OpenIdConnectConfigurationRetriever.GetAsync(
                options.Value.DiscoveryAddress!,
                documents,
                cancellationToken);
            _read = new Read(published, time.GetUtcNow());
            return published;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or HttpRequestException
                        or InvalidOperationException
                        or ArgumentException
                        or System.Text.Json.JsonException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            _failedAt = time.GetUtcNow();
            log.LogWarning(e, "The issuer's keys cannot be read.");
            return KnownStill(known);
        }
        finally
        {
            _fetching.Release();
        }
    }

    private OpenIdConnectConfiguration KnownStill(Read? known) => known is not null && time.GetUtcNow() - known.At < Stale
        ? known.Published
        : throw Problems.Unavailable("The issuer of access tokens");

    private sealed record Read(OpenIdConnectConfiguration Published, DateTimeOffset At);
}
