using ChatPay.Local;
using ChatPay.Local.Demo;

namespace ChatPay.Benchmarks.Growth;

/// <summary>The orders to copy, each of its own seller: one in its hold, one whose payout is due, and one that is paid out.</summary>
/// <param name="Name">The prefix of the subjects of the settled order's seller.</param>
/// <param name="Port">The port at which they were played.</param>
/// <param name="Parked">The id of the order in its hold.</param>
/// <param name="Due">The id of the order whose payout is due.</param>
/// <param name="Settled">The id of the order that is paid out.</param>
internal sealed record PlayedOrders(string Name, int Port, string Parked, string Due, string Settled);

/// <summary>Plays the orders on a clock that stands still, and leaves the data for a platform to open.</summary>
internal static class GrowthStage
{
    private const int TablesAfter = 15;

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 5, 0, TimeSpan.Zero);

    /// <param name="folder">The data folder.</param>
    /// <param name="port">The same in every process: user ids are derived from the issuer's address.</param>
    public static LocalPlatformOptions Options(string folder, int port) => new()
    {
        DataFolder = folder,
        Port = port,
        TablePort = port + TablesAfter,
        DirectTables = true,
        TimeScale = 0,
        Start = Start,
        PayPalStartingBalance = 10_000_000_000,
    };

    public static async Task<PlayedOrders> PlayAsync(string folder, int port)
    {
        await using var platform = await LocalPlatform.StartAsync(Options(folder, port));
        using var settled = await ShipAsync(platform, "settled");
        while (await settled.StatusAsync() != "paidOut")
            await platform.Clock.AdvanceAsync(TimeSpan.FromHours(1));
        // Passes the first nights, which read everything once, while there is little.
        await platform.Clock.AdvanceAsync(TimeSpan.FromDays(2));

        // Just past the hour, so that the payout is released before the next sweep.
        var now = platform.Clock.GetUtcNow();
        await platform.Clock.AdvanceAsync(now.Date.AddDays(1).AddHours(12).AddMinutes(5) - now.UtcDateTime);
        using var due = await ShipAsync(platform, "due");
        await platform.Clock.AdvanceAsync(TimeSpan.FromHours(72));
        using var parked = await ShipAsync(platform, "parked");
        return new PlayedOrders("settled", port, parked.OrderId, due.OrderId, settled.OrderId);
    }

    private static async Task<Sale> ShipAsync(LocalPlatform platform, string name)
    {
        var sale = new Sale(platform, name);
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await sale.ShipAsync();
        return sale;
    }
}
