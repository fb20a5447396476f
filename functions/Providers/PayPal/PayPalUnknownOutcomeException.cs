using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>
/// Nobody can say whether it happened: a time-out, a connection that broke after the request was sent, a 5xx to the last, an
/// answer that makes no sense. Read PayPal's own state, or call again with the same key; never with a new one.
/// </summary>
public sealed class PayPalUnknownOutcomeException(string operation, string why, string? debugId = null, Exception? inner = null)
    : OutageException("PayPal", $"It is unknown whether PayPal did {operation}: {why} (debug id {debugId ?? "none"}).", inner)
{
    /// <summary>What PayPal's support asks for, if there was an answer.</summary>
    public string? DebugId => debugId;
}
