using System.Security.Cryptography;
using ChatPay.Local.Journal;

namespace ChatPay.Local.Vault;

/// <summary>The key of the data file: 32 random bytes in a file that its owner alone may read.</summary>
internal static class VaultKey
{
    private const string CheckPlace = "key check";

    /// <exception cref="PlatformException">The key is missing or is not the one the data was sealed with.</exception>
    public static async Task<SealedValues> OpenAsync(string dataFile, SqliteJournal journal)
    {
        var keyFile = dataFile + ".key";
        var check = journal.Read(connection => (byte[]?)connection.Scalar("SELECT sealed FROM key_check"));
        if (check is null)
        {
            // The key is on disk before anything is sealed with it.
            var key = RandomNumberGenerator.GetBytes(32);
            OwnerOnlyFile.Write(keyFile, key);
            OwnerOnlyFile.Protect(dataFile);
            var values = new SealedValues(key);
            await journal.WriteAsync(connection => connection.Execute("INSERT INTO key_check VALUES ($1)", values.Seal("vault", CheckPlace)));
            return values;
        }

        if (!File.Exists(keyFile))
            throw new PlatformException($"The vault's key {keyFile} is missing, so its secrets cannot be read: put it back, or start with --fresh.");
        try
        {
            OwnerOnlyFile.Protect(keyFile);
            var values = new SealedValues(await File.ReadAllBytesAsync(keyFile));
            values.Open(check, CheckPlace);
            return values;
        }
        catch (CryptographicException e)
        {
            throw new PlatformException($"The vault's key {keyFile} is not the one its secrets were sealed with: put the right one back, or start with --fresh.", e);
        }
    }
}
