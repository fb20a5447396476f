using ChatPay.Functions.Features.Payouts.Sweep;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>More due orders than one batch takes: eight sweeps at once, and sweeps that die all along the way.</summary>
public sealed class ManyPayoutsTests
{
    private const int Many = PlanPayouts.LargestBatch + 100;

    [Fact]
    public async Task Sweeps_EightAtOnceOverMoreThanABatch_PayEachOnce()
    {
        await using var bench = await PayoutBench.StartAsync(balance: Many * 10_000);
        var orders = await bench.DueAsync(Many);
        var submitted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.SweepAsync(bench.Instance())));
        Assert.Equal(Many, submitted.Sum());
        await bench.PassAsync(TimeSpan.FromHours(1));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.SweepAsync(bench.Instance())));
        await bench.HoursAsync(1);
        await AllArePaidOnceAsync(bench, orders);
    }

    [Fact]
    public async Task Sweeps_ThatDieAllAlongTheWayOverMoreThanABatch_PayEachOnce()
    {
        await using var bench = await PayoutBench.StartAsync(balance: Many * 10_000);
        var orders = await bench.DueAsync(Many);
        var deaths = 0;
        // Each dies later than the one before: while planning, sealing, sending, settling and finishing.
        foreach (var requests in new[] { 1, 2, 40, 400, 800, 1_400, 2_400, 3_000, 3_600, 4_200 })
        {
            var wire = bench.Sound(diesAfter: requests);
            var life = bench.SweepAsync(bench.Instance(wire));
            if (await Task.WhenAny(life, wire.Died) != life)
                deaths++;
            await bench.PassAsync(TimeSpan.FromMinutes(20));
        }

        await bench.HoursAsync(3);
        TestContext.Current.TestOutputHelper?.WriteLine($"{deaths} of 10 sweeps died.");
        Assert.InRange(deaths, 5, 10);
        await AllArePaidOnceAsync(bench, orders);
    }

    private static async Task AllArePaidOnceAsync(PayoutBench bench, IReadOnlyList<string> orders)
    {
        Assert.Equal(Many, bench.PayPal.Payouts.Count);
        Assert.Equal((Many * 10_000) - (Many * 91_27L), bench.PayPal.Balance);
        await bench.EachIsPaidOnceAsync(orders);
    }
}
