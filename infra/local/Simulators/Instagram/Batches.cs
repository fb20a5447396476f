using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;
using ChatPay.Local.Simulators.Webhooks;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Simulators.Instagram;

/// <summary>Combines the entries of several webhooks into one, as Meta does: up to a thousand, unordered, and some twice.</summary>
internal static class Batches
{
    public static List<AgendaEntry> Combine(
        SqliteConnection connection,
        WebhookOutbox outbox,
        Agenda agenda,
        List<AgendaEntry> waiting,
        int copies,
        Random? order,
        int most,
        DateTimeOffset now)
    {
        var entries = new List<JsonNode>();
        foreach (var each in waiting)
        {
            var webhook = outbox.Find(connection, long.Parse(each.Subject, System.Globalization.CultureInfo.InvariantCulture))!;
            for (var copy = 0; copy < copies; copy++)
                entries.AddRange(JsonNode.Parse(webhook.Body)!["entry"]!.AsArray().Select(entry => entry!.DeepClone()));
            Agenda.Remove(connection, each);
            WebhookOutbox.Record(connection, webhook with { State = WebhookState.Combined });
        }

        var told = entries.ToArray();
        order?.Shuffle(told);
        return [.. told.Chunk(most).Select(batch => outbox.Write(
            connection, agenda, "batch-" + connection.NextId(16), "batch",
            MetaJson.Write(new JsonObject { ["object"] = "instagram", ["entry"] = new JsonArray(batch) }), now, now))];
    }
}
