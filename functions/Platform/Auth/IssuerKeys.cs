using ChatPay.Functions.Platform.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ChatPay.Functions.Platform.Auth;

/// <summary>
/// The issuer's published keys, as of a quarter of an hour ago at most while the issuer answers; a key that is not among them is looked for
/// at once. The library's own ConfigurationManager fetches in the background, on the machine's time: the first calls under a new key are
/// refused, and a key that the issuer has withdrawn goes on being accepted for half a day.
/// </summary>
public sealed class IssuerKeys(IOptions<AuthOptions> options, IDocumentRetriever documents, TimeProvider time, ILogger<IssuerKeys> log)
    : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    // While the issuer does not answer, what it last said counts for so long.
    private static readonly TimeSpan Stale = TimeSpan.FromHours(24);

    // Whoever sends made-up keys causes no more than this.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _fetching = new(1);
    private volatile Read? _read;
    private DateTimeOffset? _lookedAgainAt;
    private DateTimeOffset? _failedAt;

    /// <summary>What the issuer publishes.</summary>
    /// <exception cref="ProblemException">503: it cannot be asked, and was not for a day.</exception>
    public async Task<OpenIdConnectConfiguration> GetAsync(CancellationToken cancellationToken)
    {
        var known = _read;
        return known is not null && time.GetUtcNow() - known.At < Fresh ? known.Published : await FetchAsync(known, cancellationToken);
    }

    /// <summary>The same, read again because a token names a key that is not in it; null when that has just been done.</summary>
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

    // One fetch at a time; those who waited for it take what it brought.
    private async Task<OpenIdConnectConfiguration> FetchAsync(Read? known, CancellationToken cancellationToken)
    {
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_read is { } newer && !ReferenceEquals(newer, known))
                return newer.Published;
            if (known is not null && time.GetUtcNow() - _failedAt < BetweenLooks && time.GetUtcNow() - known.At < Stale)
                return known.Published;
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
            return known is not null && time.GetUtcNow() - known.At < Stale
                ? known.Published
                : throw Problems.Unavailable("The issuer of access tokens");
        }
        finally
        {
            _fetching.Release();
        }
    }

    private sealed record Read(OpenIdConnectConfiguration Published, DateTimeOffset At);
}
