using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ChatPay.Functions.Sale;

/// <summary>Generates ids: a prefix, a hyphen and 26 lower-case letters and digits. PayPal refuses ':' in some fields and '_' in
/// others, so nothing else occurs in them. Ids that are not derived from a key sort by creation time.</summary>
public sealed class Ids(TimeProvider time)
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Digits = 26;
    private static readonly SearchValues<char> OfAlphabet = SearchValues.Create(Alphabet);
    private long _last;

    /// <summary>A new id that sorts after all ids this process made before it.</summary>
    public string New(string prefix)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, NextTick());
        return prefix + "-" + Encode(bytes);
    }

    /// <summary>The id that these parts always produce, so that a repeated request finds what the first one created.</summary>
    public static string Derived(string prefix, params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            // Each part is hashed with its length, so that ("ab", "c") and ("a", "bc") differ.
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return prefix + "-" + Encode(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>Whether this text has the form of our ids with this prefix. Anything else is not looked up: tables refuse some
    /// characters in keys.</summary>
    public static bool HasForm(string? text, string prefix) =>
        text is not null && text.Length == prefix.Length + 1 + Digits
        && text.StartsWith(prefix, StringComparison.Ordinal) && text[prefix.Length] == '-'
        && !text.AsSpan(prefix.Length + 1).ContainsAnyExcept(OfAlphabet);

    private long NextTick()
    {
        var now = time.GetUtcNow().UtcTicks;
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return next;
        }
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        // 128 bits as 26 digits of 5 bits, the most significant first, so that text order is byte order.
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        var text = new StringBuilder(Digits);
        for (var shift = 125; shift >= 0; shift -= 5)
            text.Append(Alphabet[(int)((value >> shift) & 31)]);
        return text.ToString();
    }
}
