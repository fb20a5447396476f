using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatPay.Local.Files;
using ChatPay.Local.Keys;
using Microsoft.IdentityModel.Tokens;

namespace ChatPay.Local.Identity;

/// <summary>The issuer's RSA keys: the current one, and previous ones while they are published. The file holds them in PEM, the
/// current one first; each of the others follows a line with the time until which it is published.</summary>
internal sealed class SigningKeys : IDisposable
{
    private readonly string _file;
    private readonly Lock _gate = new();
    private readonly List<PublishedKey> _keys;

    private SigningKeys(string file, List<PublishedKey> keys)
    {
        _file = file;
        _keys = keys;
    }

    /// <summary>The current key.</summary>
    public RsaSecurityKey Current
    {
        get { lock (_gate) return _keys[0].Key; }
    }

    /// <summary>Opens the file, or creates it with a new key.</summary>
    /// <exception cref="PlatformException">The file holds no private keys; it is left unchanged.</exception>
    public static SigningKeys Open(string file)
    {
        if (Path.Exists(file))
            return new SigningKeys(file, Read(file));

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var keys = new SigningKeys(file, [new PublishedKey(Named(FirstKeys.Make("tokens")), null)]);
        keys.Write();
        return keys;
    }

    public IReadOnlyList<RsaSecurityKey> PublishedAt(DateTimeOffset now)
    {
        lock (_gate)
            return [.. _keys.Where(k => k.IsPublishedAt(now)).Select(k => k.Key)];
    }

    /// <summary>Signs with a new key from now on; the previous one stays published until <paramref name="until"/>.</summary>
    public void Rotate(DateTimeOffset now, DateTimeOffset until)
    {
        lock (_gate)
        {
            _keys[0] = _keys[0] with { Until = until };
            _keys.Insert(0, new PublishedKey(Named(RSA.Create(2048)), null));
            // Only the file drops expired keys; a signature in progress may still use them.
            Write(_keys.Where(k => k.IsPublishedAt(now)));
        }
    }

    public void Dispose()
    {
        foreach (var key in _keys)
            key.Key.Rsa.Dispose();
    }

    private void Write() => Write(_keys);

    private void Write(IEnumerable<PublishedKey> keys) =>
        OwnerOnlyFile.Write(_file, Encoding.ASCII.GetBytes(string.Join('\n', keys.Select(k => k.ToPem()))));

    private static List<PublishedKey> Read(string file)
    {
        try
        {
            OwnerOnlyFile.Protect(file);
            var rest = File.ReadAllText(file);
            var keys = new List<PublishedKey>();
            while (PemEncoding.TryFind(rest, out var pem))
            {
                var (start, length) = pem.Location.GetOffsetAndLength(rest.Length);
                var rsa = RSA.Create();
                rsa.ImportFromPem(rest.AsSpan(start, length));
                keys.Add(new PublishedKey(Named(rsa), keys.Count == 0 ? null : Time(rest[..start].Trim())));
                rest = rest[(start + length)..];
            }

            return keys.Count > 0 ? keys : throw new FormatException("There is no key in it.");
        }
        catch (Exception e)
            when (e is ArgumentException or CryptographicException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"The identity issuer's key {file} cannot be read: delete it, and fetch new tokens.", e);
        }
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);

    private static RsaSecurityKey Named(RSA rsa)
    {
        var key = new RsaSecurityKey(rsa)
        {
            // The shared cache is keyed by key id: an issuer restarted in this process would sign with the disposed key.
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
        // RFC 7638: the id follows from the key, so it changes exactly when the key does.
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }

    private sealed record PublishedKey(RsaSecurityKey Key, DateTimeOffset? Until)
    {
        public bool IsPublishedAt(DateTimeOffset now) => Until is not { } until || now < until;

        public string ToPem() =>
            (Until is { } until ? until.ToString("O", CultureInfo.InvariantCulture) + "\n" : "") + Key.Rsa.ExportPkcs8PrivateKeyPem();
    }
}
