using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatPay.Local.Durable.Replay;

/// <summary>A version-5 UUID (RFC 9562) of instance, time and counter, in the namespace the official worker uses.</summary>
internal static class DeterministicGuid
{
    private static readonly Guid Namespace = Guid.Parse("9e952958-5e33-4daf-827f-2fa12937b875");

    public static Guid Create(string instanceId, DateTime time, int counter)
    {
        var name = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{instanceId}_{time:o}_{counter}"));
#pragma warning disable CA5350 // RFC 9562 says SHA-1, and nothing here is a secret.
        var hash = SHA1.HashData([.. Namespace.ToByteArray(bigEndian: true), .. name]).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
