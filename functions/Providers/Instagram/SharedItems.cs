using System.Text.Json;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>Reads what a message shows besides its text, and what it refers to.</summary>
internal static class SharedItems
{
    private const int MaxItems = 10;
    private const int MaxLinkLength = 2048;
    private const int MaxIdLength = 64;
    private const int MaxTitleLength = 300;

    /// <summary>The attachments; null when there are none.</summary>
    public static IReadOnlyList<SharedItem>? Shown(JsonElement message)
    {
        var items = message.Items("attachments").Take(MaxItems).Select(Attached).ToList();
        if (message.IsTrue("is_unsupported"))
            items.Add(new SharedItem(SharedItemKind.Unsupported));
        return items.Count == 0 ? null : items;
    }

    /// <summary>The https links of the attachments; null when there are none.</summary>
    public static IReadOnlyList<Uri>? Links(JsonElement message)
    {
        var links = message.Items("attachments")
            .Select(attachment => attachment.Member("payload") is { } payload ? Link(payload) : null)
            .OfType<Uri>()
            .Take(MaxItems)
            .ToList();
        return links.Count == 0 ? null : links;
    }

    /// <summary>The message, story, product, ad or link that it replies to or came through; null when there is none.</summary>
    public static IReadOnlyList<SharedItem>? About(JsonElement message)
    {
        var items = new List<SharedItem>();
        if (message.Member("reply_to") is { } replied)
        {
            if (replied.Member("story") is { } story)
                items.Add(new SharedItem(SharedItemKind.Story, Id(story, "id"), null, Link(story)));
            else if (Id(replied, "mid", 512) is { } mid)
                items.Add(new SharedItem(SharedItemKind.Message, mid));
        }

        if (message.Member("referral") is { } referral)
        {
            if (Id(referral.Member("product") ?? default, "id") is { } product)
                items.Add(new SharedItem(SharedItemKind.Product, product));
            if (Id(referral, "ad_id") is { } ad)
                items.Add(new SharedItem(SharedItemKind.Ad, ad, Title(referral.Member("ads_context_data") ?? default, "ad_title")));
            if (Referral(referral) is { Title: not null } link)
                items.Add(link);
        }

        return items.Count == 0 ? null : items;
    }

    /// <summary>The link that somebody came through, by its <c>ref</c>.</summary>
    public static SharedItem Referral(JsonElement referral) => new(SharedItemKind.Referral, Title: Title(referral, "ref"));

    private static SharedItem Attached(JsonElement attachment)
    {
        var payload = attachment.Member("payload") ?? default;
        var kind = KindOf(attachment.Text("type"));
        var id = kind switch
        {
            SharedItemKind.Sticker => Id(payload, "sticker_id"),
            SharedItemKind.Post => Id(payload, "ig_post_media_id"),
            SharedItemKind.Reel => Id(payload, "reel_video_id"),
            _ => null,
        };
        return new SharedItem(kind, id ?? Id(payload, "id"), Title(payload, kind == SharedItemKind.Card ? "text" : "title"), Link(payload));
    }

    private static SharedItemKind KindOf(string? type) => type switch
    {
        "image" or "animated_image" => SharedItemKind.Photo,
        "video" => SharedItemKind.Video,
        "audio" => SharedItemKind.Audio,
        "file" => SharedItemKind.File,
        "sticker" or "like_heart" => SharedItemKind.Sticker,
        "ig_post" or "post" or "share" => SharedItemKind.Post,
        "ig_reel" or "reel" => SharedItemKind.Reel,
        "ig_story" or "story" => SharedItemKind.Story,
        "story_mention" => SharedItemKind.StoryMention,
        "template" => SharedItemKind.Card,
        "unsupported_type" => SharedItemKind.Unsupported,
        _ => SharedItemKind.Other,
    };

    // Ids may be numbers too, and are kept as written.
    private static string? Id(JsonElement element, string name, int longest = MaxIdLength) =>
        (element.Text(name) ?? element.Number(name)?.ToString(System.Globalization.CultureInfo.InvariantCulture)) is { Length: > 0 } id
        && id.Length <= longest
        && id.All(c => c is > ' ' and <= '~')
            ? id
            : null;

    private static string? Title(JsonElement element, string name) =>
        element.Text(name) is { } title && Utf8Text.Visible(title).ReplaceLineEndings(" ") is { Length: > 0 } visible
            ? Utf8Text.Fit(visible, MaxTitleLength)
            : null;

    private static Uri? Link(JsonElement element) =>
        element.Text("url") is { Length: <= MaxLinkLength } url
        && Uri.TryCreate(url, UriKind.Absolute, out var link)
        && link.Scheme == Uri.UriSchemeHttps
            ? link
            : null;
}
