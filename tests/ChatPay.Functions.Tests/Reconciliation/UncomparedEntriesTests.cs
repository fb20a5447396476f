using Azure.Data.Tables;
using ChatPay.Functions.Platform.Reconciliation;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Reconciliation;

/// <summary>An entry that cannot be compared is tried again alone; the days of all others go on.</summary>
public sealed class UncomparedEntriesTests
{
    private const string NotCompared = "not-compared";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An order that can never be read, and its transactions, once cost every order and transaction since.</summary>
    [Fact]
    public async Task Entry_ThatFailsForWeeks_CostsTheSameEachNight()
    {
        await using var bench = await NightlyBench.StartAsync();
        await bench.AddOrdersAsync(20);
        await bench.SpoilAsync();
        for (var night = 0; night < 12; night++)
            await bench.NightAsync(_ => NightlyBench.Reversal);

        var costs = new List<(string, int)>();
        for (var night = 0; night < 12; night++)
        {
            await bench.NightAsync(_ => NightlyBench.Reversal);
            costs.Add((bench.Counts.ToString(), bench.Asked.Count));
            // It is tried as an order and as a reversal.
            Assert.Equal(2, bench.Counts["orders read"]);
            Assert.Equal(1, bench.Counts["reconciliation write"]);
        }

        Assert.Single(costs.Distinct());
    }

    /// <summary>An order that could not be compared for weeks is compared with what PayPal listed then.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Order_ThatCanBeReadAfterWeeks_IsComparedWithTheListOfItsDay(bool isListed)
    {
        await using var bench = await NightlyBench.StartAsync();
        bench.ListsPayment = isListed;
        await bench.AddOrdersAsync(3);
        await bench.SpoilAsync();
        for (var night = 0; night < 20; night++)
            await bench.NightAsync();
        Assert.Contains("order-ord-1", await bench.AlertsAsync(NotCompared));

        await bench.MendAsync();
        await bench.NightAsync();
        Assert.Equal(isListed ? [] : ["CAPTURE1"], await bench.AlertsAsync("not-at-provider"));
        await IsComparedAsync(bench);
    }

    [Fact]
    public async Task Transaction_ThatCanBeComparedAfterWeeks_IsBooked()
    {
        await using var bench = await NightlyBench.StartAsync();
        await bench.SpoilAsync();
        for (var night = 0; night < 20; night++)
            await bench.NightAsync(_ => NightlyBench.Reversal);
        Assert.Contains($"transaction-{NightlyBench.Reversal}", await bench.AlertsAsync(NotCompared));

        await bench.MendAsync();
        await bench.NightAsync(_ => NightlyBench.Reversal);
        Assert.Equal(ScriptedSale.Usd("40.00"), await bench.GivenBackAsync());
        await IsComparedAsync(bench);
    }

    [Fact]
    public async Task Dispute_ThatCanBeReadAfterWeeks_IsTakenUp()
    {
        await using var bench = await NightlyBench.StartAsync();
        bench.Disputes = """{"items":[{"dispute_id":"PP-D-1"}]}""";
        await bench.NightAsync();
        // PayPal lists it no more: it has not changed since.
        bench.Disputes = """{"items":[]}""";
        for (var night = 0; night < 20; night++)
            await bench.NightAsync();
        Assert.Equal(["dispute-PP-D-1"], await bench.AlertsAsync(NotCompared));

        bench.Dispute = """
            {"dispute_id":"PP-D-1","status":"OPEN","reason":"MERCHANDISE_OR_SERVICE_NOT_RECEIVED","create_time":"2026-03-02T00:00:00Z",
             "dispute_amount":{"currency_code":"USD","value":"100.00"},
             "disputed_transactions":[{"seller_transaction_id":"CAPTURE1","custom":"ord-1-checkout-1"}]}
            """;
        await bench.NightAsync();
        Assert.Equal("PP-D-1", Assert.Single((await bench.OrderAsync()).Disputes).Id);
        await IsComparedAsync(bench);
    }

