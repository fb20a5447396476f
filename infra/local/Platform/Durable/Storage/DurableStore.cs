using System.Text.Json;
using ChatPay.Local.Durable.History;
using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Storage;

/// <summary>The engine's file.</summary>
internal sealed class DurableStore(SqliteJournal journal)
{
    private const string Columns = "id, name, execution, status, created, updated, input, output, custom, failure, tags";
    private long _lastInbox = journal.Read(c => (long)(c.Scalar("SELECT max(n) FROM inbox") ?? 0L));

    public static DurableStore Open(string file) =>
        new(SqliteJournal.Open(file, DurableSchema.Version, DurableSchema.Statements));

    public long Commits => journal.Commits;

    public ValueTask CloseAsync() => journal.DisposeAsync();

    public InstanceState Load(string id) => journal.Read(c =>
    {
        var row = Row(c, id);
        var turns = c.Query("SELECT body FROM history WHERE id = $1 ORDER BY turn", Body, id);
        var inbox = c.Query("SELECT n, body FROM inbox WHERE id = $1 ORDER BY n",
            r => new InboxRow(r.GetInt64(0), HistoryJson.ReadEvent(r.GetFieldValue<byte[]>(1))), id);
        return new InstanceState(row, [.. turns.SelectMany(HistoryJson.ReadTurn)], turns.Count, inbox);
    });

    public InstanceRow? Find(string id) => journal.Read(c => Row(c, id));

    public List<HistoryEvent> History(string id) => journal.Read(c =>
        c.Query("SELECT body FROM history WHERE id = $1 ORDER BY turn", Body, id)).SelectMany(HistoryJson.ReadTurn).ToList();

    /// <summary>Instances in the order of their ids, after <paramref name="after"/>.</summary>
    public List<InstanceRow> List(OrchestrationQuery query, string? after, int count) => journal.Read(c => c.Query(
        $"""
        SELECT {Columns} FROM instance
        WHERE id > $1 AND id >= $2 AND ($2 = '' OR substr(id, 1, length($2)) = $2)
          AND created >= $3 AND created <= $4 AND ($5 IS NULL OR status IN (SELECT value FROM json_each($5)))
        ORDER BY id LIMIT $6
        """,
        ReadRow,
        after ?? string.Empty,
        query.InstanceIdPrefix ?? string.Empty,
        query.CreatedFrom?.UtcTicks ?? 0,
        query.CreatedTo?.UtcTicks ?? long.MaxValue,
        query.Statuses is { } statuses ? $"[{string.Join(',', statuses.Select(s => (int)s))}]" : null,
        count));

    /// <summary>Instances with messages that no turn has taken in.</summary>
    public List<string> Addressed() => journal.Read(c => c.Query("SELECT DISTINCT id FROM inbox ORDER BY n", r => r.GetString(0)));

    public List<ActivityRow> OpenActivities() => journal.Read(c => c.Query(
        "SELECT id, seq, execution, name, input FROM work",
        r => new ActivityRow(r.GetString(0), r.GetInt32(1), r.GetString(2), r.GetString(3), Text(r, 4))));

    /// <summary>The first timers in the order they are due, after <paramref name="after"/>.</summary>
    public List<TimerRow> Timers(TimerRow? after, long until, int count) => journal.Read(c => c.Query(
        "SELECT due, id, seq, execution FROM timer WHERE (due, id, seq) > ($1, $2, $3) AND due <= $4 ORDER BY due, id, seq LIMIT $5",
        r => new TimerRow(r.GetInt64(0), r.GetString(1), r.GetInt32(2), r.GetString(3)),
        after?.Due ?? 0, after?.Id ?? string.Empty, after?.Seq ?? int.MinValue, until, count));

    public Task WriteAsync(WorkItem item) => journal.WriteAsync(c => Apply(c, item));

