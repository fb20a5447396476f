using ChatPay.Local.Files;
using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Tests.Journal;

public sealed class SqliteJournalTests : IDisposable
{
    private const string Schema = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-journal-");

    [Fact]
    public async Task Reopened_File_HasWhatWasWritten()
    {
        await using (var journal = Open())
            await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Add(journal, $"note {i}")));

        await using var again = Open();

        Assert.Equal(100, Count(again));
    }

    [Fact]
    public async Task Write_WithoutTheTestsOwnSetting_WaitsForTheDisk()
    {
        await using var journal = Open();
        var level = 0L;

        await journal.WriteAsync(connection => level = connection.Query("PRAGMA synchronous", r => r.GetInt64(0)).Single());

        Assert.True(DiskSync.IsOn);
        Assert.Equal(2, level);
    }

    [Fact]
    public async Task Read_AfterAnAcknowledgedWrite_SeesIt()
    {
        await using var journal = Open();

        for (var i = 1; i <= 20; i++)
        {
            await Add(journal, "x");
            Assert.Equal(i, Count(journal));
        }
    }

    [Fact]
    public async Task Write_ThatFails_LeavesTheOthersOfItsTransaction()
    {
        await using var journal = Open();
        using var gate = new ManualResetEventSlim();
        var first = await HeldUp(journal, gate);

        var good = Add(journal, "before");
        var bad = journal.WriteAsync(connection =>
        {
            connection.Execute("INSERT INTO notes (text) VALUES ($1)", "undone");
            throw new InvalidOperationException("on purpose");
        });
        var unlawful = Add(journal, null);
        var later = Add(journal, "after");
        gate.Set();
        await Task.WhenAll(first.Done, good, later);

        Assert.Equal("on purpose", (await Assert.ThrowsAsync<InvalidOperationException>(() => bad)).Message);
        await Assert.ThrowsAsync<SqliteException>(() => unlawful);
        Assert.Equal(2, journal.Commits);
        Assert.Equal(["before", "after"], journal.Read(c => c.Query("SELECT text FROM notes ORDER BY id", r => r.GetString(0))));
    }

    /// <summary>Work that should not fail has no savepoint; if it fails anyway, the other writes are still applied, once.</summary>
    [Fact]
    public async Task SureWrite_ThatFailsAllTheSame_LeavesTheOthersOfItsTransaction()
    {
        await using var journal = Open();
        using var gate = new ManualResetEventSlim();
        var first = await HeldUp(journal, gate);

        var good = journal.WriteSurelyAsync(c => c.Execute("INSERT INTO notes (text) VALUES ($1)", "before"));
        var bad = journal.WriteSurelyAsync(c =>
        {
            c.Execute("INSERT INTO notes (text) VALUES ($1)", "undone");
            throw new InvalidOperationException("on purpose");
        });
        var later = Add(journal, "after");
        gate.Set();
        await Task.WhenAll(first.Done, good, later);

        Assert.Equal("on purpose", (await Assert.ThrowsAsync<InvalidOperationException>(() => bad)).Message);
        Assert.Equal(["before", "after"], journal.Read(c => c.Query("SELECT text FROM notes ORDER BY id", r => r.GetString(0))));
    }

    [Fact]
    public async Task Read_ThatFailsAmongItsRows_LeavesTheNextOneAlone()
    {
        await using var journal = Open();
        await Add(journal, "one");
        await Add(journal, "two");
        Assert.Throws<InvalidOperationException>(() => journal.Read(c => Texts(c, text => throw new InvalidOperationException(text))));
        await Add(journal, "three");

        var texts = journal.Read(c => Texts(c, text => text));

        Assert.Equal(["one", "two", "three"], texts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_ThatFailsAmongItsRows_LeavesTheNextOneAlone(bool sure)
    {
        await using var journal = Open();
        await Add(journal, "one");
        await Assert.ThrowsAsync<InvalidOperationException>(() => sure ? journal.WriteSurelyAsync(Fail) : journal.WriteAsync(Fail));

        var texts = await journal.WriteAsync(c => Texts(c, text => text));

        Assert.Equal(["one"], texts);

        static void Fail(SqliteConnection connection) => Texts(connection, text => throw new InvalidOperationException(text));
    }

    [Fact]
    public async Task Writes_ThatComeTogether_ShareATransaction()
    {
        await using var journal = Open();
        using var gate = new ManualResetEventSlim();
        var first = await HeldUp(journal, gate);
        var others = Enumerable.Range(0, 200).Select(i => Add(journal, "x")).ToList();

        gate.Set();
        await Task.WhenAll([first.Done, .. others]);

        Assert.Equal(2, journal.Commits);
        Assert.Equal(200, Count(journal));
    }

    /// <summary>A kill -9 leaves the files as they are at that moment, so they are copied while the journal is open.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_Process_LosesNothingThatWasAcknowledged(bool withSharedMemory)
    {
        await using var journal = Open();
        for (var i = 0; i < 50; i++)
            await Add(journal, $"note {i}");

        var copy = Path.Combine(_folder.CreateSubdirectory("copy").FullName, "notes.db");
        File.Copy(DataFile, copy);
        File.Copy(DataFile + "-wal", copy + "-wal");
        if (withSharedMemory)
            File.Copy(DataFile + "-shm", copy + "-shm");

        await using var recovered = SqliteJournal.Open(copy, 1, Schema);
        Assert.Equal(50, Count(recovered));
        await Add(recovered, "and on it goes");
        Assert.Equal(51, Count(recovered));
    }

    [Fact]
    public async Task Killed_InTheMiddleOfACommit_LosesThatCommitAlone()
    {
        await using var journal = Open();
        for (var i = 0; i < 10; i++)
            await Add(journal, $"note {i}");

        var copy = Path.Combine(_folder.CreateSubdirectory("copy").FullName, "notes.db");
        File.Copy(DataFile, copy);
        var log = await File.ReadAllBytesAsync(DataFile + "-wal");
        await File.WriteAllBytesAsync(copy + "-wal", log[..^100]);

        await using var recovered = SqliteJournal.Open(copy, 1, Schema);
        Assert.Equal(9, Count(recovered));
    }

    [Fact]
    public void Open_OfAFileThatIsNoDatabase_SaysSoAndLeavesItAlone()
    {
        var damage = Enumerable.Range(0, 10_000).Select(i => (byte)(i % 256)).ToArray();
        File.WriteAllBytes(DataFile, damage);

        var told = Assert.Throws<PlatformException>(() => Open());

        Assert.Contains(DataFile, told.Message, StringComparison.Ordinal);
        Assert.Contains("--fresh", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told.Message);
        Assert.Equal(damage, File.ReadAllBytes(DataFile));
    }

    [Fact]
    public async Task Open_OfAFileDamagedInside_SaysSoAndLeavesItAlone()
    {
        await using (var journal = Open())
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Add(journal, new string('x', 200))));
        var content = await File.ReadAllBytesAsync(DataFile);
        content.AsSpan(2 * 4096, 8 * 4096).Fill(0xA5);
        await File.WriteAllBytesAsync(DataFile, content);

        Assert.Throws<PlatformException>(() => Open());

        Assert.Equal(content, await File.ReadAllBytesAsync(DataFile));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task Open_OfAnotherVersion_IsRefusedAndLeavesTheFileAlone(int written, int read)
    {
        await using (var journal = SqliteJournal.Open(DataFile, written, Schema))
            await Add(journal, "x");
        var content = await File.ReadAllBytesAsync(DataFile);

        var told = Assert.Throws<PlatformException>(() => SqliteJournal.Open(DataFile, read, Schema));

        Assert.Contains($"version {written}", told.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(DataFile));
    }

    [Fact]
    public void Open_WhereAFileStandsInForTheFolder_SaysSo()
    {
        var inTheWay = Path.Combine(_folder.FullName, "data");
        File.WriteAllText(inTheWay, "");

        Assert.Throws<PlatformException>(() => SqliteJournal.Open(Path.Combine(inTheWay, "notes.db"), 1, Schema));
    }

    [Fact]
    public async Task Disposed_Journal_HasCommittedItsQueueAndTakesNoMore()
    {
        var journal = Open();
        var writes = Enumerable.Range(0, 100).Select(i => Add(journal, "x")).ToList();

        await journal.DisposeAsync();
        await journal.DisposeAsync();

        Assert.All(writes, w => Assert.True(w.IsCompletedSuccessfully));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Add(journal, "late"));
        Assert.Throws<ObjectDisposedException>(() => Count(journal));
        Assert.False(File.Exists(DataFile + "-wal"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string DataFile => Path.Combine(_folder.FullName, "notes.db");

    private SqliteJournal Open() => SqliteJournal.Open(DataFile, 1, Schema);

    /// <summary>Starts a transaction that waits for the gate, so that writes meanwhile share the next one.</summary>
    private static async Task<(Task Done, bool Begun)> HeldUp(SqliteJournal journal, ManualResetEventSlim gate)
    {
        var begun = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = journal.WriteAsync(_ =>
        {
            begun.SetResult(true);
            gate.Wait();
        });
        return (done, await begun.Task);
    }

    private static Task Add(SqliteJournal journal, string? text) =>
        journal.WriteAsync(connection => { connection.Execute("INSERT INTO notes (text) VALUES ($1)", text); });

    private static List<string> Texts(SqliteConnection connection, Func<string, string> read)
    {
        var texts = new List<string>();
        var rows = connection.Bare("SELECT text FROM notes WHERE id > ? ORDER BY id").With(1, 0);
        while (rows.Next())
            texts.Add(read(rows.Text(0)));
        return texts;
    }

    private static int Count(SqliteJournal journal) => (int)journal.Read(c => (long)c.Scalar("SELECT count(*) FROM notes")!);
}
