using System.Globalization;

namespace ChatPay.Local.Clock;

/// <summary>The clock's file: two lines, this clock's time and the machine's time when it was written.</summary>
internal static class ClockState
{
    public static DateTimeOffset Resume(LocalClockOptions options, DateTimeOffset realNow)
    {
        if (options.StateFile is not { } file || !File.Exists(file))
            return options.Start ?? realNow;

        var lines = File.ReadAllLines(file);
        if (lines.Length < 2 || !TryParse(lines[0], out var time) || !TryParse(lines[1], out var real))
            throw new PlatformException($"The clock's file {file} is damaged: delete it, or start with --fresh.");

        var passed = realNow - real;
        return passed > TimeSpan.Zero ? time + (passed * options.TimeScale) : time;
    }

    public static void Save(string file, DateTimeOffset time, DateTimeOffset real)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{time:O}\n{real:O}\n");
        var next = file + ".next";
        File.WriteAllText(next, text);
        File.Move(next, file, overwrite: true);
    }

    private static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out time);
}
