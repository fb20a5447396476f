using System.Collections.Concurrent;
using System.Security.Cryptography;
using ChatPay.Local.Files;

namespace ChatPay.Local.Keys;

/// <summary>The RSA keys that new data begins with. Each data folder has its own, which takes the processor more than a second; tests that
/// start a platform each may share one key for each purpose, in their process or with the programs that they start.</summary>
public static class FirstKeys
{
    /// <summary>The runtime setting that shares them in this process when it is <see langword="true"/>.</summary>
    public const string Switch = "ChatPay.Local.ShareFirstKeys";

    /// <summary>The environment variable with the folder in which programs of one build share them; for tests alone.</summary>
    public const string FolderVariable = "CHATPAY_LOCAL_FIRST_KEYS";

    private static readonly bool AreShared = AppContext.TryGetSwitch(Switch, out var shared) && shared;
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Shared = new(StringComparer.Ordinal);

    /// <param name="purpose">What it signs: keys of two purposes are never the same.</param>
    public static RSA Make(string purpose)
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder)
            return Import(OfFolder(folder, purpose));
        return AreShared ? Import(Shared.GetOrAdd(purpose, _ => new(MakeOne)).Value) : RSA.Create(2048);
    }

    private static RSA Import(byte[] pkcs8)
    {
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return key;
    }

    /// <summary>Two programs that begin the folder at once may make a key each; the file is one of the two, and whole.</summary>
    private static byte[] OfFolder(string folder, string purpose)
    {
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, purpose + ".key");
        if (File.Exists(file))
            return File.ReadAllBytes(file);
        var made = MakeOne();
        var own = $"{file}.{Environment.ProcessId}";
        OwnerOnlyFile.Write(own, made);
        File.Move(own, file, overwrite: true);
        return made;
    }

    private static byte[] MakeOne()
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKey();
    }
}
