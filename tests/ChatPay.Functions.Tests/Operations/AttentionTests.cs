using Azure.Data.Tables;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Operations;

/// <summary>Operator alerts: one per cause, closed when the cause is gone.</summary>
public sealed class AttentionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Raised_Twice_IsOneItem()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RaiseAsync(attention)));
        var item = Assert.Single(await attention.ListOpenAsync(Cancellation));
        Assert.Equal(("refund-refused", "ord-1-refund-1", "ord-1"), (item.Kind, item.Subject, item.OrderId));
    }

    [Fact]
    public async Task Resolved_AndRaisedAgain_StaysResolved()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        await RaiseAsync(attention);
        var item = Assert.Single(await attention.ListOpenAsync(Cancellation));
        var resolved = await Task.WhenAll(
            attention.ResolveAsync(item, "paid by bank", "opr-1", Cancellation),
            attention.ResolveAsync(item, "paid twice", "opr-1", Cancellation));
        Assert.Single(resolved.Select(r => r.Resolution).Distinct());

        await RaiseAsync(attention);
        Assert.Empty(await attention.ListOpenAsync(Cancellation));
        Assert.Single(await attention.ListResolvedAsync(null, null, 10, Cancellation));
    }

    [Fact]
    public async Task Cleared_WhenItsCauseHasGone_IsResolvedByItself()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        await attention.ClearAsync("refund-refused", "ord-1-refund-1", "never raised", Cancellation);
        await RaiseAsync(attention);
        await attention.ClearAsync("refund-refused", "ord-1-refund-1", "It went through after all.", Cancellation);
        Assert.Equal(
            "It went through after all.", Assert.Single(await attention.ListResolvedAsync(null, null, 10, Cancellation)).Resolution);
    }

    [Fact]
    public async Task Resolved_WhileItsCauseGoesOn_OpensAgainADayLater()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        await RaiseAsync(attention);
        await attention.ResolveAsync(
            Assert.Single(await attention.ListOpenAsync(Cancellation)),
            "waiting for the bank",
            "opr-1",
            Cancellation);

        await stores.Clock.AdvanceAsync(TimeSpan.FromHours(23), Cancellation);
        await RaiseAsync(attention);
        Assert.Empty(await attention.ListOpenAsync(Cancellation));

        await stores.Clock.AdvanceAsync(TimeSpan.FromHours(1), Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RaiseAsync(attention)));
        Assert.Equal(1, Assert.Single(await attention.ListOpenAsync(Cancellation)).Reopened);
    }

    [Fact]
    public async Task Cleared_AndItsCauseIsBack_OpensAtOnce()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        await RaiseAsync(attention);
        await attention.ClearAsync("refund-refused", "ord-1-refund-1", "over", Cancellation);
        await RaiseAsync(attention);
        Assert.Single(await attention.ListOpenAsync(Cancellation));
    }

    [Fact]
    public async Task RaisedOnce_OpensAgainOnlyForWhatHappensAfterwards()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        var happened = stores.Clock.GetUtcNow();
        await OnceAsync(happened);
        await stores.Clock.AdvanceAsync(TimeSpan.FromHours(1), Cancellation);
        await attention.ResolveAsync(Assert.Single(await attention.ListOpenAsync(Cancellation)), "done", "opr-1", Cancellation);

        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(9), Cancellation);
        await OnceAsync(happened);
        await OnceAsync(null);
        Assert.Empty(await attention.ListOpenAsync(Cancellation));
        await OnceAsync(stores.Clock.GetUtcNow());
        Assert.Single(await attention.ListOpenAsync(Cancellation));

        Task OnceAsync(DateTimeOffset? at) =>
            attention.RaiseOnceAsync("case-open", "ord-1", "Disputed.", "Answer it.", "ord-1", at, Cancellation);
    }

    [Fact]
    public async Task Resolved_AreListedTheNewestFirst_APageAtATime()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        for (var n = 0; n < 5; n++)
        {
            await attention.RaiseAsync("payout-late", $"ord-{n}", "Late.", "Look.", $"ord-{n}", Cancellation);
            await attention.ResolveAsync(Assert.Single(await attention.ListOpenAsync(Cancellation)), $"note {n}", "opr-1", Cancellation);
            await stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
        }

        var first = await attention.ListResolvedAsync(null, null, 3, Cancellation);
        var second = await attention.ListResolvedAsync(null, OperatorAlerts.PlaceOf(first[^1]), 3, Cancellation);
        Assert.Equal(["note 4", "note 3", "note 2", "note 1", "note 0"], first.Concat(second).Select(i => i.Resolution!));
    }

    [Fact]
    public async Task Resolved_OfOneKind_FillAPageWhateverLiesBetweenThem()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        for (var n = 0; n < 6; n++)
        {
            await attention.RaiseAsync(n % 3 == 0 ? "payout-late" : "refund-slow", $"ord-{n}", "Late.", "Look.", $"ord-{n}", Cancellation);
            await attention.ResolveAsync(Assert.Single(await attention.ListOpenAsync(Cancellation)), $"{n}", "opr-1", Cancellation);
            await stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
        }

        Assert.Equal(["3", "0"], (await attention.ListResolvedAsync("payout-late", null, 2, Cancellation)).Select(i => i.Resolution!));
    }

    [Fact]
    public async Task Unreadable_IsShownAmongTheOthers_AndCanBeResolved()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        await RaiseAsync(attention);
        await attention.RaiseAsync("payout-late", "ord-2", "Late.", "Look.", "ord-2", Cancellation);
        var spoilt = (await attention.ListOpenAsync(Cancellation)).Single(i => i.Kind == "payout-late");
        await SpoilAsync(stores, $"open-{spoilt.Id}");

        var shown = (await attention.ListOpenAsync(Cancellation)).Single(i => i.Kind == "alert-unreadable");
        Assert.Equal((spoilt.Id, true), (shown.Id, shown.IsOpen));
        Assert.Contains(await attention.ListOpenAsync(Cancellation), i => i.Kind == "refund-refused");
        await attention.RaiseAsync("payout-late", "ord-2", "Late.", "Look.", "ord-2", Cancellation);

        await attention.ResolveAsync((await attention.FindAsync(shown.Id, Cancellation))!, "It was late.", "opr-1", Cancellation);
        Assert.Equal(
            "It was late.", Assert.Single(await attention.ListResolvedAsync("alert-unreadable", null, 10, Cancellation)).Resolution);
    }

    [Fact]
    public async Task Unreadable_AmongTheResolved_KeepsItsPlaceInThePages()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        for (var n = 0; n < 3; n++)
        {
            await attention.RaiseAsync("payout-late", $"ord-{n}", "Late.", "Look.", $"ord-{n}", Cancellation);
            await attention.ResolveAsync(Assert.Single(await attention.ListOpenAsync(Cancellation)), $"{n}", "opr-1", Cancellation);
            await stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
        }

        var all = await attention.ListResolvedAsync(null, null, 10, Cancellation);
        await SpoilAsync(stores, $"history-{OperatorAlerts.PlaceOf(all[1])}");

        string? place = null;
        for (var n = 0; n < 3; n++)
        {
            var item = Assert.Single(await attention.ListResolvedAsync(null, place, 1, Cancellation));
            Assert.Equal((all[n].Id, n == 1 ? null : all[n].Resolution), (item.Id, item.Resolution));
            place = OperatorAlerts.PlaceOf(item);
        }
    }

    private static Task SpoilAsync(LocalStores stores, string row) =>
        stores.Tables.Attention.UpsertEntityAsync(
            new TableEntity("items", row) { ["Doc"] = "not JSON" }, TableUpdateMode.Replace, Cancellation);

    private static Task RaiseAsync(OperatorAlerts attention) =>
        attention.RaiseAsync(
            "refund-refused",
            "ord-1-refund-1",
            "PayPal refused it.",
            "Pay the buyer back another way.",
            "ord-1",
            Cancellation);
}