    /// <summary>More than a few are not a failure of each: the next night looks at all of their days again.</summary>
    [Fact]
    public async Task Entries_ThatFailInLargeNumbers_AreNotKeptOneByOne()
    {
        await using var bench = await NightlyBench.StartAsync();
        await bench.AddOrdersAsync(ComparedNight.MaxKept + 1);
        var spoiled = Enumerable.Range(0, ComparedNight.MaxKept + 1).Select(i => $"ord-more-{i}").ToList();
        foreach (var id in spoiled)
            await bench.SpoilAsync(id);
        for (var night = 0; night < 10; night++)
            await bench.NightAsync();
        Assert.DoesNotContain(await bench.RowsAsync(), row => row.StartsWith("failed", StringComparison.Ordinal));
        Assert.Equal(["lists"], await bench.AlertsAsync(NotCompared));

        foreach (var id in spoiled)
            await bench.MendAsync(id);
        await bench.NightAsync();
        await IsComparedAsync(bench);
    }

    /// <summary>However many disputes PayPal does not show after it has told of them: the days go on.</summary>
    [Fact]
    public async Task Entries_KeptByEventsInLargeNumbers_HoldNoNightUp()
    {
        await using var stores = await LocalStores.StartAsync();
        var now = stores.Clock.GetUtcNow();
        var report = new ComparedReport(stores.Tables, NullLogger<ComparedReport>.Instance);
        var ids = Enumerable.Range(0, ComparedNight.MaxKept + 1).Select(i => $"PP-D-{i}").ToList();
        foreach (var id in ids.Append("PP-D-0"))
            await report.KeepAsync(UncomparedKind.Dispute, id, now, Cancellation);

        var night = await report.BeginAsync(now, Cancellation);
        Assert.Equal(ids.Count, night.Failed.Count);
        Assert.True(await night.EndAsync(UncomparedKind.Dispute, ids.Select(id => (id, now, now)), Cancellation));
    }

    [Fact]
    public async Task Entry_ThatFailsForHalfAYear_IsNoLongerTriedAndStaysTheOperators()
    {
        await using var bench = await NightlyBench.StartAsync();
        bench.Disputes = """{"items":[{"dispute_id":"PP-D-1"}]}""";
        await bench.NightAsync();
        bench.Disputes = """{"items":[]}""";
        await bench.NightAsync();
        await bench.Stores.Clock.AdvanceAsync(TimeSpan.FromDays(177), Cancellation);
        await bench.NightAsync();
        Assert.Contains(bench.Asked, path => path.Contains("PP-D-1", StringComparison.Ordinal));

        for (var night = 0; night < 3; night++)
            await bench.NightAsync();
        Assert.DoesNotContain(bench.Asked, path => path.Contains("PP-D-1", StringComparison.Ordinal));
        Assert.DoesNotContain(await bench.RowsAsync(), row => row.StartsWith("failed", StringComparison.Ordinal));
        Assert.Equal(["dispute-PP-D-1"], await bench.AlertsAsync(NotCompared));
    }

    /// <summary>After a restore, payouts wait for everything from before it: also for what fails alone.</summary>
    [Fact]
    public async Task ComparedTo_IsWhereTheOldestFailureBegan()
    {
        await using var bench = await NightlyBench.StartAsync();
        var report = new ComparedReport(bench.Stores.Tables, NullLogger<ComparedReport>.Instance);
        await bench.NightAsync();
        var before = await report.ToAsync(Cancellation);
        await bench.SpoilAsync();
        for (var night = 0; night < 3; night++)
            await bench.NightAsync(_ => NightlyBench.Reversal);
        Assert.Equal(before, await report.ToAsync(Cancellation));

        await bench.MendAsync();
        await bench.NightAsync(_ => NightlyBench.Reversal);
        Assert.Equal(bench.Now.AddHours(-6), await report.ToAsync(Cancellation));
    }

    /// <summary>A run that was cut short once left the alert open for ever: the row was deleted, and nothing was left to end it.</summary>
    [Fact]
    public async Task Entry_ComparedByARunThatIsCutShort_IsComparedOnceMore()
    {
        await using var bench = await NightlyBench.StartAsync();
        await bench.AddOrdersAsync(1);
        await bench.SpoilAsync();
        for (var night = 0; night < 20; night++)
            await bench.NightAsync();
        Assert.Equal(["order-ord-1"], await bench.AlertsAsync(NotCompared));

        await bench.MendAsync();
        var cut = await new ComparedReport(bench.Stores.Tables, NullLogger<ComparedReport>.Instance).BeginAsync(bench.Now, Cancellation);
        Assert.True(await cut.EndAsync(UncomparedKind.Order, [], Cancellation));
        await bench.NightAsync();
        await IsComparedAsync(bench);
    }

