using System.Globalization;
using System.Text;
using ChatPay.Functions.Shared.Http;

namespace ChatPay.Functions.Chat;

/// <summary>Text that is measured in bytes of UTF-8.</summary>
internal static class Utf8Text
{
    private const char Cut = '…';

    /// <summary>The text, or as many whole characters of it as fit with an ellipsis.</summary>
    public static string Fit(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
            return text;

        var room = bytes - Encoding.UTF8.GetByteCount([Cut]);
        var fitting = new StringBuilder();
        // By what a reader takes for one character: a flag or an accented letter is not torn.
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext() && (room -= Encoding.UTF8.GetByteCount(elements.GetTextElement())) >= 0)
            fitting.Append(elements.GetTextElement());
        return fitting.Append(Cut).ToString();
    }

    /// <summary>The text without what cannot be seen; line breaks and tabs stay.</summary>
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
