using System.Collections.Concurrent;
using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Simulators.State;

/// <summary>Something to do at a time of the clock.</summary>
internal sealed record AgendaEntry(long Number, string Kind, string Subject, DateTimeOffset Due);

/// <summary>
/// Timers that survive the process. An entry is written together with the change that causes it, set after the commit, and removed by
/// the transaction that executes it; if the process dies in between, it is executed again.
/// </summary>
internal sealed class Agenda(LocalClock clock, SqliteJournal journal, string owner, Func<AgendaEntry, CancellationToken, Task> run)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, ITimer> _timers = [];
    private readonly ConcurrentDictionary<long, Task> _running = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Errors that no caller could be told.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = [];

    public AgendaEntry Write(SqliteConnection connection, string kind, string subject, DateTimeOffset due)
    {
        connection.Execute("INSERT INTO agenda (owner, kind, subject, due) VALUES ($1, $2, $3, $4)", owner, kind, subject, due.UtcTicks);
        return new AgendaEntry((long)connection.Scalar("SELECT last_insert_rowid()")!, kind, subject, due);
    }

    public static void Remove(SqliteConnection connection, AgendaEntry entry) =>
        connection.Execute("DELETE FROM agenda WHERE number = $1", entry.Number);

    /// <summary>Sets the timers that an earlier process left.</summary>
    public void Resume() => Set(journal.Read(connection => connection.Query(
        "SELECT number, kind, subject, due FROM agenda WHERE owner = $1 ORDER BY due, number",
        r => new AgendaEntry(r.GetInt64(0), r.GetString(1), r.GetString(2), new DateTimeOffset(r.GetInt64(3), TimeSpan.Zero)),
        owner)));

    /// <summary>Starts due entries at once, within the work that caused them, and sets timers for the rest.</summary>
    public void Set(IEnumerable<AgendaEntry> entries)
    {
        foreach (var entry in entries)
            clock.Work.Detach(() => Set(entry));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var timer in _timers.Values)
            await timer.DisposeAsync();
        await Task.WhenAll(_running.Values);
        _stop.Dispose();
    }

    private void Set(AgendaEntry entry)
    {
        if (_stop.IsCancellationRequested)
            return;

        var wait = entry.Due - clock.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            Start(entry);
            return;
        }

        // Stored before it is set: on a running clock a timer may fire at once.
        var timer = clock.CreateTimer(_ => Start(entry), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timers[entry.Number] = timer;
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void Start(AgendaEntry entry)
    {
        if (_timers.TryRemove(entry.Number, out var timer))
            timer.Dispose();

        var done = RunAsync(entry);
        if (done.IsCompleted)
            return;
        _running[entry.Number] = done;
        _ = done.ContinueWith(_ => _running.TryRemove(entry.Number, out var _), TaskScheduler.Default);
    }

    private async Task RunAsync(AgendaEntry entry)
    {
        using var work = clock.Working($"{owner}: {entry.Kind} {entry.Subject}");
        try
        {
            await run(entry, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The entry is still stored, and the next process resumes it.
        }
#pragma warning disable CA1031 // Not awaited; the error is kept in Failures.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failures.Enqueue(e);
        }
    }
}
