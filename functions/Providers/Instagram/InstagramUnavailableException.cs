namespace ChatPay.Functions.Providers.Instagram;

/// <summary>Instagram did not accept the message now; try later.</summary>
internal sealed class InstagramUnavailableException(string why, bool mayHaveBeenSent, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception($"Instagram did not take the message: {why}.", inner)
{
    /// <summary>Whether the user may have received it anyway: there is no idempotency key, so sending again may show it twice. An
    /// echo, if one arrives, tells.</summary>
    public bool MayHaveBeenSent => mayHaveBeenSent;

    /// <summary>How long Instagram asked to wait.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
