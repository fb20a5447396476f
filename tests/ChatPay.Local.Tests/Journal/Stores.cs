using ChatPay.Local.Clock;
using ChatPay.Local.Durable.Storage;
using ChatPay.Local.Journal;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.Simulators.Instagram;
using ChatPay.Local.Simulators.PayPal;
using ChatPay.Local.Tables;
using ChatPay.Local.Vault;

namespace ChatPay.Local.Tests.Journal;

/// <summary>Every store of the platform with a SQLite file, by name, and such a file of each with some hundred extra rows.</summary>
public sealed class Stores : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-stores-");

    public static IReadOnlyList<string> Names { get; } = ["durable", "bus", "tables", "vault", "paypal", "instagram"];

    /// <summary>Opens a store on the file.</summary>
    public static async Task<IAsyncDisposable> OpenAsync(string name, string file)
    {
        var clock = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = Start });
        return name switch
        {
            "durable" => new Durable(DurableStore.Open(file)),
            "bus" => ServiceBusBroker.Open(new() { DataFile = file, Clock = clock }),
            "tables" => await TableService.StartAsync(new() { DataFile = file, Clock = clock, Port = 0 }),
            "vault" => await VaultService.StartAsync(new() { DataFile = file, Clock = clock }),
            "paypal" => await PayPalSimulator.StartAsync(new() { DataFile = file, Clock = clock }),
            "instagram" => await InstagramSimulator.StartAsync(new() { DataFile = file, Clock = clock }),
            _ => throw new ArgumentException($"There is no store {name}.", nameof(name)),
        };
    }

    public async ValueTask InitializeAsync()
    {
        foreach (var name in Names)
        {
            var file = FileOf(_folder.FullName, name);
            await (await OpenAsync(name, file)).DisposeAsync();
            var version = ReadVersion(file);
            await using var journal = SqliteJournal.Open(file, version, "");
            await journal.WriteAsync(connection =>
            {
                connection.Run("CREATE TABLE filler (number INTEGER PRIMARY KEY, text TEXT NOT NULL)");
                for (var i = 0; i < 400; i++)
                    connection.Execute("INSERT INTO filler (text) VALUES ($1)", new string((char)('a' + (i % 26)), 200));
            });
        }
    }

    /// <summary>A copy of a store's files, its key included.</summary>
    public string Copy(string name)
    {
        var copy = _folder.CreateSubdirectory(Path.GetRandomFileName());
        foreach (var file in _folder.GetFiles(name + ".db*"))
            file.CopyTo(Path.Combine(copy.FullName, file.Name));
        return FileOf(copy.FullName, name);
    }

    public static int ReadVersion(string file)
    {
        // Bytes 60 to 63 of the header: the user version (SQLite's "Database File Format", 1.3).
        var header = File.ReadAllBytes(file);
        return System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(60));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private sealed class Durable(DurableStore store) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => store.CloseAsync();
    }

    private static string FileOf(string folder, string name) => Path.Combine(folder, name + ".db");
}
