using System.Globalization;

namespace ChatPay.Local.Clock;

/// <summary>The clock's file: three lines, this clock's time, the machine's time when it was written, and how fast it ran.</summary>
internal static class ClockState
{
    public static DateTimeOffset Resume(LocalClockOptions options, DateTimeOffset realNow)
    {
        if (options.StateFile is not { } file || !File.Exists(file))
            return options.Start ?? realNow;

        var lines = File.ReadAllLines(file);
        if (lines.Length < 3 || !TryParse(lines[0], out var time) || !TryParse(lines[1], out var real)
            || !double.TryParse(lines[2], CultureInfo.InvariantCulture, out var scale))
            throw new PlatformException($"The clock's file {file} is damaged: delete it, or start with --fresh.");

        var passed = realNow - real;
        // It ran on at the old pace until it was stopped or killed, and must not fall behind what was dated by it then.
        return passed > TimeSpan.Zero ? time + (passed * scale) : time;
    }

    public static void Save(string file, DateTimeOffset time, DateTimeOffset real, double scale)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{time:O}\n{real:O}\n{scale:R}\n");
        var next = file + ".next";
        File.WriteAllText(next, text);
        File.Move(next, file, overwrite: true);
    }

    private static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out time);
}
