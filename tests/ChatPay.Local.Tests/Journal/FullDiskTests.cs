using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Tests.Journal;

/// <summary>A full disk, simulated by SQLite's page limit.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Schema = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-full-");

    [Fact]
    public async Task Write_WithoutRoom_FailsAndKeepsWhatWasAcknowledged()
    {
        await using var journal = SqliteJournal.Open(DataFile, 1, Schema);
        await Add(journal, "acknowledged");
        await journal.WriteAsync(connection => connection.Run("PRAGMA max_page_count=4"));

        var failed = await Assert.ThrowsAnyAsync<Exception>(() => Add(journal, new string('x', 100_000)));
        await journal.WriteAsync(connection => connection.Run("PRAGMA max_page_count=1000000"));
        await Add(journal, "after");

        Assert.Contains("full", failed.Message, StringComparison.Ordinal);
        Assert.Equal(["acknowledged", "after"], journal.Read(c => c.Query("SELECT text FROM notes ORDER BY id", r => r.GetString(0))));
    }

    /// <summary>The file is larger than the startup check covers, so the damage shows when the page is read.</summary>
    [Fact]
    public async Task Read_OfADamagedPageInALargeFile_NamesTheFile()
    {
        await using (var journal = SqliteJournal.Open(DataFile, 1, Schema))
        {
            await journal.WriteAsync(connection =>
                connection.Run(
                    "INSERT INTO notes (text) SELECT zeroblob(1000000) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
                        + "FROM n WHERE i < 70) SELECT i FROM n)"));
            await journal.WriteAsync(connection =>
                connection.Run("CREATE TABLE later (id INTEGER PRIMARY KEY); INSERT INTO later VALUES (1)"));
        }

        long page;
        using (var connection = new SqliteConnection($"Data Source={DataFile};Pooling=False"))
        {
            connection.Open();
            page = (long)connection.Scalar("SELECT rootpage FROM sqlite_master WHERE name = 'later'")!;
        }

        using (var file = File.OpenWrite(DataFile))
        {
            Assert.True(file.Length > 64 * 1024 * 1024);
            file.Position = (page - 1) * 4096;
            file.Write(Enumerable.Repeat((byte)0xA5, 4096).ToArray());
        }

        await using var damaged = SqliteJournal.Open(DataFile, 1, Schema);

        var read = Assert.Throws<PlatformException>(() => damaged.Read(c => c.Scalar("SELECT id FROM later")));
        var written = await Assert.ThrowsAsync<PlatformException>(() =>
            damaged.WriteAsync(c =>
            {
                c.Execute("INSERT INTO later VALUES (2)");
            }));
        Assert.All(
            [read, written],
            told =>
                Assert.Contains($"{DataFile} cannot be read (it is damaged): start with --fresh", told.Message, StringComparison.Ordinal));
        Assert.Equal(70L, damaged.Read(c => c.Scalar("SELECT count(*) FROM notes")));
    }

    [Fact]
    public async Task Open_OfALargeFileThatIsCutOff_IsRefused()
    {
        await using (var journal = SqliteJournal.Open(DataFile, 1, Schema))
            await journal.WriteAsync(connection => connection.Run("INSERT INTO notes (text) VALUES (zeroblob(80000000))"));
        using (var file = File.OpenWrite(DataFile))
            file.SetLength(file.Length - 4096);

        var told = Assert.Throws<PlatformException>(() => SqliteJournal.Open(DataFile, 1, Schema));

        Assert.Contains(DataFile, told.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string DataFile => Path.Combine(_folder.FullName, "notes.db");

    private static Task Add(SqliteJournal journal, string text) =>
        journal.WriteAsync(connection => { connection.Execute("INSERT INTO notes (text) VALUES ($1)", text); });
}
