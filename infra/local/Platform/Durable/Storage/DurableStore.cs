using System.Text.Json;
using ChatPay.Local.Durable.History;
using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Storage;

/// <summary>The engine's file.</summary>
internal sealed class DurableStore(SqliteJournal journal)
{
    /// <summary>Selects rows in the form that <see cref="ReadRow"/> reads.</summary>
    private const string Rows = """
        SELECT id, no, name, execution, status, created,
          max(updated, ifnull((SELECT at FROM history h WHERE h.no = i.no ORDER BY turn DESC LIMIT 1), 0)),
          input, output, custom, failure, tags
        FROM instance i
        """;

    private long _lastNo = journal.Read(c => (long)(c.Scalar("SELECT max(no) FROM instance") ?? 0L));
    private WorkItemWriter? _writer;

    public static DurableStore Open(string file) =>
        new(SqliteJournal.Open(file, DurableSchema.Version, DurableSchema.Statements));

    public long Commits => journal.Commits;

    public ValueTask CloseAsync() => journal.DisposeAsync();

    /// <summary>A number for an instance that may be created. Numbers ascend; some are never used.</summary>
    public long NextNo() => Interlocked.Increment(ref _lastNo);

    public InstanceState Load(string id) => journal.Read(c =>
    {
        var row = Row(c, id);
        var turns = 0;
        var history = row is null ? [] : History(c, row.No, out turns);
        return new InstanceState(row, history, turns) { Inbox = Inbox(c, id), Size = InstanceState.SizeOf(history) };
    });

    /// <summary>The messages to an instance that no turn has processed.</summary>
    public List<InboxRow> Inbox(string id) => journal.Read(c => Inbox(c, id));

    public InstanceRow? Find(string id) => journal.Read(c => Row(c, id));

    public List<HistoryEvent> History(string id) => journal.Read(c => Row(c, id) is { } row ? History(c, row.No, out _) : []);

    /// <summary>Lists instances by id, after <paramref name="after"/>.</summary>
    public List<InstanceRow> List(OrchestrationQuery query, string? after, int count) => journal.Read(c =>
    {
        var rows = new List<InstanceRow>();
        var statement = c.Bare($"""
            {Rows}
            WHERE id > ?1 AND id >= ?2 AND (?2 = '' OR substr(id, 1, length(?2)) = ?2)
              AND created >= ?3 AND created <= ?4 AND (?5 IS NULL OR status IN (SELECT value FROM json_each(?5)))
            ORDER BY id LIMIT ?6
            """)
            .With(1, after ?? string.Empty)
            .With(2, query.InstanceIdPrefix ?? string.Empty)
            .With(3, query.CreatedFrom?.UtcTicks ?? 0)
            .With(4, query.CreatedTo?.UtcTicks ?? long.MaxValue)
            .With(5, query.Statuses is { } statuses ? $"[{string.Join(',', statuses.Select(s => (int)s))}]" : null)
            .With(6, count);
        while (statement.Next())
            rows.Add(ReadRow(statement));
        return rows;
    });

    /// <summary>The ids of instances with messages that no turn has processed.</summary>
    public List<string> Addressed() => journal.Read(c => c.Query("SELECT id FROM inbox GROUP BY id ORDER BY min(n)", r => r.GetString(0)));

    /// <summary>Activities without a recorded result, with their name and input from history.</summary>
    public IEnumerable<ActivityRow> OpenActivities()
    {
        var open = journal.Read(c => c.Query(
            "SELECT w.no, w.seq, i.id, i.execution FROM work w JOIN instance i ON i.no = w.no ORDER BY w.no, w.seq",
            r => (No: r.GetInt64(0), Seq: r.GetInt32(1), Id: r.GetString(2), Execution: r.GetString(3))));
        return open.GroupBy(w => w.No).SelectMany(instance =>
        {
            var scheduled = journal.Read(c => History(c, instance.Key, out _))
                .Where(e => e.Kind == HistoryKind.TaskScheduled).ToDictionary(e => e.Seq);
            return instance.Select(w => new ActivityRow(w.Id, w.Seq, w.Execution, scheduled[w.Seq].Name!, scheduled[w.Seq].Data));
        });
    }

    /// <summary>Lists the next timers by due time, after <paramref name="after"/>.</summary>
    public List<TimerRow> Timers(TimerRow? after, int count) => journal.Read(c =>
    {
        var timers = new List<TimerRow>();
        var rows = c.Bare("""
            SELECT t.due, i.id, t.seq, i.execution, t.no FROM timer t JOIN instance i ON i.no = t.no
            WHERE (t.due, t.no, t.seq) > (?, ?, ?) ORDER BY t.due, t.no, t.seq LIMIT ?
            """)
            .With(1, after?.Due ?? long.MinValue).With(2, after?.No ?? long.MinValue).With(3, after?.Seq ?? int.MinValue).With(4, count);
        while (rows.Next())
            timers.Add(new TimerRow(rows.Integer(0), rows.Text(1), (int)rows.Integer(2), rows.Text(3)) { No = rows.Integer(4) });
        return timers;
    });

    public Task WriteAsync(WorkItem item) => journal.WriteSurelyAsync(c => (_writer ??= new WorkItemWriter(c)).Write(item));

    private static InstanceRow? Row(SqliteConnection c, string id)
    {
        var statement = c.Bare($"{Rows} WHERE id = ?").With(1, id);
        if (!statement.Next())
            return null;
        var row = ReadRow(statement);
        statement.Reset();
        return row;
    }

    private static List<HistoryEvent> History(SqliteConnection c, long no, out int turns)
    {
        var history = new List<HistoryEvent>();
        var rows = c.Bare("SELECT body FROM history WHERE no = ? ORDER BY turn").With(1, no);
        for (turns = 0; rows.Next(); turns++)
            HistoryBytes.ReadTurn(rows.Blob(0), history);
        return history;
    }

    private static List<InboxRow> Inbox(SqliteConnection c, string id)
    {
        var inbox = new List<InboxRow>();
        var rows = c.Bare("SELECT n, body FROM inbox WHERE id = ? ORDER BY n").With(1, id);
        while (rows.Next())
            inbox.Add(new InboxRow(rows.Integer(0), HistoryBytes.ReadMessage(rows.Blob(1))));
        return inbox;
    }

    private static InstanceRow ReadRow(SqliteStatement r) => new()
    {
        Id = r.Text(0),
        No = r.Integer(1),
        Name = r.Text(2),
        Execution = r.Text(3),
        Status = (OrchestrationRuntimeStatus)r.Integer(4),
        Created = new DateTimeOffset(r.Integer(5), TimeSpan.Zero),
        Updated = new DateTimeOffset(r.Integer(6), TimeSpan.Zero),
        Input = r.TextOrNull(7),
        Output = r.TextOrNull(8),
        Custom = r.TextOrNull(9),
        Failure = r.TextOrNull(10) is { } failure ? JsonSerializer.Deserialize(failure, HistoryJson.Default.Failure) : null,
        Tags = r.TextOrNull(11) is { } tags ? JsonSerializer.Deserialize(tags, HistoryJson.Default.IReadOnlyDictionaryStringString) : null,
    };
}
