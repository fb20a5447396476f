using System.Text.Json;
using ChatPay.Benchmarks.Load;
using ChatPay.Benchmarks.Measure;

namespace ChatPay.Benchmarks.Http;

/// <summary><c>http</c>: the app's throughput over HTTP, next to a bare endpoint in the same run, and the latency of each call of a
/// sale with distant tables.</summary>
internal static class HttpCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var folder = Directory.CreateTempSubdirectory("chatpay-benchmark-http-").FullName;
        try
        {
            var machine = Machine.Here(folder, new Local.Clock.LocalClock().GetUtcNow());
            Console.WriteLine($"{Pressure(arguments)}; server and driver share the cores.\n{machine}\n");
            var figures = await LoadAsync(arguments, folder);
            Console.WriteLine(HttpFigures.Table(figures));
            var calls = await CallLatencies.MeasureAsync(arguments, folder);
            Console.WriteLine(CallLatency.Table(calls));
            if (arguments.Text("out") is { } file)
                await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { machine, figures, calls }, Indented));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Pressure(Arguments arguments) =>
        arguments.Has("rate") ? $"{arguments.Number("rate", 0)}/s arriving" : $"{Callers(arguments)} callers";

    private static int Callers(Arguments arguments) => arguments.Number("callers", 32);

    private static async Task<List<HttpFigures>> LoadAsync(Arguments arguments, string folder)
    {
        var figures = new List<HttpFigures>();
        foreach (var name in (arguments.Text("targets") ?? $"{HttpTarget.Bare},{HttpTarget.Own}").Split(','))
        {
            await using var target = await HttpTarget.StartAsync(name, Path.Combine(folder, name), Callers(arguments));
            foreach (var (load, once) in target.Loads)
            {
                if (arguments.Text("load") is null || arguments.Text("load") == load)
                    figures.Add(await MeasureAsync(target, load, once, arguments));
            }
        }

        return figures;
    }

    private static async Task<HttpFigures> MeasureAsync(HttpTarget target, string load, Func<int, Task> once, Arguments arguments)
    {
        var (before, used) = (TimeSpan.Zero, TimeSpan.Zero);
        var options = new LoadOptions(arguments.Seconds("warm-up", 8), arguments.Seconds("seconds", 8), begins =>
            (before, used) = begins ? (target.Used, TimeSpan.Zero) : (before, target.Used - before));
        var result = arguments.Has("rate")
            ? await OpenLoop.RunAsync(arguments.Number("rate", 0), options, once)
            : await ClosedLoop.RunAsync(Callers(arguments), options, once);
        return HttpFigures.Of(target.Name, load, result, used);
    }
}
