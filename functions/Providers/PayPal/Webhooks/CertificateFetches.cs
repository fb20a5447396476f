namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>Limits how often certificates that are not cached may be fetched. Whoever forges webhooks can name any number of URLs,
/// and each would be a call to PayPal in this app's name. What is refused here is answered like an outage, and PayPal sends it again:
/// half of the fetches are kept for URLs that had to wait before.</summary>
internal sealed class CertificateFetches(TimeProvider time)
{
    /// <summary>PayPal has one certificate at a time, and replaces it every few months.</summary>
    public const int MaxAMinute = 10;

    /// <summary>How many of them are for URLs that had to wait.</summary>
    public const int ForWaiting = MaxAMinute / 2;

    /// <summary>How long a URL without a certificate is not fetched again.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    // As hashes, some megabytes at most; whoever names more in a row makes the others wait anew.
    private const int MaxWaiting = 100_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (PayPalSignatureResult Result, DateTimeOffset Until)> _failed = new(StringComparer.Ordinal);
    private readonly HashSet<int> _waiting = [];
    private DateTimeOffset _since;
    private int _fetched;
    private int _fetchedOfWaiting;

    /// <summary>Whether this URL may be fetched now, which then counts as a fetch.</summary>
    /// <returns>No <c>Refusal</c> when it may. <c>IsFull</c> when only the limit is against it.</returns>
    public (PayPalSignatureResult? Refusal, bool IsFull) Begin(string url)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_failed.TryGetValue(url, out var failed) && now < failed.Until)
                return (failed.Result, false);
            if (now - _since >= Minute)
            {
                (_since, _fetched, _fetchedOfWaiting) = (now, 0, 0);
                _failed.Clear();
            }

            return MayFetch(url.GetHashCode(StringComparison.Ordinal))
                ? (null, false)
                : (PayPalSignatureResult.CertificateUnavailable, true);
        }
    }

    /// <summary>Records that there was no certificate. No more URLs are remembered than are fetched in a minute.</summary>
    public void Failed(string url, PayPalSignatureResult result)
    {
        lock (_gate)
            _failed[url] = (result, time.GetUtcNow() + Rest);
    }

    private bool MayFetch(int hash)
    {
        if (_fetched < MaxAMinute - ForWaiting)
        {
            _fetched++;
            return true;
        }

        // Each wait is worth one fetch.
        if (_fetchedOfWaiting < ForWaiting && _waiting.Remove(hash))
        {
            _fetchedOfWaiting++;
            return true;
        }

        if (_waiting.Count == MaxWaiting)
            _waiting.Clear();
        _waiting.Add(hash);
        return false;
    }
}
