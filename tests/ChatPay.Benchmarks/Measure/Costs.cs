using System.Diagnostics;
using System.Globalization;

namespace ChatPay.Benchmarks.Measure;

/// <summary>What this process has used so far; the difference of two is what something cost.</summary>
/// <param name="Commits">Transactions of the engine's file.</param>
/// <param name="WrittenBytes">Given to the disk (<c>write_bytes</c> of /proc/self/io); 0 where the system does not tell.</param>
/// <param name="AllocatedBytes">On the managed heap, the driver's own included.</param>
/// <param name="Processor">Time of all cores, the driver's own included.</param>
internal readonly record struct Costs(long Commits, long WrittenBytes, long AllocatedBytes, TimeSpan Processor)
{
    public static Costs Now(long commits)
    {
        using var process = Process.GetCurrentProcess();
        return new Costs(commits, Written(), GC.GetTotalAllocatedBytes(), process.TotalProcessorTime);
    }

    public static Costs operator -(Costs a, Costs b) =>
        new(a.Commits - b.Commits, a.WrittenBytes - b.WrittenBytes, a.AllocatedBytes - b.AllocatedBytes, a.Processor - b.Processor);

    private static long Written()
    {
        const string file = "/proc/self/io", field = "write_bytes: ";
        return File.Exists(file) && File.ReadLines(file).FirstOrDefault(l => l.StartsWith(field, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(field.Length), CultureInfo.InvariantCulture)
            : 0;
    }
}
