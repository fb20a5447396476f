using System.Globalization;
using System.Text;
using ChatPay.Local.Files;

namespace ChatPay.Local.Clock;

/// <summary>The clock's file: three lines, this clock's time, the machine's time when it was written, and how fast it ran.</summary>
internal static class ClockState
{
    public static DateTimeOffset Resume(LocalClockOptions options, DateTimeOffset realNow)
    {
        if (options.StateFile is not { } file || !Path.Exists(file))
            return options.Start ?? realNow;

        try
        {
            var lines = File.ReadAllLines(file);
            if (lines.Length < 3 || !TryParse(lines[0], out var time) || !TryParse(lines[1], out var real)
                || !double.TryParse(lines[2], CultureInfo.InvariantCulture, out var scale) || !double.IsFinite(scale) || scale < 0)
                throw new FormatException("The file does not have the three expected lines.");

            var passed = realNow - real;
            // The clock kept its old pace until it was stopped or killed, and must not restart before a time that it has given out
            // since.
            return passed > TimeSpan.Zero ? time + (passed * scale) : time;
        }
        catch (Exception e)
            when (e is FormatException or IOException or UnauthorizedAccessException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new PlatformException($"The clock's file {file} is damaged: delete it, or start with --fresh.", e);
        }
    }

    /// <returns>The reason why the file could not be written; null on success.</returns>
    public static Exception? Save(string file, DateTimeOffset time, DateTimeOffset real, double scale) =>
        SmallFile.TryWrite(file, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{time:O}\n{real:O}\n{scale:R}\n")));

    private static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out time);
}
