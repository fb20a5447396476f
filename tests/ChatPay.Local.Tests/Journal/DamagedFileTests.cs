using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Tests.Journal;

/// <summary>Every store with every kind of bad data file: the start fails with one sentence that names the file and the remedy, and
/// leaves each byte unchanged.</summary>
public sealed class DamagedFileTests(Stores stores) : IClassFixture<Stores>
{
    private const int PageSize = 4096;

    private static readonly Dictionary<string, Action<string>> Damages = new()
    {
        ["cut off in the header"] = file => Rewrite(file, bytes => bytes[..50]),
        ["cut off in the middle"] = file => Rewrite(file, bytes => bytes[..(bytes.Length / PageSize / 2 * PageSize)]),
        ["cut off within a page"] = file => Rewrite(file, bytes => bytes[..(bytes.Length - 1000)]),
        ["another file's magic"] = file => Change(file, bytes => bytes[3] ^= 0x40),
        ["header overwritten"] = file => Change(file, bytes => bytes.AsSpan(0, 100).Fill(0xA5)),
        ["the schema's page overwritten"] = file => Change(file, bytes => bytes.AsSpan(100, 12).Fill(0xA5)),
        ["a page in the middle overwritten"] = file =>
            Change(file, bytes => bytes.AsSpan(bytes.Length / PageSize / 2 * PageSize, PageSize).Fill(0xA5)),
        ["a page's head flipped"] = file => Change(file, bytes => bytes[^(2 * PageSize)] ^= 0xFF),
        ["an older version"] = file => Change(file, bytes => SetVersion(bytes, -1)),
        ["a newer version"] = file => Change(file, bytes => SetVersion(bytes, 1000)),
        ["no version, but tables"] = file => Change(file, bytes => SetVersion(bytes, 0)),
        ["text"] = file => File.WriteAllText(file, "This is no database."),
        ["emptied beside its log"] = file =>
        {
            File.WriteAllBytes(file, []);
            File.WriteAllText(file + "-wal", "a log");
        },
        ["removed beside its log"] = file =>
        {
            File.Delete(file);
            File.WriteAllText(file + "-wal", "a log");
        },
        ["a log with a damaged head"] = file => LogOfThreeCommits(file, log => log[0] ^= 0xFF),
        ["a log damaged in a commit that others follow"] = file => LogOfThreeCommits(file, log => log[32 + 24 + 100] ^= 0xFF),
        ["an older version beside a log"] = file =>
        {
            Change(file, bytes => SetVersion(bytes, -1));
            LogOfThreeCommits(file, _ => { });
        },
        ["read-only"] = file => new FileInfo(file).IsReadOnly = true,
        ["a folder"] = file =>
        {
            File.Delete(file);
            Directory.CreateDirectory(file);
        },
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var store in Stores.Names)
            {
                foreach (var damage in Damages.Keys)
                    cases.Add(store, damage);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Start_OnAFileThatIsNotWhatItShouldBe_SaysSoAndLeavesIt(string store, string damage)
    {
        var file = stores.Copy(store);
        Damages[damage](file);
        var before = Snapshot(file);

        var told = await Assert.ThrowsAsync<PlatformException>(() => Stores.OpenAsync(store, file));

        Assert.Contains(file, told.Message, StringComparison.Ordinal);
        Assert.Contains("--fresh", told.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told.Message);
        Assert.Equal(before, Snapshot(file));
    }

    [Theory]
    [MemberData(nameof(AllStores))]
    public async Task Start_OnAnEmptyFile_BeginsAnew(string store)
    {
        var file = stores.Copy(store);
        foreach (var part in Directory.GetFiles(Path.GetDirectoryName(file)!))
            File.Delete(part);
        await File.WriteAllBytesAsync(file, [], TestContext.Current.CancellationToken);

        await (await Stores.OpenAsync(store, file)).DisposeAsync();

        Assert.NotEqual(0, Stores.ReadVersion(file));
    }

    [Theory]
    [MemberData(nameof(AllStores))]
    public async Task Start_OnALogCutOffInItsLastCommit_LosesThatCommitAlone(string store)
    {
        var file = stores.Copy(store);
        LogOfThreeCommits(file, _ => { });
        var log = await File.ReadAllBytesAsync(file + "-wal", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file + "-wal", log[..^100], TestContext.Current.CancellationToken);

        await (await Stores.OpenAsync(store, file)).DisposeAsync();

        using var connection = Connect(file);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM filler WHERE text LIKE 'commit %'";
        Assert.Equal(2L, command.ExecuteScalar());
    }

    public static TheoryData<string> AllStores => [.. Stores.Names];

    private static void SetVersion(byte[] file, int version) => BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(60), version);

    private static void Change(string file, Action<byte[]> change) => Rewrite(file, bytes =>
    {
        change(bytes);
        return bytes;
    });

    private static void Rewrite(string file, Func<byte[], byte[]> change) => File.WriteAllBytes(file, change(File.ReadAllBytes(file)));

    /// <summary>Gives the file a log as left by a killed process, with three commits.</summary>
    private static void LogOfThreeCommits(string file, Action<byte[]> change)
    {
        var original = File.ReadAllBytes(file);
        byte[] log;
        using (var connection = Connect(file))
        {
            foreach (var number in new[] { 1, 2, 3 })
            {
                using var command = connection.CreateCommand();
                command.CommandText = $"UPDATE filler SET text = 'commit {number}' WHERE number = {number * 100}";
                command.ExecuteNonQuery();
            }

            using var stream = new FileStream(file + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            log = new byte[stream.Length];
            stream.ReadExactly(log);
        }

        File.WriteAllBytes(file, original);
        change(log);
        File.WriteAllBytes(file + "-wal", log);
    }

    private static SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Every file beside this one, except the log's index, which only repeats the log.</summary>
    private static Dictionary<string, string> Snapshot(string file) => Directory.GetFileSystemEntries(Path.GetDirectoryName(file)!)
        .Where(path => !path.EndsWith("-shm", StringComparison.Ordinal))
        .ToDictionary(path => path, path => Directory.Exists(path) ? "folder" : Convert.ToHexString(File.ReadAllBytes(path)));
}
