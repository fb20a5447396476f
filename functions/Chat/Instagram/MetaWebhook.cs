using System.Text.Json;

namespace ChatPay.Functions.Chat.Instagram;

/// <summary>Takes a webhook's body apart: up to a thousand entries, each of which may be malformed without harm to the others.</summary>
internal static class MetaWebhook
{
    private const int LongestText = InstagramMessage.LongestText;
    private const int LongestMid = 512;
    private const int LongestUserId = 40;
    private const int MostAttachments = 10;
    private const int LongestLink = 2048;
    private const int LongestPayload = 200;

    /// <summary>What the body tells, and how much of it leads to nothing. Entries of other kinds (read, reaction) count as
    /// nothing of it. A body that is no JSON, or not about Instagram, tells nothing.</summary>
    public static MetaWebhookContent Read(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return new MetaWebhookContent([], Malformed: 1);
        }

        using (document)
        {
            if (Member(document.RootElement, "object") is not { ValueKind: JsonValueKind.String } kind)
                return new MetaWebhookContent([], Malformed: 1);
            if (!kind.ValueEquals("instagram"))
                return new MetaWebhookContent([], OfAnotherObject: Math.Max(1, Items(document.RootElement, "entry").Count()));

            var events = new List<InstagramEvent>();
            var malformed = 0;
            foreach (var messaging in Items(document.RootElement, "entry").SelectMany(entry => Items(entry, "messaging")))
            {
                if (!IsMessage(messaging))
                    continue;
                if (TryRead(messaging) is { } read)
                    events.Add(read);
                else
                    malformed++;
            }

            return new MetaWebhookContent(events, malformed);
        }
    }

    // Whatever is neither words nor a tap is none of ours.
    private static bool IsMessage(JsonElement messaging) =>
        messaging.ValueKind != JsonValueKind.Object
        || Member(messaging, "message") is not null || Member(messaging, "postback") is not null
        || Member(messaging, "sender") is null;

    private static InstagramEvent? TryRead(JsonElement messaging)
    {
        try
        {
            return ReadOne(messaging);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in an escape: JSON allows it, text does not.
            return null;
        }
    }

    private static InstagramEvent? ReadOne(JsonElement messaging)
    {
        var (sender, recipient) = (IdOf(messaging, "sender"), IdOf(messaging, "recipient"));
        var content = Member(messaging, "message") ?? Member(messaging, "postback");
        if (sender is null || recipient is null || content is not { } said || Text(said, "mid") is not { Length: > 0 and <= LongestMid } mid)
            return null;

        var isEcho = IsTrue(said, "is_echo");
        var kind = IsTrue(said, "is_deleted") ? InstagramEventKind.Deleted : isEcho ? InstagramEventKind.Echo : InstagramEventKind.Said;
        var (account, user) = isEcho ? (sender, recipient) : (recipient, sender);
        var text = Utf8Text.Visible(Text(said, "text") ?? Text(said, "title") ?? "");
        return new InstagramEvent(kind, account, user, mid, At(messaging), Utf8Text.Fit(text, LongestText), Links(said), isEcho ? null : PayloadOf(said), isEcho);
    }

    private static string? PayloadOf(JsonElement said) =>
        (Text(said, "payload") ?? (Member(said, "quick_reply") is { } reply ? Text(reply, "payload") : null)) is { Length: > 0 and <= LongestPayload } payload ? payload : null;

    private static IReadOnlyList<Uri>? Links(JsonElement said)
    {
        var links = Items(said, "attachments")
            .Select(attachment => Member(attachment, "payload") is { } payload ? Text(payload, "url") : null)
            .Where(url => url is { Length: <= LongestLink })
            .Select(url => Uri.TryCreate(url, UriKind.Absolute, out var link) && link.Scheme == Uri.UriSchemeHttps ? link : null)
            .OfType<Uri>()
            .Take(MostAttachments)
            .ToList();
        return links.Count == 0 ? null : links;
    }

    private static DateTimeOffset? At(JsonElement messaging) =>
        Member(messaging, "timestamp") is { ValueKind: JsonValueKind.Number } number
        && number.TryGetInt64(out var milliseconds) && milliseconds is > 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    private static string? IdOf(JsonElement messaging, string who) =>
        Member(messaging, who) is { } party && Text(party, "id") is { Length: > 0 and <= LongestUserId } id && id.All(char.IsAsciiDigit) ? id : null;

    private static bool IsTrue(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.True };

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
}

/// <summary>What a webhook of Meta's tells.</summary>
/// <param name="Events">What was said.</param>
/// <param name="Malformed">Entries that could not be read.</param>
/// <param name="OfAnotherObject">Entries about something else than Instagram, which this app does not take.</param>
internal sealed record MetaWebhookContent(IReadOnlyList<InstagramEvent> Events, int Malformed = 0, int OfAnotherObject = 0);
