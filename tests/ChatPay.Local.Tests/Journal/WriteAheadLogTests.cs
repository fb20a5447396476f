using ChatPay.Local.Journal;

namespace ChatPay.Local.Tests.Journal;

/// <summary>A process is killed again and again during a commit, each time on top of what the last kill left behind.</summary>
public sealed class WriteAheadLogTests : IDisposable
{
    private const string Schema = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-log-");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Killed_AgainAndAgain_IsNeverTakenForDamageAndLosesNothingAcknowledged(int seed)
    {
        var random = new Random(seed);
        var file = NewFile();
        var acknowledged = 0L;
        for (var round = 0; round < 25; round++)
        {
            await using var journal = SqliteJournal.Open(file, 1, Schema);
            var found = journal.Read(c => (long)c.Scalar("SELECT count(*) FROM notes")!);
            Assert.InRange(found, acknowledged, acknowledged + 1);
            acknowledged = found + random.Next(3);
            for (var i = found; i < acknowledged; i++)
                await Add(journal, random);
            var before = Log(file);
            await Add(journal, random);

            var killed = NewFile();
            File.Copy(file, killed);
            await File.WriteAllBytesAsync(killed + "-wal", Torn(before, Log(file), random), TestContext.Current.CancellationToken);
            file = killed;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A state of the log while it was being overwritten.</summary>
    private static byte[] Torn(byte[] before, byte[] after, Random random)
    {
        var from = before.AsSpan().CommonPrefixLength(after);
        var at = random.Next(from, after.Length + 1);
        return [.. after[..at], .. before.Skip(at)];
    }

    private static byte[] Log(string file)
    {
        if (!File.Exists(file + "-wal"))
            return [];
        using var stream = new FileStream(file + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Task Add(SqliteJournal journal, Random random) => journal.WriteAsync(connection =>
    {
        connection.Execute("INSERT INTO notes (text) VALUES ($1)", new string('x', random.Next(20_000)));
    });

    private string NewFile() => Path.Combine(_folder.CreateSubdirectory(Path.GetRandomFileName()).FullName, "notes.db");
}
