using System.Text.Json;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>Parses a webhook's body: up to a thousand entries, each of which may be malformed without affecting the
/// others.</summary>
internal static class MetaWebhook
{
    /// <summary>The webhook fields to subscribe to for a connected account.</summary>
    public static IReadOnlyList<string> SubscribedFields { get; } = ["messages", "messaging_postbacks"];

    /// <summary>Fields whose changes are messaging entries in another envelope.</summary>
    public static IReadOnlyList<string> MessagingFields { get; } =
        ["messages", "messaging_postbacks", "message_edit", "message_edits", "messaging_referral", "message_reactions", "messaging_seen"];

    /// <summary>The content of the body, with counts of the entries that are ignored. A body that is not JSON, or not about
    /// Instagram, has none.</summary>
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

    // Messages come in "messaging", taps sometimes in "changes", and all in "standby" while another app controls the conversation.
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

/// <summary>The content of a webhook.</summary>
/// <param name="Events">The messaging events.</param>
/// <param name="Malformed">The number of entries that could not be parsed.</param>
/// <param name="OfAnotherObject">The number of entries about anything but Instagram, which this app ignores.</param>
/// <param name="Unknown">The number of entries of an unknown kind.</param>
/// <param name="Tests">The number of test entries from Meta's dashboard.</param>
/// <param name="ToOneself">The number of messages from an account to itself.</param>
internal sealed record MetaWebhookContent(
    IReadOnlyList<InstagramEvent> Events, int Malformed = 0, int OfAnotherObject = 0, int Unknown = 0, int Tests = 0, int ToOneself = 0);
