using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;
using ChatPay.Local.Simulators.Webhooks;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Simulators.Instagram;

/// <summary>Writes messages, each with its webhook if the account has subscribed the app.</summary>
internal sealed class Conversations(Agenda agenda, WebhookOutbox outbox)
{
    /// <summary>The delay of each webhook; null sends them at once.</summary>
    public Func<TimeSpan>? Lateness { get; set; }

    public static string Key(string accountId, string userId) => $"{accountId} {userId}";

    /// <summary>A person writes, which reopens the window of 24 hours.</summary>
    public (SimulatedMessage Message, AgendaEntry? Planned) FromUser(
        SqliteConnection connection, string accountId, string userId, string text, string? quickReply, DateTimeOffset now)
    {
        var message = new SimulatedMessage(NewMid(connection), accountId, userId, true, text, null, null, now);
        connection.Save(Key(accountId, userId), new MessagingWindow(now));
        var body = new JsonObject { ["mid"] = message.Mid, ["text"] = text };
        if (quickReply is not null)
            body["quick_reply"] = new JsonObject { ["payload"] = quickReply };
        return (message, Save(connection, message, new JsonObject { ["message"] = body }));
    }

    /// <summary>A person taps a button of a template.</summary>
    public (SimulatedMessage Message, AgendaEntry? Planned) Postback(
        SqliteConnection connection, string accountId, string userId, string title, string payload, DateTimeOffset now)
    {
        var message = new SimulatedMessage(NewMid(connection), accountId, userId, true, title, null, null, now);
        connection.Save(Key(accountId, userId), new MessagingWindow(now));
        return (message, Save(connection, message, new JsonObject
        {
            ["postback"] = new JsonObject { ["mid"] = message.Mid, ["title"] = title, ["payload"] = payload },
        }));
    }

    /// <summary>The account writes, through the API or in Instagram itself; the webhook is an echo.</summary>
    public (SimulatedMessage Message, AgendaEntry? Planned) FromAccount(
        SqliteConnection connection, string accountId, string userId, JsonObject content, DateTimeOffset now)
    {
        var message = new SimulatedMessage(
            NewMid(connection),
            accountId,
            userId,
            false,
            (string?)content["text"],
            content["attachment"]?.DeepClone(),
            content["quick_replies"]?.DeepClone(),
            now);
        var echo = new JsonObject { ["mid"] = message.Mid };
        if (message.Text is { } text)
            echo["text"] = text;
        if (message.Attachment is { } attachment)
            echo["attachments"] = new JsonArray(attachment.DeepClone());
        echo["is_echo"] = true;
        return (message, Save(connection, message, new JsonObject { ["message"] = echo }));
    }

    /// <summary>The author of a message unsends it.</summary>
    /// <exception cref="InvalidOperationException">There is no such message.</exception>
    public (SimulatedMessage Message, AgendaEntry? Planned) TakeBack(SqliteConnection connection, string mid, DateTimeOffset now)
    {
        var message = (connection.Find<SimulatedMessage>(mid) ?? throw new InvalidOperationException($"There is no message {mid}."))
            with
        { Text = null, Attachment = null, QuickReplies = null, TakenBack = true };
        var told = new JsonObject { ["mid"] = mid, ["is_deleted"] = true };
        if (!message.FromUser)
            told["is_echo"] = true;
        return (message, Save(connection, message, new JsonObject { ["message"] = told }, now));
    }

    /// <summary>The author of a message changes its words.</summary>
    /// <exception cref="InvalidOperationException">There is no such message.</exception>
    public (SimulatedMessage Message, AgendaEntry? Planned) Edit(SqliteConnection connection, string mid, string text, DateTimeOffset now)
    {
        var before = connection.Find<SimulatedMessage>(mid) ?? throw new InvalidOperationException($"There is no message {mid}.");
        var message = before with { Text = text, Edits = before.Edits + 1 };
        return (message, Save(connection, message, new JsonObject
        {
            ["message_edit"] = new JsonObject { ["mid"] = mid, ["text"] = text, ["num_edit"] = message.Edits },
        }, now));
    }

    private static string NewMid(SqliteConnection connection) => "aWdfZ" + connection.NextId(32);

    private AgendaEntry? Save(SqliteConnection connection, SimulatedMessage message, JsonObject happening, DateTimeOffset? now = null)
    {
        connection.Save(message.Mid, message, Key(message.AccountId, message.UserId));
        if (connection.Find<ConnectedAccount>(message.AccountId) is not { IsSubscribed: true })
            return null;
        var (from, to) = message.FromUser ? (message.UserId, message.AccountId) : (message.AccountId, message.UserId);
        var at = now ?? message.At;
        var milliseconds = at.ToUnixTimeMilliseconds();
        var messaging = new JsonObject
        {
            ["sender"] = new JsonObject { ["id"] = from },
            ["recipient"] = new JsonObject { ["id"] = to },
            ["timestamp"] = milliseconds,
        };
        foreach (var (name, value) in happening)
            messaging[name] = value?.DeepClone();
        var body = MetaJson.Write(
            new JsonObject
            {
                ["object"] = "instagram",
                ["entry"] = new JsonArray(
                    new JsonObject
                    {
                        ["id"] = message.AccountId,
                        ["time"] = milliseconds,
                        ["messaging"] = new JsonArray(messaging),
                    }),
            });
        return outbox.Write(
            connection,
            agenda,
            message.Mid,
            message.FromUser ? "message" : "echo",
            body,
            at,
            at + (Lateness?.Invoke() ?? TimeSpan.Zero));
    }

    /// <summary>When a person last wrote to an account.</summary>
    internal sealed record MessagingWindow(DateTimeOffset Opened);
}
