using System.Collections.Concurrent;
using System.Security.Cryptography;
using ChatPay.Local.Files;

namespace ChatPay.Local.Keys;

/// <summary>Generates the RSA keys of a new data folder. Each folder has its own, which takes more than a second of processor time;
/// tests that start many platforms may share one key for each purpose, within their process or with the programs that they
/// start.</summary>
public static class FirstKeys
{
    /// <summary>The runtime setting that shares the keys in this process when it is <see langword="true"/>.</summary>
    public const string Switch = "ChatPay.Local.ShareFirstKeys";

    /// <summary>The environment variable with the folder through which the programs of one build share the keys; for tests
    /// only.</summary>
    public const string FolderVariable = "CHATPAY_LOCAL_FIRST_KEYS";

    private static readonly bool AreShared = AppContext.TryGetSwitch(Switch, out var shared) && shared;
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Shared = new(StringComparer.Ordinal);

    /// <param name="purpose">What the key signs; keys are never shared between purposes.</param>
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

    /// <summary>Two programs that start at once may each generate a key; the file is one of the two, complete.</summary>
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
