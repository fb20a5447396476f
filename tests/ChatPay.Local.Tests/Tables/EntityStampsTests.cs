using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.Tables;

namespace ChatPay.Local.Tests.Tables;

public sealed class EntityStampsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-stamps-");
    private readonly LocalClock _clock = new(new LocalClockOptions { TimeScale = 0 });

    [Fact]
    public async Task Stamp_AfterWorkThatWasUndone_DoesNotComeBackWithTheNextStart()
    {
        await using var journal = SqliteJournal.Open(
            Path.Combine(_folder.FullName, "stamps.db"), version: 1, "CREATE TABLE last (stamp INTEGER NOT NULL); INSERT INTO last VALUES (0)");
        var stamps = new EntityStamps(journal, _clock);
        var given = await journal.WriteAsync(connection =>
        {
            connection.Run("SAVEPOINT batch");
            stamps.Next(connection);
            connection.Run("ROLLBACK TO batch");
            stamps.Undone();
            return stamps.Next(connection);
        });

        var next = await journal.WriteAsync(new EntityStamps(journal, _clock).Next);

        Assert.True(next > given, $"{next} is not after {given}");
    }

    public void Dispose()
    {
        _clock.Dispose();
        _folder.Delete(recursive: true);
    }
}
