namespace ChatPay.Functions.Sale.Conversations;

/// <summary>What an Instagram message shows or refers to.</summary>
public enum SharedItemKind
{
    Photo,
    Video,
    Audio,
    File,
    Sticker,
    Post,
    Reel,
    Story,
    StoryMention,
    Card,
    Product,
    Ad,
    Message,
    Referral,
    Unsupported,
    Other,
}

/// <summary>Something that a message shows besides its text, or replies to. The id and title outlast the link: Instagram's links
/// expire after some days.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Instagram's id of the item.</param>
/// <param name="Title">Its title; for a referral its <c>ref</c>.</param>
/// <param name="Link">Where it can be viewed; https.</param>
public sealed record SharedItem(SharedItemKind Kind, string? Id = null, string? Title = null, Uri? Link = null)
{
    /// <summary>The item in words, so that a message is never an empty line.</summary>
    public string Label()
    {
        var what = Kind switch
        {
            SharedItemKind.Photo => "photo",
            SharedItemKind.Video => "video",
            SharedItemKind.Audio => "voice message",
            SharedItemKind.File => "file",
            SharedItemKind.Sticker => "sticker",
            SharedItemKind.Post => "shared post",
            SharedItemKind.Reel => "shared reel",
            SharedItemKind.Story => "story",
            SharedItemKind.StoryMention => "mention in a story",
            SharedItemKind.Card => "card with buttons",
            SharedItemKind.Product => "product",
            SharedItemKind.Ad => "ad",
            SharedItemKind.Message => "earlier message",
            SharedItemKind.Referral => "link",
            SharedItemKind.Unsupported => "a message that Instagram does not show to apps: open Instagram",
            _ => "attachment",
        };
        return Title is null ? $"[{what}]" : $"[{what}: {Title}]";
    }
}
