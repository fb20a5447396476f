using System.Security.Cryptography;
using System.Text;
using ChatPay.Local.Journal;
using Microsoft.IdentityModel.Tokens;

namespace ChatPay.Local.Identity;

/// <summary>The issuer's RSA key, made at the first start.</summary>
internal static class SigningKey
{
    /// <exception cref="PlatformException">The file is no private key.</exception>
    public static RsaSecurityKey Open(string file)
    {
        var rsa = RSA.Create(2048);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            OwnerOnlyFile.Write(file, Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem()));
        }
        else
        {
            Import(rsa, file);
        }

        var key = new RsaSecurityKey(rsa)
        {
            // The shared cache goes by the key's id: an issuer started again in this process would sign with the disposed key.
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
        // RFC 7638: the id follows from the key, so it changes exactly when the key does.
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }

    private static void Import(RSA rsa, string file)
    {
        try
        {
            OwnerOnlyFile.Protect(file);
            rsa.ImportFromPem(File.ReadAllText(file));
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            throw new PlatformException($"The identity issuer's key {file} cannot be read: delete it, and fetch new tokens.", e);
        }
    }
}
