using System.Text;
using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Simulators.Instagram;

/// <summary>The checks of <c>POST /{version}/{igId}/messages</c>.</summary>
internal static class SendApi
{
    private const int MaxTextLength = 1000;
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);
    private static readonly TimeSpan HumanAgentWindow = TimeSpan.FromDays(7);

    /// <returns>The recipient and the message.</returns>
    /// <exception cref="MetaRefusal">The message cannot be sent.</exception>
    public static (string UserId, JsonObject Content) Check(
        SqliteConnection connection,
        string accountId,
        JsonObject request,
        DateTimeOffset now)
    {
        if ((request["recipient"] as JsonObject)?["id"] is not JsonValue recipient || !recipient.TryGetValue<string>(out var userId))
            throw MetaRefusal.BadParameter("The parameter recipient is required");
        if (request["message"] is not JsonObject content)
            throw MetaRefusal.BadParameter("The parameter message is required");
        if (connection.Find<Conversations.MessagingWindow>(Conversations.Key(accountId, userId)) is not { } window)
            throw MetaRefusal.UnknownUser();

        if (connection.Find<BlockedAccount>(Conversations.Key(accountId, userId)) is not null)
            throw MetaRefusal.NotAvailable();

        if ((
                connection.Find<SimulatedRefusal>(Conversations.Key(accountId, userId))
                ?? connection.Find<SimulatedRefusal>(Conversations.Key(accountId, ""))
            ) is
            { } refusal)
            throw new MetaRefusal(refusal.Status, "OAuthException", refusal.Code, refusal.Subcode, refusal.Message);

        var human = request["messaging_type"]?.ToString() == "MESSAGE_TAG" && request["tag"]?.ToString() == "HUMAN_AGENT";
        if (now >= window.Opened + (human ? HumanAgentWindow : Window))
            throw MetaRefusal.WindowClosed();

        CheckContent(content);
        return (userId, content);
    }

    private static void CheckContent(JsonObject content)
    {
        var text = content["text"] is JsonValue value && value.TryGetValue<string>(out var found) ? found : null;
        if (text is { Length: 0 } || (text is null && content["attachment"] is null))
            throw MetaRefusal.BadParameter("A message needs a text or an attachment");
        if (text is not null && Encoding.UTF8.GetByteCount(text) > MaxTextLength)
            throw MetaRefusal.BadParameter("The text of a message is at most 1000 bytes of UTF-8");

        if (content["quick_replies"] is JsonArray replies
            && (replies.Count > 13 || replies.Any(r => (r as JsonObject)?["title"]?.ToString() is not { Length: > 0 and <= 20 })))
            throw MetaRefusal.BadParameter("There are at most 13 quick replies, with titles of at most 20 characters");
        if ((content["attachment"] as JsonObject)?["payload"] is JsonObject payload
            && payload["template_type"]?.ToString() == "button"
            && (payload["text"] is null || payload["buttons"] is not JsonArray { Count: > 0 and <= 3 }))
            throw MetaRefusal.BadParameter("A button template has a text and one to three buttons");
    }
}
