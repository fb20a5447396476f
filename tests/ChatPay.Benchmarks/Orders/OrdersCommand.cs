using System.Text.Json;
using ChatPay.Benchmarks.Load;
using ChatPay.Benchmarks.Measure;

namespace ChatPay.Benchmarks.Orders;

/// <summary><c>orders</c>: runs one load after the other, each on a fresh file, and prints a table of the results.</summary>
internal static class OrdersCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var folder = arguments.Text("data") ?? Directory.CreateTempSubdirectory("chatpay-benchmark-").FullName;
        var figures = new List<OrderFigures>();
        Machine machine;
        try
        {
            machine = Machine.Here(Directory.CreateDirectory(folder).FullName, new Local.Clock.LocalClock().GetUtcNow());
            Console.WriteLine($"Reference orders through the function pipeline, every acknowledgement synced.\n{machine}\n");
            if (arguments.Has("rate"))
                figures.Add(await OpenAsync(arguments, folder));
            else
            {
                foreach (var callers in arguments.Numbers("in-flight", 1, 10, 50, 200))
                    figures.Add(await WithOthersAsync(callers, await ClosedAsync(callers, arguments, folder), arguments));
            }
        }
        finally
        {
            if (!arguments.Has("data"))
                Directory.Delete(folder, recursive: true);
        }

        Console.WriteLine(OrderFigures.Table(figures));
        if (arguments.Text("out") is { } file)
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { machine, figures }, Indented));
        return 0;
    }

    private static async Task<OrderFigures> WithOthersAsync(int callers, OrderFigures figures, Arguments arguments)
    {
        if (arguments.Text("peer") is { } peer)
            figures = figures with { Peer = await PeerRun.RunAsync(peer, callers, WarmUp(arguments), Duration(arguments)) };
        if (!arguments.Has("strace"))
            return figures;
        var (commits, syncs) = await SyncCount.RunAsync(["orders", "--in-flight", $"{callers}", "--warm-up", "1", "--seconds", "3"]);
        return figures with { SyncsPerCommit = (double)syncs / commits };
    }

    private static TimeSpan WarmUp(Arguments arguments) => arguments.Seconds("warm-up", 10);

    private static TimeSpan Duration(Arguments arguments) => arguments.Seconds("seconds", 10);

    private static Task<OrderFigures> ClosedAsync(int callers, Arguments arguments, string folder) => MeasureAsync(
        $"{callers} in flight", arguments, folder, (options, once) => ClosedLoop.RunAsync(callers, options, once));

    private static Task<OrderFigures> OpenAsync(Arguments arguments, string folder)
    {
        var rate = arguments.Number("rate", 0);
        return MeasureAsync($"{rate}/s arriving", arguments, folder, (options, once) => OpenLoop.RunAsync(rate, options, once));
    }

    private static async Task<OrderFigures> MeasureAsync(
        string load, Arguments arguments, string folder, Func<LoadOptions, Func<int, Task>, Task<LoadResult>> run)
    {
        var data = Path.Combine(folder, load.Replace(' ', '-').Replace('/', '-'));
        await using var host = await OrderHost.StartAsync(data);
        var ids = new OrderIds(arguments.Text("ids") == "random");
        Costs before = default, costs = default;
        long invocations = 0;
        var options = new LoadOptions(WarmUp(arguments), Duration(arguments), begins =>
        {
            var now = Costs.Now(host.Commits);
            (before, costs) = begins ? (now, default) : (before, now - before);
            invocations = host.Invocations - invocations;
        });
        var result = await run(options, _ => OrderLifecycle.RunAsync(host.Client, ids.Next()));
        return OrderFigures.Of(load, result, costs, invocations) with { CommitsInAll = host.Commits };
    }
}
