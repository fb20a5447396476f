using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ChatPay.Local.Identity;

/// <summary>The RSA keys that new data begins with. Each data folder has its own, which takes the processor some tenths of a second; tests
/// that start a platform each may share one key for each purpose in their process.</summary>
internal static class FirstKeys
{
    /// <summary>The runtime setting that shares them when it is <see langword="true"/>.</summary>
    public const string Switch = "ChatPay.Local.ShareFirstKeys";

    private static readonly bool AreShared = AppContext.TryGetSwitch(Switch, out var shared) && shared;
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Shared = new(StringComparer.Ordinal);

    /// <param name="purpose">What it signs: keys of two purposes are never the same.</param>
    public static RSA Make(string purpose)
    {
        if (!AreShared)
            return RSA.Create(2048);
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(Shared.GetOrAdd(purpose, _ => new(MakeOne)).Value, out _);
        return key;
    }

    private static byte[] MakeOne()
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKey();
    }
}
