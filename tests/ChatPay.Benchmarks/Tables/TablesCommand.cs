using System.Diagnostics;
using System.Globalization;
using ChatPay.Benchmarks.Load;
using ChatPay.Benchmarks.Measure;
using ChatPay.Local.Tables.Azurite;

namespace ChatPay.Benchmarks.Tables;

/// <summary><c>tables</c>: runs the same loads on Azurite and on this table service, one after the other, and prints a table of
/// both.</summary>
internal static class TablesCommand
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var script = AzuritePackage.Find() ?? throw new ArgumentException(AzuritePackage.HowToInstall + ".");
        var clients = arguments.Number("clients", 64);
        var folder = Directory.CreateTempSubdirectory("chatpay-benchmark-tables-").FullName;
        try
        {
            using var clock = new Local.Clock.LocalClock();
            Console.WriteLine($"Table services under {clients} clients.\n{Machine.Here(folder, clock.GetUtcNow())}\n");
            await using var azurite = await AzuriteProcess.StartAsync(script, Path.Combine(folder, "azurite"));
            await using var here = await TableServiceProcess.StartAsync(Path.Combine(folder, "here"));
            using var azuriteLoad = await TableLoad.PrepareAsync(azurite.Address, clients, clock);
            using var hereLoad = await TableLoad.PrepareAsync(here.Address, clients, clock);
            var table = new MarkdownTable(
                "load",
                "Azurite/s",
                "p50 ms",
                "p99 ms",
                "CPU µs",
                "here/s",
                "p50 ms",
                "p99 ms",
                "CPU µs",
                "ratio");
            foreach (var name in TableLoad.Names)
            {
                if (arguments.Text("load") is { } only && only != name)
                    continue;
                var theirs = await MeasureAsync(azuriteLoad, azurite.Id, name, arguments);
                var ours = await MeasureAsync(hereLoad, here.Id, name, arguments);
                table.Add([name, .. theirs.Cells, .. ours.Cells, Text(ours.PerSecond / theirs.PerSecond, "0.0")]);
            }

            Console.WriteLine(table);
            Console.WriteLine("Azurite acknowledges from memory and writes up to 5 s later; here each acknowledgement follows a sync.");
            Console.WriteLine("CPU is the service's own, per request. Clients and service share the cores.");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Figures> MeasureAsync(TableLoad load, int process, string name, Arguments arguments)
    {
        var (before, used) = (TimeSpan.Zero, TimeSpan.Zero);
        var options = new LoadOptions(arguments.Seconds("warm-up", 10), arguments.Seconds("seconds", 8), begins =>
        {
            using var service = Process.GetProcessById(process);
            (before, used) = begins ? (service.TotalProcessorTime, TimeSpan.Zero) : (before, service.TotalProcessorTime - before);
        });
        return new Figures(await load.RunAsync(name, options), used);
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Figures(LoadResult Result, TimeSpan Used)
    {
        public double PerSecond => Result.PerSecond;

        public IEnumerable<string> Cells =>
        [
            Text(PerSecond, "#,0"),
            Text(Result.Milliseconds(50), "0.0"),
            Text(Result.Milliseconds(99), "0.0"),
            Text(Used.TotalMicroseconds / Math.Max(Result.Count, 1), "0"),
        ];
    }
}
