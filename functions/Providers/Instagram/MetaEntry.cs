using System.Globalization;
using System.Text.Json;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>How an entry is classified.</summary>
internal enum MetaEntryKind
{
    Event,

    /// <summary>A receipt or a reaction: known, and ignored.</summary>
    Nothing,

    Malformed,

    Unknown,

    /// <summary>A test from Meta's dashboard.</summary>
    Test,

    /// <summary>An account writes to itself: there is no buyer.</summary>
    ToOneself,
}

/// <summary>One messaging entry of a webhook.</summary>
internal sealed record MetaEntry(MetaEntryKind Kind, InstagramEvent? Event = null)
{
    // Our own limit, far beyond what people can write on Instagram: the Send API's thousand bytes do not apply to incoming
    // messages.
    private const int MaxTextLength = 40_000;
    private const int MaxMidLength = 512;
    private const int MaxUserIdLength = 40;
    private const int MaxPayloadLength = 200;

    // Seconds until the year 5138; milliseconds since 1973.
    private const long FirstMillisecond = 100_000_000_000;
    private const long EndOfMilliseconds = 253_402_300_800_000;

    /// <param name="entry">The entry with sender, recipient, timestamp and content.</param>
    /// <param name="accountId">The account that it is delivered for; the dashboard's tests have none.</param>
    /// <param name="isStandby">Whether another app controls the conversation.</param>
    public static MetaEntry Read(JsonElement entry, string? accountId, bool isStandby = false)
    {
        if (entry.ValueKind != JsonValueKind.Object)
            return new(MetaEntryKind.Malformed);
        if (entry.Member("read") is not null || entry.Member("reaction") is not null)
            return new(MetaEntryKind.Nothing);
        if (entry.Member("message") is null
            && entry.Member("postback") is null
            && entry.Member("message_edit") is null
            && entry.Member("referral") is null)
            return new(entry.Member("sender") is null ? MetaEntryKind.Malformed : MetaEntryKind.Unknown);
        if (IdOf(entry, "sender") is not { } sender || IdOf(entry, "recipient") is not { } recipient)
            return new(MetaEntryKind.Malformed);

        // The ids that the dashboard's test button uses.
        if (accountId == "0" || (sender, recipient) is ("12334", "23245"))
            return new(MetaEntryKind.Test);
        if (sender == recipient || entry.Member("message")?.IsTrue("is_self") == true)
            return new(MetaEntryKind.ToOneself);
        if (entry.Member("message") is null
            && entry.Member("postback") is null
            && entry.Member("message_edit") is null
            && SharedItems.About(entry) is null)
            return new(MetaEntryKind.Nothing);
        return EventOf(entry, sender, recipient, accountId) is { } read
            ? new(MetaEntryKind.Event, read with { IsStandby = isStandby })
            : new(MetaEntryKind.Malformed);
    }

    private static InstagramEvent? EventOf(JsonElement entry, string sender, string recipient, string? accountId)
    {
        if (entry.Member("message") is { } message)
            return MessageOf(entry, message, sender, recipient);
        if (entry.Member("message_edit") is { } edit)
            return EditOf(entry, edit, sender, recipient, byAccount: sender == accountId);
        if (entry.Member("postback") is { } postback)
        {
            var (title, payload) = (TextOf(postback, "title"), PayloadOf(postback));
            return postback.ValueKind != JsonValueKind.Object
                ? null
                : new InstagramEvent(
                    InstagramEventKind.Said,
                    recipient,
                    sender,
                    MidOf(postback) ?? Derived("tap", payload ?? title),
                    At(entry),
                    title.Length == 0 ? "[tap]" : title,
                    null,
                    payload)
                {
                    About = SharedItems.About(postback),
                };
        }

        var about = SharedItems.About(entry)!;
        return new InstagramEvent(
            InstagramEventKind.Referred,
            recipient,
            sender,
            Derived("referral", about[^1].Title ?? about[^1].Id ?? ""),
            At(entry),
            "",
            null)
        {
            About = about,
        };

        // Taps have a message id only since version 11 of Meta's API, and referrals have none.
        string Derived(string what, string detail) =>
            Ids.Derived(
                "ig",
                what,
                recipient,
                sender,
                At(entry)?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) ?? "",
                detail);
    }

    private static InstagramEvent? EditOf(JsonElement entry, JsonElement edit, string sender, string recipient, bool byAccount)
    {
        if (MidOf(edit) is not { } mid)
            return null;
        var (account, user) = byAccount ? (sender, recipient) : (recipient, sender);
        return new InstagramEvent(
            InstagramEventKind.Edited,
            account,
            user,
            mid,
            At(entry),
            TextOf(edit, "text"),
            null,
            ByAccount: byAccount)
        {
            EditNumber = (int)Math.Clamp(edit.Number("num_edit") ?? 1, 0, int.MaxValue),
        };
    }

    private static InstagramEvent? MessageOf(JsonElement entry, JsonElement message, string sender, string recipient)
    {
        if (message.ValueKind != JsonValueKind.Object || MidOf(message) is not { } mid)
            return null;
        var isEcho = message.IsTrue("is_echo");
        var kind = message.IsTrue("is_deleted") ? InstagramEventKind.Deleted : isEcho ? InstagramEventKind.Echo : InstagramEventKind.Said;
        var (account, user) = isEcho ? (sender, recipient) : (recipient, sender);
        var (text, shown) = (TextOf(message, "text"), SharedItems.Shown(message));
        if (kind != InstagramEventKind.Deleted && text.Length == 0 && shown is null)
            shown = [new SharedItem(SharedItemKind.Unsupported)];
        return new InstagramEvent(
            kind,
            account,
            user,
            mid,
            At(entry),
            text,
            SharedItems.Links(message),
            isEcho ? null : PayloadOf(message),
            isEcho)
        {
            Shown = shown,
            About = SharedItems.About(message),
        };
    }

    private static string? MidOf(JsonElement said) => said.Text("mid") is { Length: > 0 and <= MaxMidLength } mid ? mid : null;

    private static string TextOf(JsonElement said, string name) => Utf8Text.Fit(Utf8Text.Visible(said.Text(name) ?? ""), MaxTextLength);

    private static string? PayloadOf(JsonElement said) =>
        (said.Text("payload") ?? said.Member("quick_reply")?.Text("payload")) is { Length: > 0 and <= MaxPayloadLength } payload
            ? payload
            : null;

    // Documented in milliseconds; test events and some changes use seconds, and some write them as text.
    private static DateTimeOffset? At(JsonElement entry) => entry.Number("timestamp") switch
    {
        > 0 and < FirstMillisecond and var seconds => DateTimeOffset.FromUnixTimeSeconds(seconds),
        >= FirstMillisecond and < EndOfMilliseconds and var milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        _ => null,
    };

    private static string? IdOf(JsonElement entry, string who) =>
        entry.Member(who)?.Text("id") is { Length: > 0 and <= MaxUserIdLength } id && id.All(char.IsAsciiDigit) ? id : null;
}
