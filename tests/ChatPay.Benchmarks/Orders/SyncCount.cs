using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatPay.Benchmarks.Orders;

/// <summary>Counts sync system calls from outside: the load runs again, in a process under strace.</summary>
internal static partial class SyncCount
{
    /// <param name="arguments">An <c>orders</c> command of one level.</param>
    /// <returns>The commits of the engine's file, and the process's calls of fdatasync and fsync from start to end.</returns>
    /// <exception cref="ArgumentException">strace is not installed.</exception>
    public static async Task<(long Commits, long Syncs)> RunAsync(IReadOnlyList<string> arguments)
    {
        var folder = Directory.CreateTempSubdirectory("chatpay-strace-").FullName;
        try
        {
            var (trace, figures) = (Path.Combine(folder, "trace"), Path.Combine(folder, "figures"));
            using var child = Start(trace, [.. arguments, "--out", figures]);
            await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();
            if (child.ExitCode != 0)
                throw new InvalidOperationException($"The load under strace ended with the code {child.ExitCode}.");
            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(figures));
            var commits = json.RootElement.GetProperty("figures")[0].GetProperty(nameof(OrderFigures.CommitsInAll)).GetInt64();
            var syncs = SyncLine()
                .Matches(await File.ReadAllTextAsync(trace))
                .Sum(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
            return (commits, syncs);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static System.Diagnostics.Process Start(string trace, IReadOnlyList<string> arguments)
    {
        try
        {
            return ChildProcess.Start(["strace", "-f", "-c", "--seccomp-bpf", "-e", "trace=fdatasync,fsync", "-o", trace], arguments);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ArgumentException("--strace needs strace: install Debian's package of that name.", e);
        }
    }

    // % time, seconds, microseconds per call, calls, errors if any, name.
    [GeneratedRegex(@"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?f(?:data)?sync\s*$", RegexOptions.Multiline)]
    private static partial Regex SyncLine();
}
