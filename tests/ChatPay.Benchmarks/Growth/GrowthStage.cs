using ChatPay.Local;
using ChatPay.Local.Demo;

namespace ChatPay.Benchmarks.Growth;

/// <summary>The orders that copies are made of: one that waits in its hold, one whose payout is due, and one that is paid out, each of a
/// seller of its own.</summary>
/// <param name="Name">What the subjects of the seller of the settled one begin with.</param>
/// <param name="Port">At which they were played.</param>
/// <param name="Parked">Its id.</param>
/// <param name="Due">Its id.</param>
/// <param name="Settled">Its id.</param>
internal sealed record PlayedOrders(string Name, int Port, string Parked, string Due, string Settled);

/// <summary>Plays them, on a clock that stands still, and leaves the data as a platform finds it.</summary>
internal static class GrowthStage
{
    private const int TablesAfter = 15;

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 5, 0, TimeSpan.Zero);

    /// <param name="folder">Where the data lies.</param>
    /// <param name="port">The same in every process: the issuer's address is a part of who somebody is.</param>
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
        // The nights look once at all there is, before there is much.
        await platform.Clock.AdvanceAsync(TimeSpan.FromDays(2));

        // Just past the hour, so that it is released before the next sweep.
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
