using System.Globalization;
using System.Text;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Text measured in bytes of UTF-8.</summary>
internal static class Utf8Text
{
    private const char Cut = '…';

    /// <summary>The text, or as many whole characters of it as fit, followed by an ellipsis.</summary>
    public static string Fit(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
            return text;

        var room = bytes - Encoding.UTF8.GetByteCount([Cut]);
        var fitting = new StringBuilder();
        // By grapheme: a flag or an accented letter is not split.
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext() && (room -= Encoding.UTF8.GetByteCount(elements.GetTextElement())) >= 0)
            fitting.Append(elements.GetTextElement());
        return fitting.Append(Cut).ToString();
    }

    /// <summary>The text in as few pieces as fit, each ending at a paragraph, a sentence or at least a word, if there is such a
    /// place in its second half. None for an empty text.</summary>
    public static IReadOnlyList<string> Split(string text, int bytes)
    {
        var pieces = new List<string>();
        for (var rest = text.Trim(); rest.Length > 0;)
        {
            var length = Encoding.UTF8.GetByteCount(rest) <= bytes ? rest.Length : BreakIn(rest[..FittingLength(rest, bytes)]);
            pieces.Add(rest[..length].TrimEnd());
            rest = rest[length..].TrimStart();
        }

        return pieces;
    }

    private static int FittingLength(string text, int bytes)
    {
        var length = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext() && (bytes -= Encoding.UTF8.GetByteCount(elements.GetTextElement())) >= 0)
            length += elements.GetTextElement().Length;
        // A grapheme longer than a whole piece belongs to no language: it is split.
        return length > 0 ? length : Rune.GetRuneAt(text, 0).Utf16SequenceLength;
    }

    private static int BreakIn(string piece)
    {
        var afterLine = piece.LastIndexOf('\n') + 1;
        if (afterLine > piece.Length / 2)
            return afterLine;
        for (var i = piece.Length - 1; i >= piece.Length / 2; i--)
        {
            if (piece[i] is '。' or '！' or '？' or '؟' || (char.IsWhiteSpace(piece[i]) && i > 0 && piece[i - 1] is '.' or '!' or '?' or '…'))
                return i + 1;
        }

        var afterWord = piece.LastIndexOf(' ') + 1;
        return afterWord > piece.Length / 2 ? afterWord : piece.Length;
    }

    /// <summary>The text without invisible characters; line breaks and tabs stay.</summary>
    public static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || !(Rune.IsControl(rune) || Texts.TurnsDirection(rune)))
                visible.Append(rune);
        }

        return visible.ToString().Trim();
    }
}
