using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Reconciliation;

/// <summary>A transaction that appears in PayPal's report days late is still compared.</summary>
public sealed class LateReportTests
{
    private const string Reversal = NightlyBench.Reversal;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The report claims to be current, but one transaction appears late.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(7)]
    public async Task Transaction_ListedDaysLate_IsBooked(int nights)
    {
        await using var bench = await NightlyBench.StartAsync();
        for (var night = 1; night < nights; night++)
            await bench.NightAsync(_ => null);
        Assert.Equal(ScriptedSale.Usd("0.00"), await bench.GivenBackAsync());

        await bench.NightAsync(_ => Reversal);
        Assert.Equal(ScriptedSale.Usd("40.00"), await bench.GivenBackAsync());
    }

    /// <summary>The whole report is stale for weeks, or cannot be read: the next current one is compared from where the last one
    /// ended.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Report_ThatStoodStillForWeeks_IsComparedFromThere(bool isRead)
    {
        await using var bench = await NightlyBench.StartAsync();
        await bench.NightAsync(_ => null);
        var stood = bench.Now;
        for (var night = 0; night < 20; night++)
        {
            if (isRead)
                await bench.NightAsync(_ => null, refreshed: stood);
            else
                await bench.NightAsync(_ => throw new HttpRequestException("The report is away."));
        }

        await bench.NightAsync(_ => Reversal);
        Assert.Equal(ScriptedSale.Usd("40.00"), await bench.GivenBackAsync());
        Assert.DoesNotContain(await bench.Attention.ListOpenAsync(Cancellation), i => i.Kind == "not-at-provider");
    }

    /// <summary>A transaction that fails every night was once dropped after eight days, and nobody was told.</summary>
    [Fact]
    public async Task Transaction_ThatFailsForWeeks_IsComparedWhenItCanBe()
    {
        await using var bench = await NightlyBench.StartAsync();
        await bench.SpoilAsync();
        for (var night = 0; night < 20; night++)
            await bench.NightAsync(_ => Reversal);
        Assert.Contains(await bench.Attention.ListOpenAsync(Cancellation), i => i.Kind == "not-compared");

        await bench.MendAsync();
        await bench.NightAsync(_ => Reversal);
        Assert.Equal(ScriptedSale.Usd("40.00"), await bench.GivenBackAsync());
        Assert.DoesNotContain(await bench.Attention.ListOpenAsync(Cancellation), i => i.Kind == "not-compared");
    }

    /// <summary>A transaction that could never be compared once had each night compare every day since, for half a year.</summary>
    [Fact]
    public async Task Transaction_ThatFailsForWeeks_HasNoNightLookBackFurther()
    {
        await using var bench = await NightlyBench.StartAsync();
        await bench.SpoilAsync();
        for (var night = 0; night < 20; night++)
        {
            await bench.NightAsync(_ => Reversal);
            Assert.InRange(bench.Now - bench.ListedFrom, TimeSpan.FromDays(8), TimeSpan.FromDays(8));
        }
    }

    /// <summary>One bad night is made up for by the next, and told to nobody.</summary>
    [Fact]
    public async Task Transaction_ThatFailsForANight_IsToldToNobody()
    {
        await using var bench = await NightlyBench.StartAsync();
        await bench.SpoilAsync();
        await bench.NightAsync(_ => Reversal);
        await bench.MendAsync();
        await bench.NightAsync(_ => Reversal);
        Assert.Equal(ScriptedSale.Usd("40.00"), await bench.GivenBackAsync());
        Assert.DoesNotContain(await bench.Attention.ListOpenAsync(Cancellation), i => i.Kind == "not-compared");
    }
}
