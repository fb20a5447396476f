using System.Security.Cryptography;
using System.Text.Json;
using ChatPay.Local.Files;

namespace ChatPay.Local.Hosting;

/// <summary>The host's access keys, as on Azure: generated when the host first starts, and kept in a file that only its owner may
/// read.</summary>
/// <param name="Master">Grants access to everything, including the admin API.</param>
/// <param name="Host">The host key "default": grants access to every function of level Function.</param>
/// <param name="Durable">The system key of the durable HTTP API.</param>
/// <param name="Functions">The function key "default" by function name: grants access to that function only.</param>
public sealed record KeyRing(string Master, string Host, string Durable, IReadOnlyDictionary<string, string> Functions)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Reads or creates the file; adds keys for new functions.</summary>
    /// <param name="file">The key file; null keeps the keys in memory.</param>
    /// <param name="functions">The names of the functions that take a key.</param>
    /// <exception cref="PlatformException">The file is damaged.</exception>
    public static KeyRing Open(string? file, IEnumerable<string> functions)
    {
        var old = file is not null && Path.Exists(file) ? Read(file) : null;
        var known = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, key) in old?.Functions ?? new Dictionary<string, string>())
            known[name] = key;
        var added = functions.Where(f => known.TryAdd(f, NewKey())).ToList();
        var ring = old is null ? new KeyRing(NewKey(), NewKey(), NewKey(), known) : old with { Functions = known };
        if (file is not null && (old is null || added.Count > 0))
            OwnerOnlyFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(ring, Readable));
        return ring;
    }

    private static KeyRing Read(string file)
    {
        try
        {
            var text = File.ReadAllText(file);
            OwnerOnlyFile.Protect(file);
            var ring = JsonSerializer.Deserialize<KeyRing>(text, Readable);
            if (ring is { Master.Length: > 0, Host.Length: > 0, Durable.Length: > 0, Functions: not null }
                && ring.Functions.Values.All(k => k is { Length: > 0 }))
                return ring;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // Reported below.
        }

        throw new PlatformException($"The file of the access keys {file} is damaged: delete it, or start with --fresh.");
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(40)).Replace('+', '-').Replace('/', '_');
}
