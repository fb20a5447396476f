using Azure.Data.Tables;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Operations;

/// <summary>Events whose orders have appeared are handled by the night, whatever else waits.</summary>
public sealed class ReplayUnmatchedEventsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Event_ThatCannotBeRead_KeepsNoOtherFromBeingHandled()
    {
        await using var stores = await LocalStores.StartAsync();
        stores.Broker.DeclareQueue(Queues.InboundPayments);
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        foreach (var id in new[] { "ord-1", "ord-2" })
            await orders.CreateAsync(new OrderChange(ScriptedSale.Paid().Order with { Id = id }), Cancellation);
        // The order of the first event cannot be read.
        await stores.Tables.Orders.UpsertEntityAsync(
            new TableEntity("ord-1", OrderRows.State) { ["Doc"] = "{" }, TableUpdateMode.Replace, Cancellation);
        var waiting = new UnmatchedPayPalEvent(stores.Tables, stores.Clock);
        for (var i = 1; i <= 2; i++)
            await waiting.KeepAsync(new PayPalEvent($"WH-{i}", "PAYMENT.CAPTURE.COMPLETED") { OrderId = $"ord-{i}" }, Cancellation);
        // Sorts before the others.
        var first = Assert.IsType<TableEntity>((await waiting.ListAsync(Cancellation))[0]);
        await stores.Tables.Inbox.AddEntityAsync(new TableEntity(first.PartitionKey, "!") { ["Doc"] = "{" }, Cancellation);

        await new ReplayUnmatchedEvents(
            waiting,
            orders,
            stores.Queues,
            new OperatorAlerts(stores.Tables, stores.Clock),
            stores.Clock,
            NullLogger<ReplayUnmatchedEvents>.Instance
        ).RunAsync(new TimerInfo(), Cancellation);

        Assert.Equal(1, stores.Broker.Queues.Single(q => q.Name == Queues.InboundPayments).Active);
        Assert.Equal(2, (await waiting.ListAsync(Cancellation)).Count);
    }
}
