using System.Diagnostics;
using ChatPay.Benchmarks.Load;

namespace ChatPay.Benchmarks.Http;

/// <summary>Plays sales one after another, and times each of their calls.</summary>
internal static class CallLatencies
{
    private const int Sales = 40;
    private const int WarmUp = 20;

    public static async Task<IReadOnlyList<CallLatency>> MeasureAsync(Arguments arguments, string folder)
    {
        var way = TimeSpan.FromMilliseconds(arguments.Number("round-trip", 10));
        var near = await RunAsync(Path.Combine(folder, "near"), TimeSpan.Zero);
        var far = await RunAsync(Path.Combine(folder, "far"), way);
        return [.. near.Select(call => new CallLatency(call.Key, Median(call.Value), Median(far[call.Key]), way.TotalMilliseconds))];
    }

    private static async Task<OrderedDictionary<string, List<double>>> RunAsync(string folder, TimeSpan way)
    {
        await using var platform = await PlatformProcess.StartAsync(folder, roundTrip: way);
        using var tokens = new Tokens(platform.Addresses);
        var shop = await Shop.OpenAsync(tokens.Stage, "far");
        for (var n = 0; n < WarmUp; n++)
            await shop.SellAsync();
        var times = new OrderedDictionary<string, List<double>>();
        for (var n = 0; n < Sales; n++)
        {
            var order = await Time("payment request", shop.RequestAsync);
            var approve = await Time("checkout", () => shop.CheckOutAsync(order));
            var back = await Time("approval (simulator)", () => shop.ApproveAsync(approve));
            await Time("return, captured", async () =>
            {
                await shop.ComeBackAsync(back);
                return true;
            });
            await Time("shipment", async () =>
            {
                await shop.ShipAsync(order);
                return true;
            });
            // The background work of a sale must not delay the next one.
            await Pause.For(TimeSpan.FromMilliseconds(100) + (way * 20));
        }

        return times;

        async Task<T> Time<T>(string call, Func<Task<T>> make)
        {
            var begun = Stopwatch.GetTimestamp();
            var made = await make();
            times.TryAdd(call, []);
            times[call].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            return made;
        }
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
