using ChatPay.Local.Journal;
using ChatPay.Local.ServiceBus.Queues;

namespace ChatPay.Local.ServiceBus;

/// <summary>Stores the session state, which each holder leaves for the next.</summary>
internal sealed class SessionStateStore(SqliteJournal journal)
{
    public const string Schema =
        "CREATE TABLE session_state(queue INTEGER NOT NULL, session TEXT NOT NULL, state BLOB NOT NULL, updated INTEGER NOT NULL, "
            + "PRIMARY KEY(queue, session)) WITHOUT ROWID";

    public byte[]? Get(BusQueue queue, string sessionId) =>
        (byte[]?)journal.Read(c => c.Scalar("SELECT state FROM session_state WHERE queue = $1 AND session = $2", queue.Id, sessionId));

    /// <param name="queue">The entity.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="state">Null removes it.</param>
    /// <param name="now">The time of the change.</param>
    public Task SetAsync(BusQueue queue, string sessionId, byte[]? state, DateTimeOffset now) =>
        journal.WriteAsync(c =>
        {
            if (state is null)
                c.Execute("DELETE FROM session_state WHERE queue = $1 AND session = $2", queue.Id, sessionId);
            else
                c.Execute(
                    "INSERT OR REPLACE INTO session_state(queue, session, state, updated) VALUES($1, $2, $3, $4)",
                    queue.Id,
                    sessionId,
                    state,
                    now.UtcTicks);
        });

    /// <summary>The sessions whose state was set after a time.</summary>
    public List<string> Updated(BusQueue queue, DateTimeOffset after) =>
        journal.Read(c =>
            c.Query(
                "SELECT session FROM session_state WHERE queue = $1 AND updated > $2 ORDER BY session",
                r => r.GetString(0),
                queue.Id,
                after.UtcTicks));
}
