namespace ChatPay.Local;

/// <summary>The folder with all data of one platform. A lock file keeps a second process out.</summary>
internal sealed class DataFolder : IAsyncDisposable
{
    private const string LockName = "lock";
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    /// <exception cref="PlatformException">The folder cannot be made or written, or is in use.</exception>
    public static DataFolder Open(string folder, bool fresh)
    {
        var path = System.IO.Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(path);
            var held = new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (fresh)
                Empty(path);
            return new DataFolder(path, held);
        }
        catch (IOException e)
        {
            throw new PlatformException($"The data folder {path} is in use by another run: end it, or choose another folder with --data.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PlatformException($"The data folder {path} cannot be written: choose another with --data.", e);
        }
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public ValueTask DisposeAsync() => _lock.DisposeAsync();

    // --fresh with a wrong --data must not delete somebody's files: only what this platform makes goes away.
    private static void Empty(string path)
    {
        string[] databases = ["tables.db", "vault.db", "bus.db", "paypal.db", "instagram.db", "durable.db"];
        string[] ours = [.. databases.SelectMany(name => new[] { name, name + "-wal", name + "-shm" }),
            "vault.db.key", "issuer.key", "clock.txt", "timers.json", "chatpay.log"];
        foreach (var name in ours)
            System.IO.File.Delete(System.IO.Path.Combine(path, name));
    }
}
