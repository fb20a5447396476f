using System.Text.Json;
using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Simulators.State;

/// <summary>Stores records as JSON, found by type and id, and listed by parent in the order of creation.</summary>
internal static class SimulatorDocuments
{
    public static T? Find<T>(this SqliteConnection connection, string id)
        where T : class =>
        connection.Scalar("SELECT body FROM documents WHERE kind = $1 AND id = $2", typeof(T).Name, id) is string body
            ? Read<T>(body)
            : null;

    public static List<T> All<T>(this SqliteConnection connection) =>
        connection.Query("SELECT body FROM documents WHERE kind = $1 ORDER BY number", r => Read<T>(r.GetString(0)), typeof(T).Name);

    public static List<T> Under<T>(this SqliteConnection connection, string parent) =>
        connection.Query(
            "SELECT body FROM documents WHERE kind = $1 AND parent = $2 ORDER BY number",
            r => Read<T>(r.GetString(0)),
            typeof(T).Name,
            parent);

    public static T Save<T>(this SqliteConnection connection, string id, T document, string parent = "")
        where T : class
    {
        connection.Execute(
            "INSERT INTO documents (kind, id, parent, body) VALUES ($1, $2, $3, $4) ON CONFLICT (kind, id) DO UPDATE SET body = "
                + "excluded.body",
            typeof(T).Name, id, parent, JsonSerializer.Serialize(document));
        return document;
    }

    public static void Remove<T>(this SqliteConnection connection, string id)
        where T : class =>
        connection.Execute("DELETE FROM documents WHERE kind = $1 AND id = $2", typeof(T).Name, id);

    private static T Read<T>(string body) => JsonSerializer.Deserialize<T>(body)!;
}
