using System.Globalization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Formats money and times for the reader. The app runs without culture data: what is needed of it is here and in the
/// words.</summary>
internal static class PageFormats
{
    private const char Unbroken = '\u00a0';

    /// <summary>Such as <c>$12.50</c> or <c>12,50 €</c>.</summary>
    public static string Amount(this PageWords words, Money money)
    {
        var isEnglish = words.Language == "en";
        var text = (money.MinorUnits < 0 ? -money : money).ToDecimalString();
        var (whole, rest) = text.IndexOf('.', StringComparison.Ordinal) is var point and >= 0
            ? (text[..point], text[(point + 1)..])
            : (text, "");
        var amount = Grouped(whole, isEnglish ? ',' : '.', isEnglish ? 4 : 5)
            + (rest.Length > 0 ? (isEnglish ? "." : ",") + rest : "");
        var symbol = Symbol(words, money.Currency);
        var shown = !isEnglish ? amount + Unbroken + symbol
            : char.IsLetter(symbol[^1]) ? symbol + Unbroken + amount
            : symbol + amount;
        return money.MinorUnits < 0 ? "−" + shown : shown;
    }

    /// <summary>Money in a notice, such as <c>12.50 USD</c> or <c>12,50 €</c>.</summary>
    public static string PlainAmount(this PageWords words, Money money) =>
        words.Language == Languages.Default ? money.ToString() : words.Amount(money);

    /// <summary>A time in a notice, such as <c>2 March 2026 12:00 UTC</c>.</summary>
    public static string PlainTime(this PageWords words, DateTimeOffset at) =>
        words.Text("day-at-time", ("day", words.PlainDay(at)), ("time", Clock(at)));

    /// <summary>A time of these weeks in a notice, such as <c>2 March 12:00 UTC</c>.</summary>
    public static string PlainSoon(this PageWords words, DateTimeOffset at) => words.Text(
        "day-at-time",
        ("day", words.Text(
            "day-month",
            ("day", at.UtcDateTime.Day.ToString(CultureInfo.InvariantCulture)),
            ("month", words.Text("months").Split(' ')[at.UtcDateTime.Month - 1]))),
        ("time", Clock(at)));

    /// <summary>A day in a notice, such as <c>2 March 2026</c>, in UTC.</summary>
    public static string PlainDay(this PageWords words, DateTimeOffset at) => words.DayText(at, "months");

    /// <summary>A day, as HTML: <c>2 March 2026</c>. The page's script writes it in the reader's own time.</summary>
    public static string Day(this PageWords words, DateTimeOffset at) => Element(at, "day", words.DayText(at, "months"));

    /// <summary>A day, as HTML, in the shortest form.</summary>
    public static string ShortDay(this PageWords words, DateTimeOffset at) => Element(at, "short", words.DayText(at, "months-short"));

    /// <summary>A time, as HTML: <c>2 March 2026, 12:00 UTC</c>.</summary>
    public static string Time(this PageWords words, DateTimeOffset at) => Element(
        at,
        "time",
        words.Text(
            "day-time",
            ("day", words.DayText(at, "months")),
            ("time", Clock(at))));

    /// <summary>A duration in words: in days, or in hours if it is not a whole number of days.</summary>
    public static string Span(this PageWords words, TimeSpan span)
    {
        var (unit, count) = Counted(span);
        return words.Text(count == 1 ? unit + "_one" : unit + "_other", ("count", count.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>A range of durations, such as <c>3 to 4 days</c>.</summary>
    public static string Spans(this PageWords words, TimeSpan from, TimeSpan to)
    {
        var ((unit, least), (otherUnit, _)) = (Counted(from), Counted(to));
        return from == to ? words.Span(to) : words.Text(
            "span",
            ("from", unit == otherUnit ? least.ToString(CultureInfo.InvariantCulture) : words.Span(from)),
            ("to", words.Span(to)));
    }

    private static (string Unit, double Count) Counted(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerDay == 0 ? ("days", span.TotalDays) : ("hours", Math.Ceiling(span.TotalHours));

    private static string DayText(this PageWords words, DateTimeOffset at, string months) => words.Text(
        months == "months" ? "day" : "day-short",
        ("day", at.UtcDateTime.Day.ToString(CultureInfo.InvariantCulture)),
        ("month", words.Text(months).Split(' ')[at.UtcDateTime.Month - 1]),
        ("year", at.UtcDateTime.Year.ToString(CultureInfo.InvariantCulture)));

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Element(DateTimeOffset at, string format, string text) =>
        $"<time datetime=\"{at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}\" data-time=\"{format}\">{text}</time>";

    private static string Grouped(string digits, char separator, int from)
    {
        if (digits.Length < from)
            return digits;
        for (var at = digits.Length - 3; at > 0; at -= 3)
            digits = digits.Insert(at, separator.ToString());
        return digits;
    }

    // As browsers do: a plain dollar sign is the US dollar only to Americans.
    private static string Symbol(PageWords words, string currency) => (words.Language, currency) switch
    {
        (_, "EUR") => "€",
        ("en", "USD") => words.Locale.Contains('-', StringComparison.Ordinal)
            && !words.Locale.EndsWith("-US", StringComparison.OrdinalIgnoreCase) ? "US$" : "$",
        ("es", "USD") => "US$",
        ("en" or "it", "GBP") => "£",
        ("en" or "it", "CAD") => "CA$",
        ("en" or "it", "AUD") => "A$",
        ("en", "JPY") => "¥",
        _ => currency,
    };
}
