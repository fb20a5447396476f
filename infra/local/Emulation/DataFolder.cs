using ChatPay.Local.Tables.Azurite;

namespace ChatPay.Local.Emulation;

/// <summary>The folder with all data of one platform. A lock file keeps other processes out.</summary>
internal sealed class DataFolder : IAsyncDisposable
{
    private const string LockName = "lock";

    // --fresh deletes only these: with a wrong --data it must not delete somebody's files.
    private static readonly string[] Ours =
    [
        AzuriteProcess.DataFile,
        "bus.db",
        "chatpay.log",
        "clock.txt",
        "durable.db",
        "instagram.db",
        "issuer.key",
        "keys.json",
        "paypal.db",
        "running.json",
        "settings.json",
        "tables.db",
        "timers.json",
        "vault.db",
        "vault-tls.pfx",
    ];

    private const string CertificateName = "vault-tls.crt";
    private const string MailName = "mails";
    private const string AnyMail = "*.eml";

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
            var held = Hold(path);
            if (fresh)
                Empty(path);
            return new DataFolder(path, held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException(
                $"The data folder {path} cannot be written ({e.Message.TrimEnd('.')}): choose another with --data.",
                e);
        }
    }

    /// <summary>The path of one of the platform's files.</summary>
    /// <exception cref="ArgumentException">The name is not in <see cref="Ours"/>, so <c>--fresh</c> would not delete the
    /// file.</exception>
    public string File(string name) => Ours.Contains(name)
        ? System.IO.Path.Combine(Path, name)
        : throw new ArgumentException($"{name} is not on the list of the platform's files.", nameof(name));

    /// <summary>The folder of the mail sink.</summary>
    public string Mails => System.IO.Path.Combine(Path, MailName);

    public ValueTask DisposeAsync() => _lock.DisposeAsync();

    private static FileStream Hold(string path)
    {
        var file = System.IO.Path.Combine(path, LockName);
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (System.IO.File.Exists(file))
        {
            throw new PlatformException(
                $"The data folder {path} is in use by another run: end it, or choose another folder with --data.",
                e);
        }
    }

    private static void Empty(string path)
    {
        foreach (var name in Ours)
        {
            // SQLite's log and index, a key file, the next version of a small file, and the previous log.
            foreach (var suffix in new[] { "", "-wal", "-shm", "-journal", ".key", ".next", ".1", "~" })
                System.IO.File.Delete(System.IO.Path.Combine(path, name + suffix));
        }

        System.IO.File.Delete(System.IO.Path.Combine(path, CertificateName));
        if (System.IO.Path.Combine(path, MailName) is var mails && Directory.Exists(mails))
        {
            foreach (var mail in Directory.EnumerateFiles(mails, AnyMail))
                System.IO.File.Delete(mail);
        }
    }
}
