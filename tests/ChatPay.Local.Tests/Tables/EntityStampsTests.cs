using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.Tables;
using ChatPay.Local.Tables.Entities;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Tests.Tables;

public sealed class EntityStampsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-stamps-");
    private readonly LocalClock _clock = new(new LocalClockOptions { TimeScale = 0 });

    [Fact]
    public async Task Stamp_AfterWorkThatWasUndone_DoesNotComeBackWithTheNextStart()
    {
        await using var journal = SqliteJournal.Open(
            Path.Combine(_folder.FullName, "stamps.db"),
            version: 1,
            "CREATE TABLE last (stamp INTEGER NOT NULL); INSERT INTO last VALUES (0)");
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

    /// <summary>For any failure of the batch; here a refused write.</summary>
    [Fact]
    public async Task Stamp_InATransactionWithABatchThatFailed_DoesNotComeBackWithTheNextStart()
    {
        var file = Path.Combine(_folder.FullName, "tables.db");
        await (await TableService.StartAsync(new() { DataFile = file, Clock = _clock, Port = 0 })).DisposeAsync();
        long given;
        await using (var journal = SqliteJournal.Open(file, version: 2, ""))
        {
            var store = new TableStore(journal, _clock);
            await store.CreateTableAsync("t");
            await journal.WriteAsync(c => c.Run(
                "CREATE TRIGGER refused BEFORE INSERT ON entities WHEN NEW.rk = 'bad' BEGIN SELECT RAISE(ABORT, 'on purpose'); END"));
            using var gate = new ManualResetEventSlim();
            var first = journal.WriteAsync(_ => gate.Wait());
            var failing = store.ApplyAsync([Insert("good"), Insert("bad")]);
            var applied = store.ApplyAsync(Insert("after"));
            gate.Set();
            await first;
            await Assert.ThrowsAsync<SqliteException>(() => failing);
            given = await applied;
        }

        await using var again = SqliteJournal.Open(file, version: 2, "");
        var next = await new TableStore(again, _clock).ApplyAsync(Insert("next"));

        Assert.True(next > given, $"{next} is not after {given}");
    }

    public void Dispose()
    {
        _clock.Dispose();
        _folder.Delete(recursive: true);
    }

    private static EntityChange Insert(string rowKey) => new(ChangeKind.Insert, "t", "p", rowKey, null, new EntityBody("p", rowKey, []));
}
