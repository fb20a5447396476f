using System.Globalization;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Crash;

/// <summary>
/// A whole sale during which the platform is killed ten times, once in each step, at a random instant. Callers that got no response
/// retry with the same keys.
/// </summary>
[Collection(ProcessesCollection.Name)]
public sealed class KillLoopTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Sale_KilledInEachStep_TakesAndPaysOnce()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CHATPAY_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Environment.TickCount;
        output.WriteLine($"CHATPAY_SEED={seed}");
        var random = new Random(seed);
        await using var platform = await PlatformProcess.StartAsync();
        using var sale = new Sale(platform.Stage);
        var start = await platform.NowAsync();
        Uri? approveUrl = null;
        (string What, int MaxMilliseconds, Func<Task> Act)[] steps =
        [
            ("sign up", 500, sale.SignUpAsync),
            ("talk", 200, sale.TalkAsync),
            ("request", 200, () => sale.RequestPaymentAsync()),
            ("check out", 200, async () => approveUrl = await sale.CheckoutAsync()),
            ("approve", 400, () => PayAsync(platform, sale, approveUrl!)),
            ("ship", 200, () => ShipAsync(sale)),
            ("hold", 300, () => ReachAsync(platform, start + TimeSpan.FromHours(30))),
            ("release", 500, () => ReachAsync(platform, start + TimeSpan.FromHours(73))),
            ("pay out", 500, () => ReachAsync(platform, start + TimeSpan.FromHours(75))),
            ("settle", 300, () => ReachAsync(platform, start + TimeSpan.FromHours(78))),
        ];

        foreach (var (what, longest, act) in steps)
        {
            var after = TimeSpan.FromMilliseconds(random.Next(longest));
            var outcome = await KillDuringAsync(platform, act, after);
            output.WriteLine($"{what}: killed after {after.TotalMilliseconds} ms, {outcome}");
            if (outcome == "done")
                continue;
            // A request that died with its process blocks its key for ten seconds.
            await platform.AdvanceAsync(TimeSpan.FromSeconds(10));
            await act();
        }

        Assert.Empty(await platform.MissingAsync(sale));
    }

    /// <summary>Starts the step, kills the platform during it, and restarts it.</summary>
    private static async Task<string> KillDuringAsync(PlatformProcess platform, Func<Task> act, TimeSpan after)
    {
        var acting = act();
#pragma warning disable RS0030 // The kill comes at a random instant of real time, on which nothing depends.
        await Task.Delay(after);
#pragma warning restore RS0030
        await platform.KillAsync();
        var outcome = "done";
        try
        {
            await acting;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            outcome = $"unanswered ({e.Message})";
        }
        catch (InvalidOperationException e)
        {
            // A response, such as a 503, from a platform that was partly gone.
            outcome = $"refused ({e.Message})";
        }

        await platform.RestartAsync();
        return outcome;
    }

    private static async Task PayAsync(PlatformProcess platform, Sale sale, Uri approveUrl)
    {
        await platform.RestAsync();
        if (await sale.StatusAsync() == "awaitingPayment")
            await sale.ApproveInBrowserAsync(approveUrl);
        // The poll reads states that a crash has left unknown.
        for (var i = 0; i < 10 && await sale.StatusAsync() != "paid"; i++)
            await platform.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("paid", await sale.StatusAsync());
    }

    private static async Task ShipAsync(Sale sale)
    {
        if (await sale.StatusAsync() == "paid")
            await sale.ShipAsync();
    }

    private static async Task ReachAsync(PlatformProcess platform, DateTimeOffset time)
    {
        var left = time - await platform.NowAsync();
        if (left > TimeSpan.Zero)
            await platform.AdvanceAsync(left);
    }
}
