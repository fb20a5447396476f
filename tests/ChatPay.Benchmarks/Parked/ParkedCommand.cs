using System.Diagnostics;
using System.Globalization;
using ChatPay.Benchmarks.Measure;
using ChatPay.Benchmarks.Orders;
using Microsoft.DurableTask;

namespace ChatPay.Benchmarks.Parked;

/// <summary><c>parked</c>: starts very many orders, half of them waiting for an event and half for a timer of five days, by the
/// ordinary client, concurrently; then has a new process open the same file.</summary>
internal static class ParkedCommand
{
    /// <summary>The order that waits for a time soon after the restart.</summary>
    public const string Alarm = "parked-alarm";

    private const int AtOnce = 2000;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var instances = arguments.Number("instances", 1_000_000);
        var folder = arguments.Text("data") ?? Directory.CreateTempSubdirectory("chatpay-parked-").FullName;
        try
        {
            Console.WriteLine(
                $"{instances:N0} parked "
                    + $"orders.\n{Machine.Here(Directory.CreateDirectory(folder).FullName, new Local.Clock.LocalClock().GetUtcNow())}\n");
            await BuildAsync(folder, instances);
            var file = Path.Combine(folder, "durable.db");
            Console.WriteLine(
                $"on disk      {new FileInfo(file).Length / 1048576.0:N0} MiB, {new FileInfo(file).Length / (double)instances:N0} bytes "
                    + "an order");

            var begun = Stopwatch.GetTimestamp();
            using var again = ChildProcess.Start(["parked-again", "--data", folder, "--instances", $"{instances}"]);
            while (await again.StandardOutput.ReadLineAsync() is { } line)
                Console.WriteLine(
                    line.Replace(ParkedAgain.Elapsed, $"{Stopwatch.GetElapsedTime(begun).TotalSeconds:N2} s", StringComparison.Ordinal));
            await again.WaitForExitAsync();
            return again.ExitCode;
        }
        finally
        {
            if (!arguments.Has("data"))
                Directory.Delete(folder, recursive: true);
        }
    }

    public static string Id(int n) => n.ToString(CultureInfo.InvariantCulture).PadLeft(OrderIds.Length, '0');

    private static async Task BuildAsync(string folder, int instances)
    {
        await using var host = await OrderHost.StartAsync(folder, typeof(ParkedOrder));
        var begun = Stopwatch.GetTimestamp();
        if (await host.Client.GetInstanceAsync(Id(instances - 1)) is null)
        {
            var next = -1;
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
            {
                while (Interlocked.Increment(ref next) is var n && n < instances)
                {
                    var name = n % 2 == 0 ? nameof(ParkedOrder.UntilPaid) : nameof(ParkedOrder.UntilDue);
                    await host.Client.ScheduleNewOrchestrationInstanceAsync(new TaskName(name), null, new StartOrchestrationOptions(Id(n)));
                }
            }));
            var elapsed = Stopwatch.GetElapsedTime(begun);
            Console.WriteLine(
                $"built        in {elapsed.TotalSeconds:N0} s, {instances / elapsed.TotalSeconds:N0} starts/s, {host.Commits:N0} commits");
        }

        var due = host.Clock.GetUtcNow().UtcDateTime.AddSeconds(15);
        await host.Client.ScheduleNewOrchestrationInstanceAsync(
            new TaskName(nameof(ParkedOrder.UntilDue)),
            due,
            new StartOrchestrationOptions(Alarm));
    }
}
