using System.Text.Json;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>Takes a webhook's body apart: up to a thousand entries, each of which may be malformed without harm to the others.</summary>
internal static class MetaWebhook
{
    /// <summary>What Meta is asked to tell of a connected account.</summary>
    public static IReadOnlyList<string> SubscribedFields { get; } = ["messages", "messaging_postbacks"];

    /// <summary>Fields whose changes are messaging entries in another envelope.</summary>
    public static IReadOnlyList<string> MessagingFields { get; } =
        ["messages", "messaging_postbacks", "message_edit", "message_edits", "messaging_referral", "message_reactions", "messaging_seen"];

    /// <summary>What the body tells, and how much of it leads to nothing. A body that is no JSON, or not about Instagram, tells
    /// nothing.</summary>
    public static MetaWebhookContent Read(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(SoundJson.Of(body));
        }
        catch (JsonException)
        {
            return new MetaWebhookContent([], Malformed: 1);
        }

        using (document)
        {
            if (document.RootElement.Text("object") is not { } about)
                return new MetaWebhookContent([], Malformed: 1);
            var entries = document.RootElement.Items("entry").ToList();
            return about == "instagram" ? ReadAll(entries) : new MetaWebhookContent([], OfAnotherObject: Math.Max(1, entries.Count));
        }
    }

    private static MetaWebhookContent ReadAll(List<JsonElement> entries)
    {
        var found = entries.SelectMany(entry => Found(entry)).ToList();
        int Count(MetaEntryKind kind) => found.Count(f => f.Kind == kind);
        return new MetaWebhookContent(
            [.. found.Select(f => f.Event).OfType<InstagramEvent>()],
            Count(MetaEntryKind.Malformed),
            Unknown: Count(MetaEntryKind.Unknown),
            Tests: Count(MetaEntryKind.Test),
            ToOneself: Count(MetaEntryKind.ToOneself));
    }

    // Messages come in "messaging", taps sometimes in "changes", and in "standby" while another app has the conversation.
    private static IEnumerable<MetaEntry> Found(JsonElement entry)
    {
        var accountId = entry.Text("id");
        foreach (var messaging in entry.Items("messaging"))
            yield return MetaEntry.Read(messaging, accountId);
        foreach (var messaging in entry.Items("standby"))
            yield return MetaEntry.Read(messaging, accountId, isStandby: true);
        foreach (var change in entry.Items("changes"))
        {
            yield return change.Text("field") switch
            {
                "standby" when change.Member("value") is { } value => MetaEntry.Read(value, accountId, isStandby: true),
                { } field when MessagingFields.Contains(field) && change.Member("value") is { } value => MetaEntry.Read(value, accountId),
                _ => new MetaEntry(MetaEntryKind.Unknown),
            };
        }
    }
}

/// <summary>What a webhook of Meta's tells.</summary>
/// <param name="Events">What was said.</param>
/// <param name="Malformed">Entries that could not be read.</param>
/// <param name="OfAnotherObject">Entries about something else than Instagram, which this app does not take.</param>
/// <param name="Unknown">Entries of a kind that this app does not know.</param>
/// <param name="Tests">Entries that Meta's dashboard has made up.</param>
/// <param name="ToOneself">What an account has said to itself.</param>
internal sealed record MetaWebhookContent(
    IReadOnlyList<InstagramEvent> Events, int Malformed = 0, int OfAnotherObject = 0, int Unknown = 0, int Tests = 0, int ToOneself = 0);
