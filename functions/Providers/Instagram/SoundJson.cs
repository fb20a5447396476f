using System.Text;
using System.Text.Unicode;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>Makes external JSON readable. A JSON escape may name half a surrogate pair, as of an emoji that a client has cut; no
/// string can hold that, and reading it, even as a member's name, throws.</summary>
internal static class SoundJson
{
    private const int EscapeLength = 6;

    /// <summary>The same JSON with U+FFFD in place of each lone surrogate and of invalid UTF-8.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span));
        if (json.Span.IndexOf("\\u"u8) < 0)
            return json;

        var sound = json.ToArray();
        for (var i = 0; i < sound.Length; i++)
        {
            if (sound[i] != '\\')
                continue;
            if (UnitAt(sound, i) is not { } unit)
            {
                // Any other escape; its second character may be a backslash too.
                i++;
                continue;
            }

            if (char.IsHighSurrogate(unit) && UnitAt(sound, i + EscapeLength) is { } low && char.IsLowSurrogate(low))
                i += EscapeLength;
            else if (char.IsSurrogate(unit))
                "fffd"u8.CopyTo(sound.AsSpan(i + 2));
            i += EscapeLength - 1;
        }

        return sound;
    }

    /// <summary>The UTF-16 unit that an escape at this place names; null when there is none.</summary>
    private static char? UnitAt(byte[] json, int at)
    {
        if (at + EscapeLength > json.Length || json[at] != '\\' || json[at + 1] != 'u')
            return null;
        var unit = 0;
        foreach (var digit in json.AsSpan(at + 2, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return null;
            unit = (unit << 4) | Convert.ToInt32(((char)digit).ToString(), 16);
        }

        return (char)unit;
    }
}
