using System.Security.Cryptography;
using ChatPay.Local.Files;
using ChatPay.Local.Journal;

namespace ChatPay.Local.Vault;

/// <summary>The key of the data file: 32 random bytes in a file that only its owner may read.</summary>
internal static class VaultKey
{
    private const int Size = 32;
    private const string CheckPlace = "key check";

    /// <exception cref="PlatformException">The key is missing, readable by others, or not the one the data was sealed with; neither
    /// file is changed.</exception>
    public static async Task<SealedValues> OpenAsync(string dataFile, SqliteJournal journal)
    {
        var keyFile = dataFile + ".key";
        var check = journal.Read(connection => (byte[]?)connection.Scalar("SELECT sealed FROM key_check"));
        if (check is null)
            return await BeginAsync(dataFile, keyFile, journal);

        if (!Path.Exists(keyFile))
            throw new PlatformException(
                $"The vault's key {keyFile} is missing, so its secrets cannot be read: put it back, or start with --fresh.");
        SealedValues? values = null;
        try
        {
            values = new SealedValues(Read(keyFile));
            values.Open(check, CheckPlace);
            return values;
        }
        catch (CryptographicException e)
        {
            values?.Dispose();
            throw Wrong(keyFile, e);
        }
    }

    /// <summary>Writes the key before anything is sealed with it. An existing key may belong to a copy of the data kept elsewhere, or
    /// to a start that was killed: it is used, never overwritten.</summary>
    private static async Task<SealedValues> BeginAsync(string dataFile, string keyFile, SqliteJournal journal)
    {
        if (!Path.Exists(keyFile))
            OwnerOnlyFile.Write(keyFile, RandomNumberGenerator.GetBytes(Size));
        OwnerOnlyFile.Protect(dataFile);
        var values = new SealedValues(Read(keyFile));
        await journal.WriteAsync(connection => connection.Execute("INSERT INTO key_check VALUES ($1)", values.Seal("vault", CheckPlace)));
        return values;
    }

    private static byte[] Read(string keyFile)
    {
        if (Directory.Exists(keyFile))
            throw Wrong(keyFile, null);
        OwnerOnlyFile.Demand(keyFile, "The vault's key");
        var key = File.ReadAllBytes(keyFile);
        return key.Length == Size ? key : throw Wrong(keyFile, null);
    }

    private static PlatformException Wrong(string keyFile, Exception? e) => new(
        $"The vault's key {keyFile} is not the one its secrets were sealed with: put the right one back, or start with --fresh.", e);
}
