using Azure.Data.Tables;
using ChatPay.Functions.Features.OrderEvents;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Audit;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Shared.Storage;

/// <summary>Rows that are no longer needed are deleted.</summary>
public sealed class OldRowsTests
{
    private static readonly Uri Here = new("https://pay.example/");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Audit_AfterTwoYears_IsForgottenByDayAndBySubject()
    {
        await using var stores = await LocalStores.StartAsync();
        var trail = new AuditTrail(stores.Tables);
        var old = stores.Clock.GetUtcNow();
        for (var i = 0; i < 120; i++)
            await trail.AddAsync(new AuditEntry(old, "sel-1", "MarkShipped", $"ord-{i % 3}", "done", null), Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(AuditTrail.DaysKept), Cancellation);
        await trail.AddAsync(new AuditEntry(stores.Clock.GetUtcNow(), "sel-1", "MarkShipped", "ord-1", "done", null), Cancellation);
        await NightAsync(stores);
        Assert.Equal(242, await CountAsync(stores.Tables.Audit));

        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
        await NightAsync(stores);
        Assert.Equal(2, await CountAsync(stores.Tables.Audit));
        Assert.Single((await trail.ListAsync(AuditTrail.OfSubject("ord-1"), null, null, 10, Cancellation)).Items);
    }

