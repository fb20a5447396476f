using System.Diagnostics;
using ChatPay.Local;
using ChatPay.Local.Demo;

namespace ChatPay.Benchmarks.Growth;

/// <summary>The process that opens the copied orders, and measures a day in which none of them is due and a seller's reads, or one
/// sweep of due payouts, with nothing else running.</summary>
internal static class GrowthRun
{
    private const string Sweep = "RunPayoutSweep";

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var sweeps = arguments.Text("what") == "sweep";
        var requests = 0;
        var options = GrowthStage.Options(arguments.Text("data")!, arguments.Number("port", 0));
        await using var platform = await LocalPlatform.StartAsync(options with
        {
            WatchCalls = request => Interlocked.Increment(ref requests),
            // The consequences of a payout are not part of a sweep's cost.
            HoldFunctions = name => sweeps && name != Sweep ? new TaskCompletionSource().Task : Task.CompletedTask,
        });
        using var people = new Sale(platform, arguments.Text("seller")!);
        if (sweeps)
        {
            await MeasureAsync("a sweep", async () => await people.Operator.PostAsync("ops/payout-sweeps", new { }, "growth"));
            // The held functions would keep it from ending.
            Console.Out.Flush();
            Environment.Exit(0);
        }

        await MeasureAsync("a day in which nothing is due", async () =>
        {
            await platform.Clock.AdvanceAsync(TimeSpan.FromDays(1));
            return null;
        });
        // Warms up just-in-time compilation, keys and tokens.
        foreach (var path in Paths())
            await people.Seller.GetAsync(path);
        string? cursor = null;
        foreach (var path in Paths())
        {
            var answer = await MeasureAsync($"`GET {path}`", async () => await people.Seller.GetAsync(path));
            cursor ??= answer?["next"];
        }

        await MeasureAsync("its next page", async () => await people.Seller.GetAsync($"orders?limit=50&cursor={cursor}"));
        return 0;

        async Task<SaleClient.Answer?> MeasureAsync(string name, Func<Task<SaleClient.Answer?>> what)
        {
            using var itself = Process.GetCurrentProcess();
            var (before, begun) = (requests, itself.TotalProcessorTime);
            var answer = await what();
            itself.Refresh();
            var figure = new Figure(
                requests - before,
                (itself.TotalProcessorTime - begun).TotalMilliseconds,
                answer is null ? "" : answer.Status < 300 ? $"{answer.Status}" : $"{answer.Status} {answer["code"]}");
            Console.WriteLine(figure.Line(name));
            return answer;
        }
    }

    private static string[] Paths() =>
        ["orders?limit=50", "sellers/me/payouts?limit=50", "sellers/me/balance", "sellers/me/statement", "sellers/me/tax-summary"];
}
