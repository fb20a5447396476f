using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatPay.Local.Control;

/// <summary>Parses durations as people write them: <c>3d</c>, <c>1d12h</c>, <c>90m</c>, <c>45s</c>, <c>500ms</c>, or
/// <c>3.00:00:00</c>.</summary>
internal static partial class Duration
{
    /// <summary>Returns false when the text is not a duration, or is negative.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var match = Parts().Match(text ?? "");
        try
        {
            if (match.Success && match.Length > 0)
            {
                duration =
                    Part(match, "d", TimeSpan.TicksPerDay)
                    + Part(match, "h", TimeSpan.TicksPerHour)
                    + Part(match, "m", TimeSpan.TicksPerMinute)
                    + Part(match, "s", TimeSpan.TicksPerSecond)
                    + Part(match, "ms", TimeSpan.TicksPerMillisecond);
                return true;
            }
        }
        catch (OverflowException)
        {
            return false;
        }

        // TimeSpan would read a bare number as days, which is easily meant otherwise.
        return text is not null && text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration) && duration >= TimeSpan.Zero;
    }

    private static TimeSpan Part(Match match, string unit, long ticks) => match.Groups[unit] is { Success: true } part
        ? TimeSpan.FromTicks(checked(long.Parse(part.ValueSpan, CultureInfo.InvariantCulture) * ticks))
        : TimeSpan.Zero;

    [GeneratedRegex(
        @"^((?<d>[0-9]+)d)?((?<h>[0-9]+)h)?((?<m>[0-9]+)m(?!s))?((?<s>[0-9]+)s)?((?<ms>[0-9]+)ms)?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();
}
