using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>The kind of a messaging entry.</summary>
public enum InstagramEventKind
{
    /// <summary>The user wrote or tapped.</summary>
    Said,

    /// <summary>The account wrote: through this app, or the seller on Instagram itself.</summary>
    Echo,

    /// <summary>A message was unsent.</summary>
    Deleted,

    /// <summary>A message was edited; edit 0 is the message itself.</summary>
    Edited,

    /// <summary>The user came through a link or an ad, without writing.</summary>
    Referred,
}

/// <summary>A messaging entry of a webhook, as queued in <c>inbound-chat</c>.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="AccountId">The id of the seller's professional account.</param>
/// <param name="UserId">The user's Instagram-scoped id for that account.</param>
/// <param name="Mid">The message's id at Instagram.</param>
/// <param name="At">When it happened, UTC; null where it is not given.</param>
/// <param name="Text">The text; the title of a tapped button.</param>
/// <param name="Attachments">Links to the attachments; they expire after some days.</param>
/// <param name="Payload">The payload of a tapped button or reply.</param>
/// <param name="ByAccount">Whether the account wrote it, and not the user.</param>
public sealed record InstagramEvent(
    InstagramEventKind Kind, string AccountId, string UserId, string Mid, DateTimeOffset? At, string Text, IReadOnlyList<Uri>? Attachments,
    string? Payload = null, bool ByAccount = false)
{
    /// <summary>For an edit: its number, from 1.</summary>
    public int EditNumber { get; init; }

    /// <summary>Whether another app controls the conversation: ChatPay may read but not reply.</summary>
    public bool IsStandby { get; init; }

    /// <summary>What the message shows besides its text.</summary>
    public IReadOnlyList<SharedItem>? Shown { get; init; }

    /// <summary>What the message replies to, or where it came from.</summary>
    public IReadOnlyList<SharedItem>? About { get; init; }

    /// <summary>The text and, in words, what is shown: never empty for a message that somebody sent.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Line =>
        string.Join('\n', ((string[])[Text, .. (Shown ?? []).Select(item => item.Label())]).Where(line => line.Length > 0));

    /// <summary>The same whenever Meta resends this entry: the queue drops recent duplicates.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string QueueMessageId => Kind == InstagramEventKind.Edited
        ? Ids.Derived("ig", Kind.ToString(), AccountId, Mid, EditNumber.ToString(System.Globalization.CultureInfo.InvariantCulture))
        : Ids.Derived("ig", Kind.ToString(), AccountId, Mid);

    /// <summary>The user as a buyer: one for each account, as Instagram's ids are.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string BuyerId => Ids.Derived("byr", "instagram", AccountId, UserId);
}
