using System.Text.Json;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>Buyers learn nothing about payouts: neither from the order, its ETag, nor refusals.</summary>
public sealed class BuyersViewTests
{
    private static readonly Caller Buyer = new("issuer|buyer", new HashSet<Role> { Role.Buyer });

    [Fact]
    public void View_OfTheBuyer_IsTheSameBeforeWhileAndAfterThePayout()
    {
        var shipped = View(ScriptedSale.Shipped());

        Assert.Contains("refund-requests", shipped, StringComparison.Ordinal);
        Assert.All([ScriptedSale.Released(), ScriptedSale.Submitted(), ScriptedSale.PaidOut()], sale => Assert.Equal(shipped, View(sale)));
    }

    [Fact]
    public void Request_WhileThePayoutIsOnItsWay_IsTakenAsAtAnyTime()
    {
        var sale = ScriptedSale
            .Submitted()
            .Did(o => RefundDecisions.Request(o, new RefundRequest(All: true), new IdempotencyRecord("ask", "A"), ScriptedSale.Start));

        Assert.Equal(RefundState.Requested, sale.Order.Refunds[^1].State);
        sale.IsRefused("payout-under-way", o => RefundDecisions.Approve(o, 1, ScriptedSale.Start));
    }

    private static string View(ScriptedSale sale) =>
        JsonSerializer.Serialize(OrderView.For(sale.Order with { BuyerId = Buyer.BuyerId }, Buyer, sale.Now), ChatPayJson.Api);
}
