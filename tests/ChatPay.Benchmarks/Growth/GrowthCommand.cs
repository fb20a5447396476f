using System.Globalization;
using ChatPay.Benchmarks.Measure;

namespace ChatPay.Benchmarks.Growth;

/// <summary><c>growth</c>: the same day, the same lists and the same sweep with few and with very many idle orders, and for a seller
/// with few and very many sales. The orders are copies of some that were played, written directly into the tables' file.</summary>
internal static class GrowthCommand
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var sizes = arguments.Numbers("orders", 10_000, 1_000_000);
        var due = arguments.Number("due", 10_000);
        var folder = Directory.CreateDirectory(
            arguments.Text("data") ?? Directory.CreateTempSubdirectory("chatpay-growth-").FullName).FullName;
        try
        {
            Console.WriteLine($"{Machine.Here(folder, new Local.Clock.LocalClock().GetUtcNow())}\n");
            var template = Path.Combine(folder, "template");
            var played = await GrowthStage.PlayAsync(template, arguments.Number("port", 20_071));
            var measured = new List<IReadOnlyDictionary<string, Figure>>();
            foreach (var size in sizes)
                measured.Add(await MeasureAsync(template, Path.Combine(folder, $"{size}"), played, size, due));
            Console.WriteLine(TableOf(sizes, measured));
            return 0;
        }
        finally
        {
            if (!arguments.Has("data"))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyDictionary<string, Figure>> MeasureAsync(
        string template, string folder, PlayedOrders played, int size, int due)
    {
        Copy(template, folder);
        var file = Path.Combine(folder, "tables.db");
        using (var seed = new OrderSeed(file))
        {
            seed.Copy(played.Parked, size, "orders", "indexes:open-", "indexes:deadline-");
            seed.Copy(played.Settled, size, "orders", "indexes:orders-sel-", "indexes:books-");
        }

        var figures = new Dictionary<string, Figure>(await RunAsync(folder, played, "day"));
        using (var seed = new OrderSeed(file))
            seed.Copy(OrderSeed.Read(Path.Combine(template, "tables.db"), played.Due), due, "orders", "duepayouts:", "indexes:open-");
        foreach (var (name, figure) in await RunAsync(folder, played, "sweep"))
            figures[$"{name} of {due:N0} due"] = figure;
        Console.WriteLine($"{size,9:N0} orders: {new FileInfo(file).Length / 1048576.0:N0} MiB of tables");
        Directory.Delete(folder, recursive: true);
        return figures;
    }

    private static async Task<IReadOnlyDictionary<string, Figure>> RunAsync(string folder, PlayedOrders played, string what)
    {
        using var run = ChildProcess.Start(
            ["growth-run", "--data", folder, "--seller", played.Name, "--port", $"{played.Port}", "--what", what]);
        var figures = new Dictionary<string, Figure>();
        while (await run.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Figure.Parse(line) is var (name, figure))
                figures.Add(name, figure);
        }

        await run.WaitForExitAsync();
        return run.ExitCode == 0 ? figures : throw new InvalidOperationException($"'{what}' ended with {run.ExitCode}.");
    }

    private static MarkdownTable TableOf(IReadOnlyList<int> sizes, List<IReadOnlyDictionary<string, Figure>> measured)
    {
        var table = new MarkdownTable(
        [
            "",
            .. sizes.Select(size => $"requests among {size:N0}"),
            .. sizes.Select(size => $"CPU ms among {size:N0}"),
            "ratio",
            "answer",
        ]);
        foreach (var name in measured[0].Keys)
        {
            var figures = measured.Select(m => m[name]).ToList();
            table.Add(
            [
                name,
                .. figures.Select(f => f.Requests.ToString("N0", CultureInfo.InvariantCulture)),
                .. figures.Select(f => f.Processor.ToString("N0", CultureInfo.InvariantCulture)),
                (figures[^1].Processor / figures[0].Processor).ToString("N2", CultureInfo.InvariantCulture),
                figures[^1].Answer,
            ]);
        }

        return table;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
