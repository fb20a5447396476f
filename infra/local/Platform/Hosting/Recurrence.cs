using System.Globalization;
using NCrontab;

namespace ChatPay.Local.Hosting;

/// <summary>When a timer function runs: an NCRONTAB expression of five or six fields, or a time span, as the official timer reads
/// them.</summary>
internal abstract class Recurrence
{
    /// <exception cref="PlatformException">The expression is neither.</exception>
    public static Recurrence Read(string expression, string function)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        if (CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 }) is { } cron)
            return new Cron(cron);
        if (TimeSpan.TryParse(expression, CultureInfo.InvariantCulture, out var every) && every > TimeSpan.Zero)
            return new Every(every);
        throw new PlatformException(
            $"The schedule \"{expression}\" of the function {function} is no NCRONTAB expression of six fields, such as \"0 */5 * * * "
                + "*\", and no time span, such as \"00:05:00\".");
    }

    /// <summary>The first occurrence after <paramref name="time"/> (UTC).</summary>
    public abstract DateTime After(DateTime time);

    /// <summary>Whether it runs at most once a minute; the official host does not monitor more frequent schedules.</summary>
    public bool IsSlow(DateTime from)
    {
        var first = After(from);
        return After(first) - first >= TimeSpan.FromMinutes(1);
    }

    private sealed class Cron(CrontabSchedule schedule) : Recurrence
    {
        public override DateTime After(DateTime time) => schedule.GetNextOccurrence(time);
    }

    private sealed class Every(TimeSpan interval) : Recurrence
    {
        public override DateTime After(DateTime time) => time + interval;
    }
}
