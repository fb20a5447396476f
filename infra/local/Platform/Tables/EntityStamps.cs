using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Tables;

/// <summary>
/// Gives entities their timestamps: the clock's time, or a tick more than the last one given. An ETag must never come back, though
/// the clock may stand still and an entity be deleted and made again, also after a restart: with each transaction the file gets a
/// mark that none of its stamps passes. Only for the one who writes.
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

    /// <summary>Work of this transaction is undone, and with it perhaps the mark.</summary>
    public void Undone() => _markedIn = 0;
}
