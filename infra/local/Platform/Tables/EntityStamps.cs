using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Tables;

/// <summary>
/// Assigns timestamps to entities: the clock's time, or a tick more than the last one. An ETag must never be reused, even if the
/// clock stands still, an entity is deleted and inserted again, or the service restarts: each transaction stores an upper bound for
/// its timestamps. For the writer thread only.
/// </summary>
internal sealed class EntityStamps(SqliteJournal journal, TimeProvider clock)
{
    private const long Ahead = 10 * TimeSpan.TicksPerMillisecond;
    private long _last;
    private long _mark;
    private long _markedIn;

    public long Next(SqliteConnection connection)
    {
        if (_last == 0)
            _last = (long)connection.Scalar("SELECT stamp FROM last")!;
        _last = Math.Max(clock.GetUtcNow().UtcTicks, _last + 1);
        if (_markedIn != journal.Transactions || _last > _mark)
        {
            _mark = _last + Ahead;
            connection.Bare("UPDATE last SET stamp = ?1").With(1, _mark).Run();
            _markedIn = journal.Transactions;
        }

        return _last;
    }

    /// <summary>Called when work of this transaction is rolled back, perhaps with the stored bound.</summary>
    public void Undone() => _markedIn = 0;
}
