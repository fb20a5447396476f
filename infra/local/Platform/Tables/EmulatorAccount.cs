using System.Globalization;

namespace ChatPay.Local.Tables;

/// <summary>The account of every Azure Storage emulator; its name and key are public and protect nothing.</summary>
public static class EmulatorAccount
{
    public const string Name = "devstoreaccount1";

    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <param name="address">The endpoint, with the account in its path.</param>
    internal static string ConnectionString(Uri address) => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName={Name};AccountKey={Key};TableEndpoint={address};");

    /// <param name="blobs">The endpoint of the blobs, with the account in its path.</param>
    /// <param name="queues">The endpoint of the queues.</param>
    /// <param name="tables">The endpoint of the tables.</param>
    internal static string ConnectionString(Uri blobs, Uri queues, Uri tables) =>
        $"{ConnectionString(tables)}BlobEndpoint={blobs};QueueEndpoint={queues};";
}
