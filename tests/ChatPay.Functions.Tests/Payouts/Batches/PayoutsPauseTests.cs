using System.Net;
using Azure.Data.Tables;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>While an operator has paused all payouts, nothing is sent, and nothing is lost.</summary>
public sealed class PayoutsPauseTests
{
    [Fact]
    public async Task Sweep_Paused_SendsNothingUntilThePauseIsLifted()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(3);
        await PauseAsync(bench, "The books are being checked.");

        Assert.Equal(0, await bench.SweepAsync());
        await bench.HoursAsync(5);
        Assert.All(await bench.StatesAsync(orders), s => Assert.Equal(PayoutState.Released, s));
        Assert.Empty(bench.PayPal.Payouts);

        await PauseAsync(bench, null);
        await bench.HoursAsync(2);
        await bench.EachIsPaidOnceAsync(orders);
    }

    [Fact]
    public async Task Sweep_PausedAfterABatchWasSent_FollowsItToItsEnd()
    {
        await using var bench = await PayoutBench.StartAsync();
        var sent = await bench.DueAsync(2);
        await bench.SweepAsync();
        await PauseAsync(bench, "The books are being checked.");
        var later = await bench.DueAsync(1);

        await bench.HoursAsync(2);

        await bench.EachIsPaidOnceAsync(sent);
        Assert.Equal(PayoutState.Released, await bench.StateAsync(later[0]));
    }

    [Fact]
    public async Task Sweep_PausedWhileABatchWaitsToBeSent_SendsItOnceThePauseIsLifted()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        var unreachable = bench.Instance(
            (request, send) =>
                request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/payouts", StringComparison.Ordinal)
                    ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable))
                    : send());
        await bench.SweepAsync(unreachable);
        Assert.NotEmpty(await bench.OpenAsync());
        await PauseAsync(bench, "The books are being checked.");

        await bench.HoursAsync(3);
        Assert.Empty(bench.PayPal.Payouts);
        Assert.NotEmpty(await bench.OpenAsync());

        await PauseAsync(bench, null);
        await bench.HoursAsync(2);
        await bench.EachIsPaidOnceAsync(orders);
    }

    [Fact]
    public async Task Sweep_PausedForLong_TellsTheOperatorOfEachPayoutOnce()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        await PauseAsync(bench, "The books are being checked.");

        await bench.HoursAsync(30);

        var items = await bench.App.Attention.ListOpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal(orders.Order(), items.Select(i => i.OrderId!).Order());
        Assert.All(items, i => Assert.Contains("Payouts are paused", i.What, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sweep_PausedForLong_TellsOfTheOthersWhenOneCannotBeRead()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        await PauseAsync(bench, "The books are being checked.");
        await bench.TablesOver(bench.Sound()).Orders.UpsertEntityAsync(
            new TableEntity(orders[0], OrderRows.State) { ["Doc"] = "{" },
            TableUpdateMode.Replace,
            TestContext.Current.CancellationToken);

        await bench.HoursAsync(30);

        var told = await bench.App.Attention.ListOpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal([orders[1]], told.Select(i => i.OrderId!));
    }

    [Fact]
    public void Pause_SaidAgain_KeepsTheTimeItBegan()
    {
        var first = PayoutsPause.Off.Change("Looking.", ScriptedSale.Start);

        Assert.Equal(
            new PayoutsPause(true, "Still looking.", ScriptedSale.Start),
            first.Change("Still looking.", ScriptedSale.Start + TimeSpan.FromHours(1)));
        Assert.Equal(PayoutsPause.Off, first.Change(null, ScriptedSale.Start + TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Pause_ChangedByManyAtOnce_IsWhatOneOfThemSaid()
    {
        await using var bench = await PayoutBench.StartAsync();

        var said = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => PauseAsync(bench, $"reason {n}")));

        Assert.Contains((await bench.App.Pauses.GetAsync(TestContext.Current.CancellationToken)).Pause, said);
    }

    private static async Task<PayoutsPause> PauseAsync(PayoutBench bench, string? reason) =>
        (
            await bench.App.Pauses.ChangeAsync(
                (before, _) => before.Change(reason, bench.Clock.GetUtcNow()),
                TestContext.Current.CancellationToken)
        ).Pause;
}
