using System.Globalization;
using System.Text;

namespace ChatPay.Functions.Platform.Storage;

/// <summary>JSON with unescaped text. The serialiser escapes an emoji as twelve characters and much else as six, which would shrink
/// what a row can hold to a sixth.</summary>
internal static class PlainJson
{
    private const int EscapeLength = 6;

    /// <summary>The same JSON without unnecessary escapes: those of non-ASCII characters, except for lone surrogates.</summary>
    public static string Of(string json)
    {
        if (!json.Contains(@"\u", StringComparison.Ordinal))
            return json;

        var plain = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length;)
        {
            if (json[i] != '\\')
            {
                plain.Append(json[i++]);
            }
            else if (EscapedAt(json, i) is not { } first || first < '\u0080' || char.IsLowSurrogate(first))
            {
                // A necessary escape, or one of two characters: an escaped backslash begins no other escape.
                plain.Append(json, i, 2);
                i += 2;
            }
            else if (!char.IsHighSurrogate(first))
            {
                plain.Append(first);
                i += EscapeLength;
            }
            else if (EscapedAt(json, i + EscapeLength) is { } second && char.IsLowSurrogate(second))
            {
                plain.Append(first).Append(second);
                i += 2 * EscapeLength;
            }
            else
            {
                plain.Append(json, i, EscapeLength);
                i += EscapeLength;
            }
        }

        return plain.ToString();
    }

    private static char? EscapedAt(string json, int i) =>
        i + EscapeLength <= json.Length && json[i] == '\\' && json[i + 1] == 'u'
        && ushort.TryParse(json.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? (char)code
            : null;
}
