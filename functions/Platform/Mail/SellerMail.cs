namespace ChatPay.Functions.Platform.Mail;

/// <summary>What a mail about the seller's account is about.</summary>
public enum SellerMailKind
{
    /// <summary>The PayPal account was changed.</summary>
    ReceiverChanged,

    /// <summary>The mail address was changed or removed.</summary>
    ContactReplaced,

    /// <summary>Identity data has expired.</summary>
    IdentityExpired,

    /// <summary>Identity data expires soon.</summary>
    IdentityExpiring,

    /// <summary>Instagram no longer accepts the seller's token.</summary>
    InstagramLost,

    /// <summary>Instagram does not let the seller's account send messages for a time.</summary>
    InstagramRestricted,
}

/// <summary>Why a connection to Instagram is lost.</summary>
public enum InstagramLoss
{
    /// <summary>Instagram does not accept the token.</summary>
    NotAccepted,

    /// <summary>Instagram does not renew the token.</summary>
    NotRenewed,

    /// <summary>The seller has withdrawn it at Instagram.</summary>
    Withdrawn,
}

/// <summary>A mail to a seller about the account. It holds no personal data: the address is looked up, and the text composed in the
/// seller's language, when it is sent.</summary>
/// <param name="SellerId">The recipient's seller id.</param>
/// <param name="Kind">What it is about; null in messages of earlier versions, which hold the text.</param>
public sealed record SellerMail(string SellerId, SellerMailKind? Kind = null)
{
    /// <summary>The account concerned: a PayPal merchant id or an Instagram user name.</summary>
    public string? Account { get; init; }

    /// <summary>The time until which or from which it holds, UTC.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>For <see cref="SellerMailKind.InstagramLost"/>: why.</summary>
    public InstagramLoss? Why { get; init; }

    /// <summary>The subject, in messages of earlier versions.</summary>
    public string? Subject { get; init; }

    /// <summary>The text, in messages of earlier versions.</summary>
    public string? Text { get; init; }

    /// <summary>The change of the PayPal account that it announces, UTC: it is sent only if the row still shows this change, and
    /// also to the addresses replaced lately.</summary>
    public DateTimeOffset? ReceiverChangedAt { get; init; }

    /// <summary>The one address to send it to, by its reference in the vault; null for all that it is for, each by a message of its
    /// own.</summary>
    public string? Reference { get; init; }

    /// <summary>The change of the mail address that it announces, UTC: it is sent only if the row still shows this change, and to
    /// the address that was replaced.</summary>
    public DateTimeOffset? ContactReplacedAt { get; init; }
}
