namespace ChatPay.Functions.Chat.Instagram;

/// <summary>Instagram refused for good: sending it again as it is cannot succeed (the window is closed, the token is
/// withdrawn, the user is gone). The message never carries what was to be sent.</summary>
internal sealed class InstagramRefusedException(int code, int? subcode, string? traceId)
    : Exception($"Instagram refused the message: code {code}, subcode {subcode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"} (trace id {traceId ?? "none"}).")
{
    // https://developers.facebook.com/docs/graph-api/guides/error-handling
    private const int ApiSession = 102;
    private const int AccessTokenInvalid = 190;
    private const int PermissionDenied = 10;
    private const int OutsideOfWindow = 2534022;

    /// <summary>Meta's error code; the HTTP status where there is none.</summary>
    public int Code => code;

    /// <summary>Meta's error subcode.</summary>
    public int? Subcode => subcode;

    /// <summary>What Meta's support asks for.</summary>
    public string? TraceId => traceId;

    /// <summary>Whether the user has not written for too long.</summary>
    public bool IsOutsideOfWindow => subcode == OutsideOfWindow;

    /// <summary>Whether the seller has to connect the account again: the token is not good, or does not permit it any more.</summary>
    public bool NeedsNewToken => code is ApiSession or AccessTokenInvalid or (>= 200 and < 300) || (code == PermissionDenied && !IsOutsideOfWindow);
}