    [Fact]
    public async Task Feed_ThreeMonthsAfterTheMonth_IsForgottenAndItsNumbersGoOn()
    {
        await using var stores = await LocalStores.StartAsync();
        var feed = new OrderFeed(stores.Tables, stores.Clock);
        for (var i = 1; i <= 60; i++)
            await feed.AppendAsync([Event(i, stores.Clock.GetUtcNow())], Cancellation);
        await stores.Clock.AdvanceAsync(new DateTimeOffset(2026, 6, 28, 2, 0, 0, TimeSpan.Zero) - stores.Clock.GetUtcNow(), Cancellation);
        await feed.AppendAsync([Event(61, stores.Clock.GetUtcNow())], Cancellation);
        await NightAsync(stores);
        Assert.Equal(61, (await feed.ListAsync(ScriptedSale.SellerId, 0, 100, Cancellation)).Count);

        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(3), Cancellation);
        await NightAsync(stores);
        Assert.Equal([61], (await feed.ListAsync(ScriptedSale.SellerId, 0, 100, Cancellation)).Select(e => e.Number));
        // The event, its id, the head, and the month by which it is found.
        Assert.Equal(4, await CountAsync(stores.Tables.Events));
        await feed.AppendAsync([Event(62, stores.Clock.GetUtcNow())], Cancellation);
        await feed.AppendAsync([Event(62, stores.Clock.GetUtcNow())], Cancellation);
        Assert.Equal([61, 62], (await feed.ListAsync(ScriptedSale.SellerId, 0, 100, Cancellation)).Select(e => e.Number));
    }

    [Fact]
    public async Task Feed_OfFromBeforeMonthsWereKept_IsForgottenWithTheNextMonth()
    {
        await using var stores = await LocalStores.StartAsync();
        var feed = new OrderFeed(stores.Tables, stores.Clock);
        await feed.AppendAsync([Event(1, stores.Clock.GetUtcNow())], Cancellation);
        await stores.Tables.Events.DeleteEntityAsync("month-202603", ScriptedSale.SellerId, cancellationToken: Cancellation);
        await stores.Tables.Events.UpdateEntityAsync(
            new TableEntity(ScriptedSale.SellerId, "head") { ["Count"] = 1L }, Azure.ETag.All, TableUpdateMode.Replace, Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(60), Cancellation);
        await feed.AppendAsync([Event(2, stores.Clock.GetUtcNow())], Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(130), Cancellation);
        await NightAsync(stores);
        Assert.Empty(await feed.ListAsync(ScriptedSale.SellerId, 0, 100, Cancellation));
    }

    [Fact]
    public async Task Item_TwoYearsAfterItWasResolved_IsForgotten()
    {
        await using var stores = await LocalStores.StartAsync();
        var alerts = new OperatorAlerts(stores.Tables, stores.Clock);
        foreach (var subject in new[] { "once", "again" })
        {
            await alerts.RaiseAsync("kind", subject, "what", "to do", null, Cancellation);
            await alerts.ClearAsync("kind", subject, "over", Cancellation);
        }

        await alerts.RaiseAsync("kind", "open", "what", "to do", null, Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(10), Cancellation);
        await alerts.RaiseAsync("kind", "again", "what", "to do", null, Cancellation);
        await alerts.ClearAsync("kind", "again", "over", Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(OperatorAlerts.DaysKept - 5), Cancellation);
        await NightAsync(stores);

        Assert.False(await alerts.WasRaisedAsync("kind", "once", Cancellation));
        Assert.True(await alerts.WasRaisedAsync("kind", "again", Cancellation));
        Assert.Equal(["again"], (await alerts.ListResolvedAsync(null, null, 10, Cancellation)).Select(i => i.Subject));
        Assert.Equal(["open"], (await alerts.ListOpenAsync(Cancellation)).Select(i => i.Subject));
    }

    [Fact]
    public async Task Movements_AfterHalfAYear_AreForgottenThoseOfEarlierVersionsToo()
    {
        await using var stores = await LocalStores.StartAsync();
        var sale = ScriptedSale.Paid();
        await OrderStores.Of(stores.Tables, stores.Queues, stores.Clock)
            .CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation);
        await stores.Tables.Indexes.UpsertEntityAsync(new TableEntity("moved-20260301", "ord-before"), cancellationToken: Cancellation);
        Assert.Equal([ScriptedSale.OrderId, "ord-before"], (await MovedAsync(stores)).Order());
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(MovementIndex.DaysKept), Cancellation);
        await NightAsync(stores);
        Assert.Equal(2, (await MovedAsync(stores)).Count);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
        await NightAsync(stores);
        Assert.Empty(await MovedAsync(stores));
    }

    [Fact]
    public async Task Inbox_KeepsNoRowOfAnEventButThatItWaits()
    {
        await using var stores = await LocalStores.StartAsync();
        var waiting = new UnmatchedPayPalEvent(stores.Tables, stores.Clock);
        await waiting.KeepAsync(new PayPalEvent("WH-1", "PAYMENT.CAPTURE.COMPLETED"), Cancellation);
        await stores.Tables.Inbox.AddEntityAsync(new TableEntity("evt-08vsx", "event"), Cancellation);
        await NightAsync(stores);
        Assert.Equal("WH-1", UnmatchedPayPalEvent.Of(Assert.Single(await waiting.ListAsync(Cancellation))).News.EventId);
        Assert.Equal(1, await CountAsync(stores.Tables.Inbox));
    }

    [Fact]
    public async Task Sunday_WithNothingOld_CostsAQueryEach_AndOtherDaysNothing()
    {
        await using var stores = await LocalStores.StartAsync();
        var trail = new AuditTrail(stores.Tables);
        for (var i = 0; i < 20; i++)
            await trail.AddAsync(new AuditEntry(stores.Clock.GetUtcNow(), "sel-1", "MarkShipped", "ord-1", "done", null), Cancellation);
        var counts = new RequestCounts();
        var night = new ForgetOldRows(
            All(stores, new ChatPayTables(stores.Watched(counts).Tables)), stores.Clock, NullLogger<ForgetOldRows>.Instance);
        Assert.Equal(DayOfWeek.Sunday, stores.Clock.GetUtcNow().DayOfWeek);
        await night.RunAsync(new TimerInfo(), Cancellation);
        Assert.Equal("1 attention query, 1 audit query, 1 events query, 1 inbox query, 1 indexes query", counts.ToString());
        for (var day = 0; day < 6; day++)
        {
            await stores.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
            await night.RunAsync(new TimerInfo(), Cancellation);
        }

        Assert.Equal(5, counts.Total);
    }

    private static async Task NightAsync(LocalStores stores)
    {
        foreach (var rows in All(stores, stores.Tables))
            await rows.ForgetAsync(stores.Clock.GetUtcNow(), Cancellation);
    }

    private static IOldRows[] All(LocalStores stores, ChatPayTables tables) =>
    [
        new AuditTrail(tables),
        new OperatorAlerts(tables, stores.Clock),
        new OrderFeed(tables, stores.Clock),
        new MovementIndex(tables),
        new UnmatchedPayPalEvent(tables, stores.Clock),
    ];

    private static async Task<IReadOnlyList<string>> MovedAsync(LocalStores stores)
    {
        var ids = new List<string>();
        var first = DueDays.DayOf(ScriptedSale.Start);
        await foreach (var movement in new MovementIndex(stores.Tables).ListAsync(first, first, Cancellation))
            ids.Add(movement.OrderId);
        return ids;
    }

    private static async Task<int> CountAsync(TableClient table)
    {
        var count = 0;
        await foreach (var _ in table.QueryAsync<TableEntity>(cancellationToken: Cancellation))
            count++;
        return count;
    }

    private static OrderCloudEvent Event(int number, DateTimeOffset at) => OrderCloudEvent.Of(
        new OrderNotice("ord-1", "cnv-1", ScriptedSale.SellerId, new TimelineEntry(number, at, new OrderEvent(OrderEventType.Paid))), Here);
}
