namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>Limits how often certificates that are not cached may be fetched. Whoever forges webhooks can name any number of URLs,
/// and each would be a call to PayPal in this app's name. What is refused here is answered like an outage, and PayPal sends it
/// again.</summary>
internal sealed class CertificateFetches(TimeProvider time)
{
    /// <summary>PayPal has one certificate at a time, and replaces it every few months.</summary>
    public const int MaxAMinute = 10;

    /// <summary>How long a URL without a certificate is not fetched again.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (PayPalSignatureResult Result, DateTimeOffset Until)> _failed = new(StringComparer.Ordinal);
    private DateTimeOffset _since;
    private int _fetched;

    /// <summary>Why this URL is not fetched now; null if it may be, which counts as a fetch.</summary>
    public PayPalSignatureResult? Refuses(string url)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_failed.TryGetValue(url, out var failed) && now < failed.Until)
                return failed.Result;
            if (now - _since >= Minute)
            {
                (_since, _fetched) = (now, 0);
                _failed.Clear();
            }

            if (_fetched == MaxAMinute)
                return PayPalSignatureResult.CertificateUnavailable;
            _fetched++;
            return null;
        }
    }

    /// <summary>Records that there was no certificate. No more URLs are remembered than are fetched in a minute.</summary>
    public void Failed(string url, PayPalSignatureResult result)
    {
        lock (_gate)
            _failed[url] = (result, time.GetUtcNow() + Rest);
    }
}
