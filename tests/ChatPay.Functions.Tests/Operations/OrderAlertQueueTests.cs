using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Operations;

/// <summary>An order's alert ends with its cause.</summary>
public sealed class OrderAlertQueueTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The lost dispute leaves the alert, since a refund is under way; and when that one is not sent, because the dispute has
    /// given everything, the alert once stayed open for ever.</summary>
    [Fact]
    public async Task RefundRefused_AndTheNextOneIsGivenByADispute_IsOver()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        var queue = new OrderAlertQueue(attention);
        var sale = ScriptedSale.Shipped().Did(Give("20.00")).Did(o => RefundTransitions.Fail(o, 1, "REFUSED", ScriptedSale.Start));
        await TellAsync(1, OrderEventType.RefundFailed, "REFUSED");
        sale.Did(Give("20.00")).Did(o => DisputeTransitions.Observe(
            o,
            new ProviderDispute(
                "PP-D-1", ScriptedSale.Start, "RESOLVED", ScriptedSale.Usd("100.00"), ScriptedSale.Usd("100.00"), ScriptedSale.Usd("0.00"))
            {
                Outcome = "RESOLVED_BUYER_FAVOUR",
            },
            ScriptedSale.Start));
        await TellAsync(2, OrderEventType.CaseLost, null);
        Assert.Single(await attention.ListOpenAsync(Cancellation));

        sale.Did(o => RefundTransitions.Fail(o, 2, RefundTransitions.GivenByCase, ScriptedSale.Start));
        await TellAsync(3, OrderEventType.RefundFailed, RefundTransitions.GivenByCase);
        Assert.Empty(await attention.ListOpenAsync(Cancellation));

        Task TellAsync(int number, OrderEventType type, string? detail)
        {
            var entry = new TimelineEntry(number, ScriptedSale.Start, new OrderEvent(type, ScriptedSale.Usd("20.00"), detail));
            return queue.DispatchAsync(
                sale.Order, new OrderNotice(ScriptedSale.OrderId, "cnv-1", ScriptedSale.SellerId, entry), Cancellation);
        }
    }

    private static Func<Order, Decision> Give(string amount) => o => RefundDecisions.Give(
        o,
        RefundReason.Operator,
        new RefundRequest(ScriptedSale.Usd(amount)),
        new IdempotencyRecord("k" + o.Refunds.Count, amount),
        ScriptedSale.Start);
}
