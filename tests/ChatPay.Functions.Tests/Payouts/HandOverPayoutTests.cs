using System.Text;
using ChatPay.Functions.Features.Payouts.Correction;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Limits;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Sellers;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payouts;

/// <summary>What may still be the buyer's, or belongs to a seller on a sanctions list, goes nowhere, not even to the authority, until
/// that is decided.</summary>
public sealed class HandOverPayoutTests
{
    private const string OrderId = "ord-aaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Payout_OfASellerOnASanctionsList_IsNotHandedOverUntilItIsCleared()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sellers = new SellerStore(stores.Tables, stores.Clock);
        await sellers.CreateAsync(SellerFacts.Active(ScriptedSale.SellerId, ScriptedSale.Start), Cancellation);
        var sale = ScriptedSale.Submitted().Did(o => PayoutTransitions.Fail(o, 1, "CLOSED", retryable: false, ScriptedSale.Start));
        await orders.CreateAsync(new OrderChange(sale.Order with { Id = OrderId }) { Ledger = sale.Ledger }, Cancellation);
        using var limiters = new CallLimiters(Options.Create(new RateLimits()));
        var handOver = new HandOverPayout(
            new OrderCommands(new OrderAccess(orders), orders, new PlainReader(), limiters, stores.Clock), sellers);

        await ChangeAsync(s => SellerTransitions.HoldForSanctions(s, ScriptedSale.Start));
        var refused = await Assert.ThrowsAsync<ProblemException>(() => handOver.RunAsync(Request(), OrderId, "1", Cancellation));
        Assert.Equal((422, "sanctions-listed"), (refused.Status, refused.Code));
        Assert.False((await orders.GetAsync(OrderId, Cancellation)).Order.CurrentPayout!.HandedOver);

        await ChangeAsync(s => SellerTransitions.ClearSanctions(s, "opr-1", "Another date of birth.", ScriptedSale.Start));
        await handOver.RunAsync(Request(), OrderId, "1", Cancellation);
        Assert.True((await orders.GetAsync(OrderId, Cancellation)).Order.CurrentPayout!.HandedOver);

        Task ChangeAsync(Func<Seller, SellerDecision> change) => sellers.ChangeAsync(ScriptedSale.SellerId, change, Cancellation);
    }

    [Fact]
    public void Hold_OfAClosedSellerOnASanctionsList_DoesNotEnd()
    {
        var closed = SellerTransitions.Revoke(
            SellerFacts.Active(ScriptedSale.SellerId, ScriptedSale.Start), "Sold what does not exist.", ScriptedSale.Start);
        Assert.True(closed.MayBeReleased(ScriptedSale.Start));
        Assert.False(SellerTransitions.HoldForSanctions(closed, ScriptedSale.Start).MayBeReleased(ScriptedSale.Start));
    }

    /// <summary>The case may take the money: handed over, it would be a debt that nobody can collect.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Payout_WhilePayPalDecidesACase_IsNotHandedOver(bool isReturned)
    {
        var sale = NotPaid(isReturned).Did(o => Observe(o, "UNDER_REVIEW", "0.00"));
        sale.IsRefused("payout-blocked", HandOver);

        sale.Did(o => Observe(o, "RESOLVED", "100.00"));
        Assert.Equal(ScriptedSale.Usd("0.00"), sale.Order.CurrentPayout!.Amount);

        static Decision Observe(Order order, string status, string settlement) => DisputeTransitions.Observe(
            order,
            new ProviderDispute(
                "PP-D-1",
                ScriptedSale.Start.AddSeconds(order.Rows),
                status,
                ScriptedSale.Usd("100.00"),
                ScriptedSale.Usd(settlement),
                ScriptedSale.Usd("0.00")),
            ScriptedSale.Start);
    }

    /// <summary>A refund that fails gives back to the payout what it took from it. Once that is handed over, nobody would pay it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Payout_WhileARefundIsUnderWay_IsNotHandedOver(bool isReturned)
    {
        var sale = NotPaid(isReturned);
        var whole = sale.Order.CurrentPayout!.Amount;
        sale.Did(o => RefundDecisions.Give(
                o, RefundReason.Operator, new RefundRequest(ScriptedSale.Usd("20.00")), new("k", "r"), ScriptedSale.Start))
            .Did(o => RefundTransitions.Submit(o, 1));
        sale.IsRefused("payout-blocked", HandOver);

        sale.Did(o => RefundTransitions.Fail(o, 1, "REFUSED", ScriptedSale.Start));
        Assert.Equal((whole, ScriptedSale.Usd("0.00")), (sale.Order.CurrentPayout!.Amount, sale.Order.Held));
        sale.IsRefused("payout-blocked", HandOver).Did(o => RefundTransitions.End(o, 1, ScriptedSale.Start)).Did(HandOver);
    }

    private static ScriptedSale NotPaid(bool isReturned) => isReturned
        ? ScriptedSale.PaidOut().Did(o => PayoutTransitions.Return(o, 1, "ITEM1", ScriptedSale.Usd("0.25"), "RETURNED", ScriptedSale.Start))
        : ScriptedSale.Submitted().Did(o => PayoutTransitions.Fail(o, 1, "CLOSED", retryable: false, ScriptedSale.Start));

    private static Decision HandOver(Order order) =>
        PayoutTransitions.HandOver(order, 1, "Handed over to the state.", sellerIsClosed: false, ScriptedSale.Start);

    private static HttpRequest Request()
    {
        var http = new DefaultHttpContext();
        Caller.Set(http, new Caller("root", new HashSet<Role> { Role.Operator }));
        http.Request.ContentType = "application/json";
        http.Request.Headers[IdempotencyKey.Header] = "handover";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes("""{"message":"State of Ohio"}"""));
        return http.Request;
    }

    private sealed class PlainReader : IOrderReader
    {
        public Task<OrderView> ReadAsync(Order order, Caller caller, CancellationToken cancellationToken) =>
            Task.FromResult(OrderView.For(order, caller, ScriptedSale.Start));
    }
}
