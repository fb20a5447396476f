using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Sellers;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Payouts;

/// <summary>The sweep finds every released payout, whatever happens between reading and writing.</summary>
public sealed class ReleasePayoutTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Release_WhoseBlockGoesAfterTheOrderWasRead_HasItsDueEntry()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sale = ScriptedSale
            .Shipped()
            .Did(o =>
                RefundDecisions.Give(
                    o,
                    RefundReason.Seller,
                    new RefundRequest(ScriptedSale.Usd("20.00")),
                    new("k", "r"),
                    ScriptedSale.Start))
            .Did(o => RefundTransitions.Submit(o, 1));
        await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = sale.Ledger }, Cancellation);
        await new SellerStore(stores.Tables, stores.Clock).CreateAsync(
            SellerFacts.Active(ScriptedSale.SellerId, ScriptedSale.Start), Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromHours(72), Cancellation);

        // The refund completes between the read of the order and that of its seller.
        var interrupted = false;
        var tables = stores.InterruptedAt(
            "sellers",
            () =>
            {
                interrupted = true;
                return orders.ChangeAsync(
                    ScriptedSale.OrderId,
                    o => RefundTransitions.Complete(o, 1, "R1", stores.Clock.GetUtcNow()),
                    Cancellation);
            });
        var (mine, due) = (OrderStores.Of(tables, stores.Queues, stores.Clock), new DuePayouts(tables));
        var release = new ReleasePayout(
            mine,
            new SellerStore(tables, stores.Clock),
            new LatePayouts(due, mine, new OperatorAlerts(tables, stores.Clock), stores.Clock, NullLogger<LatePayouts>.Instance),
            stores.Clock);

        Assert.True(await release.RunAsync(ScriptedSale.OrderId, Cancellation));
        Assert.True(interrupted);
        Assert.Equal(PayoutState.Released, (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.CurrentPayout!.State);
        var entries = new List<DuePayout>();
        await foreach (var entry in due.ListAsync(stores.Clock.GetUtcNow(), Cancellation))
            entries.Add(entry);
        Assert.Equal((ScriptedSale.OrderId, 1), (Assert.Single(entries).OrderId, entries[0].Generation));
    }
}
