using System.Diagnostics;
using System.Globalization;

namespace ChatPay.Benchmarks.Measure;

/// <summary>The resources used by this process so far; the difference of two readings is a cost.</summary>
/// <param name="Commits">The transactions of the engine's file.</param>
/// <param name="WrittenBytes">Bytes written to disk (<c>write_bytes</c> of /proc/self/io); 0 where the system does not report it.</param>
/// <param name="AllocatedBytes">Bytes allocated on the managed heap, including the driver's.</param>
/// <param name="Processor">The processor time of all cores, including the driver's.</param>
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