    private void Apply(SqliteConnection c, WorkItem item)
    {
        var id = item.Id;
        foreach (var n in item.InboxDone)
            c.Execute("DELETE FROM inbox WHERE id = $1 AND n = $2", id, n);
        foreach (var seq in item.ActivitiesDone)
            c.Execute("DELETE FROM work WHERE id = $1 AND seq = $2", id, seq);
        foreach (var timer in item.TimersGone)
            c.Execute("DELETE FROM timer WHERE due = $1 AND id = $2 AND seq = $3", timer.Due, timer.Id, timer.Seq);
        if (item.Forget || item.Purge)
        {
            c.Execute("DELETE FROM history WHERE id = $1", id);
            c.Execute("DELETE FROM work WHERE id = $1", id);
        }

        if (item.Purge)
        {
            c.Execute("DELETE FROM inbox WHERE id = $1", id);
            c.Execute("DELETE FROM instance WHERE id = $1", id);
        }

        if (item.Row is { } row)
            Write(c, row, item.NewRow);
        if (item.History is { } history)
            c.Execute("INSERT INTO history(id, turn, body) VALUES($1, $2, $3)", id, item.Turn, HistoryJson.Write(history));
        foreach (var a in item.Activities)
            c.Execute("INSERT INTO work(id, seq, execution, name, input) VALUES($1, $2, $3, $4, $5)", a.Id, a.Seq, a.Execution, a.Name, a.Input);
        foreach (var t in item.Timers)
            c.Execute("INSERT INTO timer(due, id, seq, execution) VALUES($1, $2, $3, $4)", t.Due, t.Id, t.Seq, t.Execution);
        foreach (var (to, message) in item.Outbound)
            c.Execute("INSERT INTO inbox(id, n, body) VALUES($1, $2, $3)", to, ++_lastInbox, HistoryJson.Write(message));
    }

    private static void Write(SqliteConnection c, InstanceRow row, bool whole)
    {
        var failure = row.Failure is null ? null : JsonSerializer.Serialize(row.Failure, HistoryJson.Default.Failure);
        if (!whole)
        {
            c.Execute(
                "UPDATE instance SET execution = $2, status = $3, updated = $4, output = $5, custom = $6, failure = $7 WHERE id = $1",
                row.Id, row.Execution, (int)row.Status, row.Updated.UtcTicks, row.Output, row.Custom, failure);
            return;
        }

        c.Execute(
            $"INSERT OR REPLACE INTO instance({Columns}) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            row.Id, row.Name, row.Execution, (int)row.Status, row.Created.UtcTicks, row.Updated.UtcTicks, row.Input, row.Output, row.Custom, failure,
            row.Tags is null ? null : JsonSerializer.Serialize(row.Tags, HistoryJson.Default.IReadOnlyDictionaryStringString));
    }

    private static InstanceRow? Row(SqliteConnection c, string id) =>
        c.Query($"SELECT {Columns} FROM instance WHERE id = $1", ReadRow, id).FirstOrDefault();

    private static InstanceRow ReadRow(SqliteDataReader r) => new()
    {
        Id = r.GetString(0),
        Name = r.GetString(1),
        Execution = r.GetString(2),
        Status = (OrchestrationRuntimeStatus)r.GetInt32(3),
        Created = new DateTimeOffset(r.GetInt64(4), TimeSpan.Zero),
        Updated = new DateTimeOffset(r.GetInt64(5), TimeSpan.Zero),
        Input = Text(r, 6),
        Output = Text(r, 7),
        Custom = Text(r, 8),
        Failure = Text(r, 9) is { } failure ? JsonSerializer.Deserialize(failure, HistoryJson.Default.Failure) : null,
        Tags = Text(r, 10) is { } tags ? JsonSerializer.Deserialize(tags, HistoryJson.Default.IReadOnlyDictionaryStringString) : null,
    };

    private static byte[] Body(SqliteDataReader r) => r.GetFieldValue<byte[]>(0);

    private static string? Text(SqliteDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
