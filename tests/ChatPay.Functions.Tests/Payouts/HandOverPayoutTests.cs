using System.Text;
using ChatPay.Functions.Features.Payouts.Correction;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Sellers;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Sellers;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Tests.Payouts;

/// <summary>Money of a seller on a sanctions list goes nowhere, not even to the authority, until someone has reviewed the hit.</summary>
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
        var handOver = new HandOverPayout(
            new OrderCommands(new OrderAccess(orders), orders, new PlainReader(), stores.Clock), sellers);

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
