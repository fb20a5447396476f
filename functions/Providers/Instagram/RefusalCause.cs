namespace ChatPay.Functions.Providers.Instagram;

/// <summary>What a refusal of the Send API is about.</summary>
internal enum RefusalCause
{
    /// <summary>The message itself: another one may be taken.</summary>
    Message,

    /// <summary>This one recipient, who has blocked the account, turned messages off, or is gone.</summary>
    Recipient,

    /// <summary>The 24 hours since the recipient's last message are over, or another app answers: the next message may open it.</summary>
    WindowClosed,

    /// <summary>The account may not send for a time.</summary>
    Restricted,

    /// <summary>The token, the seller's permission or the app's access. The code alone does not tell which.</summary>
    Permission,
}

/// <summary>Reads Meta's error codes. A code says less than its subcode: 10 and 200 stand for a missing permission as well as for one
/// recipient or a time.</summary>
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
