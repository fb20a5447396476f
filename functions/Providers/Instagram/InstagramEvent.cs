using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>What a messaging entry tells.</summary>
public enum InstagramEventKind
{
    /// <summary>The user wrote or tapped.</summary>
    Said,

    /// <summary>The account wrote: through this app, or the seller in Instagram itself.</summary>
    Echo,

    /// <summary>A message was taken back.</summary>
    Deleted,

    /// <summary>The words of a message were changed; edit 0 is the message itself.</summary>
    Edited,

    /// <summary>The user came through a link or an ad, and has not said anything.</summary>
    Referred,
}

/// <summary>A messaging entry of a webhook, as it goes through the queue <c>inbound-chat</c>.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="AccountId">The seller's professional account.</param>
/// <param name="UserId">The user, as that account knows them.</param>
/// <param name="Mid">The message's id at Instagram.</param>
/// <param name="At">When, UTC; null where it is not told.</param>
/// <param name="Text">What was said; a tapped button's title.</param>
/// <param name="Attachments">Links to what was attached; they end after some days.</param>
/// <param name="Payload">Of a tapped button or reply.</param>
/// <param name="ByAccount">Whether the account wrote it, and not the user.</param>
public sealed record InstagramEvent(
    InstagramEventKind Kind, string AccountId, string UserId, string Mid, DateTimeOffset? At, string Text, IReadOnlyList<Uri>? Attachments,
    string? Payload = null, bool ByAccount = false)
{
    /// <summary>Of an edit: which one, from 1.</summary>
    public int EditNumber { get; init; }

    /// <summary>Whether another app has the conversation: we may read, and not answer.</summary>
    public bool IsStandby { get; init; }

    /// <summary>What the message shows beside its words.</summary>
    public IReadOnlyList<SharedItem>? Shown { get; init; }

    /// <summary>What the message answers, or where it came from.</summary>
    public IReadOnlyList<SharedItem>? About { get; init; }

    /// <summary>The words and, in words, what is shown: never empty for what somebody sent.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Line =>
        string.Join('\n', ((string[])[Text, .. (Shown ?? []).Select(item => item.Label())]).Where(line => line.Length > 0));

    /// <summary>The same whenever Meta sends this entry: the queue drops what it has just had.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string QueueMessageId => Kind == InstagramEventKind.Edited
        ? Ids.Derived("ig", Kind.ToString(), AccountId, Mid, EditNumber.ToString(System.Globalization.CultureInfo.InvariantCulture))
        : Ids.Derived("ig", Kind.ToString(), AccountId, Mid);

    /// <summary>The user as a buyer: one for each account, as Instagram's own ids are.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string BuyerId => Ids.Derived("byr", "instagram", AccountId, UserId);
}