    /// <summary>After months without a comparison, what fails first is not half a year old already.</summary>
    [Fact]
    public async Task Entry_ThatFailsAfterMonthsWithoutAComparison_IsTriedMoreThanOnce()
    {
        await using var bench = await NightlyBench.StartAsync();
        await bench.NightAsync();
        await bench.Stores.Clock.AdvanceAsync(TimeSpan.FromDays(200), Cancellation);
        bench.Disputes = """{"items":[{"dispute_id":"PP-D-1"}]}""";
        await bench.NightAsync();
        bench.Disputes = """{"items":[]}""";
        for (var night = 0; night < 3; night++)
        {
            await bench.NightAsync();
            Assert.Contains(bench.Asked, path => path.Contains("PP-D-1", StringComparison.Ordinal));
        }
    }

    /// <summary>A dozen disputes that PayPal does not answer for once took the whole run, and nothing was told.</summary>
    [Fact]
    public async Task Disputes_ThatTakeMinutesEach_LeaveTimeForTheRestOfTheRun()
    {
        await using var bench = await NightlyBench.StartAsync();
        bench.Disputes = $$"""{"items":[{{string.Join(',', Enumerable.Range(1, 12).Select(i => $$"""{"dispute_id":"PP-D-{{i}}"}"""))}}]}""";
        await bench.NightAsync();
        bench.Disputes = """{"items":[]}""";
        bench.DisputeTakes = TimeSpan.FromMinutes(2.5);
        var tried = new HashSet<string>();
        for (var night = 0; night < 14; night++)
        {
            await bench.NightAsync();
            var asked = bench.Asked.Where(path => path.Contains("/disputes/PP-D-", StringComparison.Ordinal)).ToHashSet();
            Assert.InRange(asked.Count, 1, 2);
            tried.UnionWith(asked);
        }

        Assert.Equal(12, tried.Count);
        Assert.Equal(12, (await bench.AlertsAsync(NotCompared)).Count);
    }

    /// <summary>After a restore, what it was about may be what was refunded since.</summary>
    [Fact]
    public async Task EntryRow_ThatCannotBeRead_IsToldAndKeepsPayoutsPaused()
    {
        await using var bench = await NightlyBench.StartAsync();
        var report = new ComparedReport(bench.Stores.Tables, NullLogger<ComparedReport>.Instance);
        await bench.Stores.Tables.Reconciliation.UpsertEntityAsync(
            new TableEntity("report", "failed-x") { ["Doc"] = "{" }, cancellationToken: Cancellation);
        await bench.NightAsync();
        Assert.Equal(["failed-x"], await bench.AlertsAsync(NotCompared));
        Assert.Null(await report.ToAsync(Cancellation));

        await bench.Stores.Tables.Reconciliation.DeleteEntityAsync("report", "failed-x", cancellationToken: Cancellation);
        Assert.NotNull(await report.ToAsync(Cancellation));
    }

    /// <summary>A row that cannot be read keeps no night from comparing everything else.</summary>
    [Fact]
    public async Task EntryRow_ThatCannotBeRead_HoldsNothingUp()
    {
        await using var bench = await NightlyBench.StartAsync();
        await bench.Stores.Tables.Reconciliation.UpsertEntityAsync(
            new TableEntity("report", "failed-x") { ["Doc"] = "{" }, cancellationToken: Cancellation);
        await bench.NightAsync(_ => NightlyBench.Reversal);
        Assert.Equal(ScriptedSale.Usd("40.00"), await bench.GivenBackAsync());
    }

    private static async Task IsComparedAsync(NightlyBench bench)
    {
        Assert.Empty(await bench.AlertsAsync(NotCompared));
        Assert.DoesNotContain(await bench.RowsAsync(), row => row.StartsWith("failed", StringComparison.Ordinal));
    }
}
