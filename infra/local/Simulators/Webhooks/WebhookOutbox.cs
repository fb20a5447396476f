using ChatPay.Local.Journal;
using ChatPay.Local.Simulators.State;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Simulators.Webhooks;

/// <summary>The webhooks of one provider in the journal.</summary>
internal sealed class WebhookOutbox(string owner)
{
    /// <summary>The kind of the agenda entry for one sending.</summary>
    public const string Delivery = "webhook";

    private const string Columns = "number, id, type, body, transmission, created, state, attempts, answer";

    public AgendaEntry Write(
        SqliteConnection connection,
        Agenda agenda,
        string id,
        string type,
        string body,
        DateTimeOffset now,
        DateTimeOffset due)
    {
        connection.Execute(
            "INSERT INTO webhooks (owner, id, type, body, transmission, created, state, attempts) VALUES ($1, $2, $3, $4, $5, $6, "
                + "'Pending', 0)",
            owner, id, type, body, Transmission(connection), now.UtcTicks);
        var number = (long)connection.Scalar("SELECT last_insert_rowid()")!;
        return agenda.Write(connection, Delivery, Subject(number), due);
    }

    public SentWebhook? Find(SqliteConnection connection, long number) =>
        connection.Query($"SELECT {Columns} FROM webhooks WHERE number = $1", Read, number).FirstOrDefault();

    public SentWebhook? Find(SqliteConnection connection, string id) =>
        connection
            .Query($"SELECT {Columns} FROM webhooks WHERE owner = $1 AND id = $2 ORDER BY number LIMIT 1", Read, owner, id)
            .FirstOrDefault();

    public List<SentWebhook> All(SqliteConnection connection) =>
        connection.Query($"SELECT {Columns} FROM webhooks WHERE owner = $1 ORDER BY number", Read, owner);

    public static void Record(SqliteConnection connection, SentWebhook webhook) => connection.Execute(
        "UPDATE webhooks SET state = $2, attempts = $3, answer = $4 WHERE number = $1",
        webhook.Number, webhook.State.ToString(), webhook.Attempts, webhook.LastAnswer);

    public static string Subject(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Transmission(SqliteConnection connection)
    {
        var id = connection.NextId(32);
        return $"{id[..8]}-{id[8..12]}-{id[12..16]}-{id[16..20]}-{id[20..]}";
    }

    private static SentWebhook Read(SqliteDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), new DateTimeOffset(r.GetInt64(5), TimeSpan.Zero),
        Enum.Parse<WebhookState>(r.GetString(6)), r.GetInt32(7), r.IsDBNull(8) ? null : r.GetInt32(8));
}
