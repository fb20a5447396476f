using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>It is unknown whether the call took effect: a time-out, a connection that broke after the request was sent, a 5xx on
/// every attempt, a response that cannot be parsed. Read PayPal's own state, or call again with the same key; never with a new
/// one.</summary>
public sealed class PayPalUnknownOutcomeException(string operation, string why, string? debugId = null, Exception? inner = null)
    : OutageException("PayPal", $"It is unknown whether PayPal did {operation}: {why} (debug id {debugId ?? "none"}).", inner)
{
    /// <summary>The id that PayPal's support asks for; null if there was no response.</summary>
    public string? DebugId => debugId;
}
