namespace ChatPay.Functions.Providers.Instagram;

/// <summary>What a refusal by the Send API is about.</summary>
internal enum RefusalCause
{
    /// <summary>The message itself: another one may be accepted.</summary>
    Message,

    /// <summary>This one recipient, who has blocked the account, turned messages off, or no longer exists.</summary>
    Recipient,

    /// <summary>The 24 hours since the recipient's last message are over, or another app controls the conversation: the next
    /// message may reopen it.</summary>
    WindowClosed,

    /// <summary>The account may not send for a time.</summary>
    Restricted,

    /// <summary>The token, the seller's permission or the app's access. The code alone does not tell which.</summary>
    Permission,
}

/// <summary>Interprets Meta's error codes. The subcode is more specific than the code: 10 and 200 cover missing permissions as well
/// as a single recipient or a period of time.</summary>
internal static class RefusalCauses
{
    // https://developers.facebook.com/docs/graph-api/guides/error-handling
    // https://developers.facebook.com/docs/messenger-platform/error-codes
    private const int ApiSession = 102;
    private const int AccessTokenInvalid = 190;
    private const int PermissionDenied = 10;
    private const int TemporarilyBlocked = 368;
    private const int PersonNotAvailable = 551;

    /// <summary>What a refusal with these codes is about.</summary>
    public static RefusalCause Of(int code, int? subcode) => (code, subcode) switch
    {
        (_, 2534022 or 2018278 or 2018300) => RefusalCause.WindowClosed,
        (_, 1893063) or (TemporarilyBlocked, _) => RefusalCause.Restricted,
        (_, 1545041 or 2018108 or 2534014) or (PersonNotAvailable, _) => RefusalCause.Recipient,
        (ApiSession or AccessTokenInvalid or PermissionDenied or (>= 200 and < 300), _) => RefusalCause.Permission,
        _ => RefusalCause.Message,
    };
}
