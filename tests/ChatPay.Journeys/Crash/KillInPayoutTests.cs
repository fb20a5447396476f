using ChatPay.Local.Demo;
using ChatPay.Local.Web;

namespace ChatPay.Journeys.Crash;

/// <summary>
/// The platform is killed in the middle of a payout batch. The provider leaves a call unanswered while the clock stands still, so
/// that the kill always comes at the same instant.
/// </summary>
[Collection(ProcessesCollection.Name)]
public sealed class KillInPayoutTests(KillInPayoutTests.ShippedSale shipped) : IClassFixture<KillInPayoutTests.ShippedSale>
{
    [Fact]
    public async Task PayoutCall_KilledAfterItArrivedUnanswered_IsAdoptedAndPaidOnce()
    {
        var (platform, sale) = await shipped.StartAsync();
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
        var (platform, sale) = await shipped.StartAsync();
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
        var (platform, sale) = await shipped.StartAsync();
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
        var (platform, sale) = await shipped.StartAsync();
        await platform.PlanAsync("get-payout", Fault.TimeOutBefore);
        await platform.AdvanceUntilAsync(async () => (await platform.ProviderAsync()).Payouts.Any(p => p.Status == "SUCCESS"));
        Assert.False(await HappenedAsync(sale, "paidOut"));

        await platform.CrashAsync();

        await platform.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Empty(await platform.MissingAsync(sale));
    }

    private static async Task<bool> HappenedAsync(Sale sale, string what)
    {
        var timeline = Sale.Must(await sale.Seller.GetAsync($"orders/{sale.OrderId}/timeline"), 200);
        return timeline.Body.GetProperty("items").EnumerateArray().Any(e => e.GetProperty("type").GetString() == what);
    }
    /// <summary>A sale an hour before the end of its hold: played once; each test continues from its data.</summary>
    public sealed class ShippedSale : IAsyncLifetime
    {
        private PlatformProcess? _platform;
        private Sale? _sale;

        public async ValueTask InitializeAsync()
        {
            _platform = await PlatformProcess.StartAsync();
            _sale = new Sale(_platform.Stage);
            await _sale.SignUpAsync();
            await _sale.TalkAsync();
            await _sale.RequestPaymentAsync();
            await _sale.ApproveInBrowserAsync(await _sale.CheckoutAsync());
            await _sale.ShipAsync();
            await _platform.AdvanceAsync(TimeSpan.FromHours(71));
            await _platform.KeepAsync();
        }

        public async ValueTask DisposeAsync()
        {
            _sale?.Dispose();
            if (_platform is not null)
                await _platform.DisposeAsync();
        }

        internal async Task<(PlatformProcess Platform, Sale Sale)> StartAsync()
        {
            await _platform!.RestoreAsync();
            return (_platform, _sale!);
        }
    }
}
