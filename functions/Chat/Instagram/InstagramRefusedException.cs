namespace ChatPay.Functions.Chat.Instagram;

/// <summary>Instagram refused for good: sending it again as it is cannot succeed (the window is closed, the token is
/// withdrawn, the user is gone). The message never carries what was to be sent.</summary>
internal sealed class InstagramRefusedException(int code, int? subcode, string? traceId)
    : Exception($"Instagram refused the message: code {code}, subcode {subcode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"} (trace id {traceId ?? "none"}).")
{
    private const int AccessTokenInvalid = 190;

    /// <summary>Meta's error code; the HTTP status where there is none.</summary>
    public int Code => code;

    /// <summary>Meta's error subcode.</summary>
    public int? Subcode => subcode;

    /// <summary>What Meta's support asks for.</summary>
    public string? TraceId => traceId;

    /// <summary>Whether the seller has to connect the account again.</summary>
    public bool NeedsNewToken => code == AccessTokenInvalid;
}
