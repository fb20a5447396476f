using System.Text.Json;
using ChatPay.Local.Durable.History;
using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Durable.Storage;

/// <summary>Writes work items on the writer's connection.</summary>
internal sealed class WorkItemWriter(SqliteConnection connection)
{
    private readonly SqliteStatement _deleteInbox = connection.Bare("DELETE FROM inbox WHERE n = ?");
    private readonly SqliteStatement _deleteWork = connection.Bare("DELETE FROM work WHERE no = ? AND seq = ?");
    private readonly SqliteStatement _deleteTimer = connection.Bare("DELETE FROM timer WHERE due = ? AND no = ? AND seq = ?");
    private readonly SqliteStatement _insertHistory = connection.Bare("INSERT INTO history(no, turn, at, body) VALUES(?, ?, ?, ?)");
    private readonly SqliteStatement _insertWork = connection.Bare("INSERT INTO work(no, seq) VALUES(?, ?)");
    private readonly SqliteStatement _insertTimer = connection.Bare("INSERT INTO timer(due, no, seq) VALUES(?, ?, ?)");
    private readonly SqliteStatement _insertInbox = connection.Bare("INSERT INTO inbox(n, id, body) VALUES(?, ?, ?)");

    private readonly SqliteStatement _updateInstance = connection.Bare(
        "UPDATE instance SET execution = ?, status = ?, updated = ?, output = ?, custom = ?, failure = ? WHERE no = ?");

    private readonly SqliteStatement _insertInstance = connection.Bare($"""
        INSERT OR REPLACE INTO instance(execution, status, updated, output, custom, failure, no, id, name, created, input, tags)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private long _lastInbox = Convert.ToInt64(
        connection.Scalar("SELECT max(n) FROM inbox") ?? 0L,
        System.Globalization.CultureInfo.InvariantCulture);

    public void Write(WorkItem item)
    {
        foreach (var n in item.InboxDone)
            _deleteInbox.With(1, n).Run();
        foreach (var seq in item.ActivitiesDone)
            _deleteWork.With(1, item.No).With(2, seq).Run();
        foreach (var timer in item.TimersGone)
            _deleteTimer.With(1, timer.Due).With(2, item.No).With(3, timer.Seq).Run();
        if (item.Forget || item.Purge)
            Forget(item);
        if (item.Row is { } row)
            Write(row, item.NewRow);
        if (item.History is { } history)
            _insertHistory.With(1, item.No).With(2, item.Turn).With(3, history[0].At).With(4, HistoryBytes.OfTurn(history)).Run();
        foreach (var activity in item.Activities)
            _insertWork.With(1, item.No).With(2, activity.Seq).Run();
        foreach (var timer in item.Timers)
            _insertTimer.With(1, timer.Due).With(2, item.No).With(3, timer.Seq).Run();
        foreach (var (to, message) in item.Outbound)
            _insertInbox.With(1, ++_lastInbox).With(2, to).With(3, HistoryBytes.OfMessage(message)).Run();
    }

    private void Forget(WorkItem item)
    {
        connection.Bare("DELETE FROM history WHERE no = ?").With(1, item.No).Run();
        connection.Bare("DELETE FROM work WHERE no = ?").With(1, item.No).Run();
        if (!item.Purge)
            return;
        connection.Bare("DELETE FROM instance WHERE no = ?").With(1, item.No).Run();
    }

    private void Write(InstanceRow row, bool whole)
    {
        var statement = (whole ? _insertInstance : _updateInstance)
            .With(1, row.Execution)
            .With(2, (int)row.Status)
            .With(3, row.Updated.UtcTicks)
            .With(4, row.Output)
            .With(5, row.Custom)
            .With(6, row.Failure is null ? null : JsonSerializer.Serialize(row.Failure, HistoryJson.Default.Failure))
            .With(7, row.No);
        if (whole)
        {
            statement
                .With(8, row.Id)
                .With(9, row.Name)
                .With(10, row.Created.UtcTicks)
                .With(11, row.Input)
                .With(
                    12,
                    row.Tags is null ? null : JsonSerializer.Serialize(row.Tags, HistoryJson.Default.IReadOnlyDictionaryStringString));
        }

        statement.Run();
    }
}
