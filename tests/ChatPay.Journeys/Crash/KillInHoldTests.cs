using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Crash;

/// <summary>The platform is killed while the seller's money is held.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class KillInHoldTests
{
    [Fact]
    public async Task Hold_KilledAfterThirtyHours_EndsOnTimeWithOnePayout()
    {
        await using var platform = await PlatformProcess.StartAsync();
        using var sale = new Sale(platform.Stage);
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        var shipped = await platform.NowAsync();
        await sale.ShipAsync();
        var before = await platform.AdvanceAsync(TimeSpan.FromHours(30));

        await platform.CrashAsync();

        Assert.Equal(before, await platform.NowAsync());
        Assert.Equal("shipped", await sale.StatusAsync());
        // A minute before the end of the hold, nothing is paid; two sweeps later, all is.
        await platform.AdvanceAsync(shipped + TimeSpan.FromHours(72) - before - TimeSpan.FromMinutes(1));
        Assert.Empty((await platform.ProviderAsync()).PayoutBatches);
        await platform.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Empty(await platform.MissingAsync(sale));
    }
}
