using System.Security.Cryptography;
using System.Text.Json;

namespace ChatPay.Local.Vault;

/// <summary>A secret with all its versions as a sealed blob, which only this vault's key can open.</summary>
internal static class SecretBackup
{
    private const string Place = "backup";

    public static byte[] Seal(IReadOnlyList<SecretVersion> versions, SealedValues values) =>
        values.Seal(JsonSerializer.Serialize(versions), Place);

    /// <exception cref="VaultFault">The blob is not a backup of this vault.</exception>
    public static IReadOnlyList<SecretVersion> Open(byte[] backup, SealedValues values)
    {
        try
        {
            return JsonSerializer.Deserialize<List<SecretVersion>>(values.Open(backup, Place))!;
        }
        catch (CryptographicException)
        {
            throw VaultFault.BadParameter("The backup blob is damaged, or is not of this vault.");
        }
    }
}
