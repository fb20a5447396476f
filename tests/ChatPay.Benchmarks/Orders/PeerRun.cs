using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ChatPay.Benchmarks.Orders;

/// <summary>Runs the same load on another engine, by the script in its folder under <c>peers</c>.</summary>
internal static class PeerRun
{
    /// <param name="peer">The folder's name.</param>
    /// <param name="callers">The number of callers.</param>
    /// <param name="warmUp">The time before counting.</param>
    /// <param name="duration">The time of counting.</param>
    /// <exception cref="ArgumentException">The peer is unknown, or lacks a requirement, which its script has reported.</exception>
    public static async Task<PeerFigures> RunAsync(string peer, int callers, TimeSpan warmUp, TimeSpan duration)
    {
        var start = new ProcessStartInfo("bash", [Script(peer), Text(callers), Text(warmUp.TotalSeconds), Text(duration.TotalSeconds)])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new ArgumentException($"The peer {peer} did not run.");
        return JsonSerializer.Deserialize<PeerFigures>(output.Split('\n').Last(l => l.StartsWith('{')), JsonSerializerOptions.Web)!;
    }

    private static string Script(string peer)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Combine(folder, "peers", peer, "run.sh") is var script && File.Exists(script))
                return script;
        }

        throw new ArgumentException($"There is no peer {peer} beside this program's project.");
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The output of a peer's script.</summary>
internal sealed record PeerFigures(string Load, long Orders, double PerSecond, double P50Milliseconds, double P99Milliseconds);
