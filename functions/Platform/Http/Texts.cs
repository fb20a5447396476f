using System.Globalization;
using System.Text;
using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Checks text that callers send.</summary>
public static class Texts
{
    /// <summary>A line of text without surrounding whitespace.</summary>
    /// <exception cref="ProblemException">400: empty, too long, or with invisible characters.</exception>
    public static string Require(string? value, string field, int maxCharacters)
    {
        var faults = new FieldFaults();
        var text = Require(value, field, maxCharacters, faults);
        faults.ThrowIfAny();
        return text;
    }

    /// <summary>A line of text that may be absent; blank counts as absent.</summary>
    public static string? Optional(string? value, string field, int maxCharacters) =>
        string.IsNullOrWhiteSpace(value) ? null : Require(value, field, maxCharacters);

    /// <summary>A message of several lines, measured as the messaging platforms do: in bytes of UTF-8.</summary>
    /// <exception cref="ProblemException">400: as for a line.</exception>
    public static string RequireMessage(string? value, string field, int maxBytes)
    {
        var faults = new FieldFaults();
        var text = RequireMessage(value, field, maxBytes, faults);
        faults.ThrowIfAny();
        return text;
    }

    /// <summary>A line of text; its faults are added to <paramref name="faults"/>, and the result is then unusable.</summary>
    internal static string Require(string? value, string field, int maxCharacters, FieldFaults faults)
    {
        var text = Visible(value, field, lines: false, faults);
        if (text.Length > maxCharacters)
            faults.Malformed("text-too-long", $"'{field}' has {text.Length} characters: write at most {maxCharacters}.", field);
        return text;
    }

    /// <summary>A line of text that may be absent; blank counts as absent. Faults are added to <paramref name="faults"/>.</summary>
    internal static string? Optional(string? value, string field, int maxCharacters, FieldFaults faults) =>
        string.IsNullOrWhiteSpace(value) ? null : Require(value, field, maxCharacters, faults);

    /// <summary>A message of several lines; its faults are added to <paramref name="faults"/>.</summary>
    internal static string RequireMessage(string? value, string field, int maxBytes, FieldFaults faults)
    {
        var text = Visible(value, field, lines: true, faults);
        if (Encoding.UTF8.GetByteCount(text) is var bytes && bytes > maxBytes)
            faults.Malformed("text-too-long", $"'{field}' has {bytes} bytes of UTF-8: write at most {maxBytes}.", field);
        return text;
    }

    private static string Visible(string? value, string field, bool lines, FieldFaults faults)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0)
            faults.Malformed("text-missing", $"'{field}' is empty: write something.", field);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune) && !(lines && rune.Value is '\n' or '\r' or '\t'))
            {
                faults.Malformed(
                    "text-invalid",
                    $"'{field}' contains the control character U+{rune.Value:X4}: leave it out.",
                    field);
                break;
            }
        }

        return text;
    }

    /// <summary>Whether it changes the text direction around it (Unicode's Bidi_Control): with it, a name or an amount can be made
    /// to look like another one.</summary>
    internal static bool TurnsDirection(Rune rune) =>
        rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    // U+FFFD stands for a lone surrogate.
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || TurnsDirection(rune) || rune.Value == 0xFFFD;
}
