using ChatPay.Local.Demo;
using ChatPay.Local.Web;

namespace ChatPay.Journeys.Crash;

/// <summary>
/// The platform is killed in the middle of a payout batch. The provider is made to leave a call unanswered while the clock
/// stands still, so that the instant of the kill is the same each time.
/// </summary>
[Collection(ProcessesCollection.Name)]
public sealed class KillInPayoutTests
{
    [Fact]
    public async Task PayoutCall_KilledAfterItArrivedUnanswered_IsAdoptedAndPaidOnce()
    {
        await using var platform = await PlatformProcess.StartAsync();
        using var sale = await ShippedAsync(platform);
        await platform.PlanAsync("create-payout", Fault.TimeOutAfterSuccess);
        await platform.AdvanceUntilAsync(async () => (await platform.ProviderAsync()).PayoutBatches.Count > 0);
        var batch = Assert.Single((await platform.ProviderAsync()).PayoutBatches);
        Assert.Equal("PENDING", batch.Status);

        await platform.CrashAsync();

        await platform.AdvanceAsync(TimeSpan.FromHours(4));
        Assert.Equal(batch.SenderBatchId, Assert.Single((await platform.ProviderAsync()).PayoutBatches).SenderBatchId);
        Assert.Empty(await platform.MissingAsync(sale));
    }

    [Fact]
    public async Task PayoutCall_KilledBeforeItArrived_IsMadeAgainAndPaidOnce()
    {
        await using var platform = await PlatformProcess.StartAsync();
        using var sale = await ShippedAsync(platform);
        await platform.PlanAsync("create-payout", Fault.TimeOutBefore);
        await platform.AdvanceUntilAsync(() => HappenedAsync(sale, "payoutSubmitted"));
        Assert.Empty((await platform.ProviderAsync()).PayoutBatches);

        await platform.CrashAsync();

        await platform.AdvanceAsync(TimeSpan.FromHours(4));
        Assert.Empty(await platform.MissingAsync(sale));
    }

    [Theory]
    [InlineData(1, "PENDING")]
    [InlineData(3, "PROCESSING")]
    public async Task Batch_KilledAtTheProviderBeforeItSettled_IsPaidOnce(int seconds, string status)
    {
        await using var platform = await PlatformProcess.StartAsync();
        using var sale = await ShippedAsync(platform);
        await platform.AdvanceUntilAsync(async () => (await platform.ProviderAsync()).PayoutBatches.Count > 0);
        await platform.AdvanceAsync(TimeSpan.FromSeconds(seconds));
        Assert.Equal(status, Assert.Single((await platform.ProviderAsync()).PayoutBatches).Status);

        await platform.CrashAsync();

        Assert.Equal(status, Assert.Single((await platform.ProviderAsync()).PayoutBatches).Status);
        await platform.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Empty(await platform.MissingAsync(sale));
    }

    [Fact]
    public async Task Batch_KilledWhileItsSettlementIsRead_IsBookedOnce()
    {
        await using var platform = await PlatformProcess.StartAsync();
        using var sale = await ShippedAsync(platform);
        await platform.PlanAsync("get-payout", Fault.TimeOutBefore);
        await platform.AdvanceUntilAsync(async () => (await platform.ProviderAsync()).Payouts.Any(p => p.Status == "SUCCESS"));
        Assert.False(await HappenedAsync(sale, "paidOut"));

        await platform.CrashAsync();

        await platform.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Empty(await platform.MissingAsync(sale));
    }

    private static async Task<Sale> ShippedAsync(PlatformProcess platform)
    {
        var sale = new Sale(platform.Stage);
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await sale.ShipAsync();
        await platform.AdvanceAsync(TimeSpan.FromHours(71));
        return sale;
    }

    private static async Task<bool> HappenedAsync(Sale sale, string what)
    {
        var timeline = Sale.Must(await sale.Seller.GetAsync($"orders/{sale.OrderId}/timeline"), 200);
        return timeline.Body.GetProperty("items").EnumerateArray().Any(e => e.GetProperty("type").GetString() == what);
    }
}
