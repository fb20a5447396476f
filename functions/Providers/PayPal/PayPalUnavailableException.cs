using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>PayPal could not be reached, and certainly nothing happened: no connection was made, every attempt was rejected by the
/// rate limit, there was no access token, or it was only a read. Try again later.</summary>
public sealed class PayPalUnavailableException(string operation, string why, TimeSpan? retryAfter = null, Exception? inner = null)
    : OutageException("PayPal", $"PayPal could not be asked to {operation}: {why}.", inner)
{
    /// <summary>How long PayPal asked to wait.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
