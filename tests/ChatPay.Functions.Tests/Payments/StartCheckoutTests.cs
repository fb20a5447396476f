using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Requests;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Sellers;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>A buyer who begins to pay while the request ends, or has begun elsewhere.</summary>
public sealed class StartCheckoutTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A buyer once could not pay another request for a week, because of one that the seller had cancelled.</summary>
    [Fact]
    public async Task Checkout_OfARequestThatEndsMeanwhile_LeavesTheBuyersLimitFree()
    {
        await using var stores = await LocalStores.StartAsync();
        var limit = new BuyerLimit(stores.Tables, stores.Clock);
        Assert.Equal("request-ended", await RefusalAsync(stores, limit, RequestTransitions.Cancel));
        await limit.ReserveAsync(OfTheWholeLimit, Cancellation);
    }

    [Fact]
    public async Task Checkout_OfARequestThatIsBeingPaidMeanwhile_KeepsTheReservation()
    {
        await using var stores = await LocalStores.StartAsync();
        var limit = new BuyerLimit(stores.Tables, stores.Clock);
        Assert.Equal(
            "payment-in-progress",
            await RefusalAsync(stores, limit, o => CheckoutTransitions.Pend(o, 1, "ECHECK"), ScriptedSale.Capturing()));
        Assert.Equal(
            "buyer-limit",
            (await Assert.ThrowsAsync<ProblemException>(() => limit.ReserveAsync(OfTheWholeLimit, Cancellation))).Code);
    }

    private static Order OfTheWholeLimit => ScriptedSale.Of(new OrderTerms(), ScriptedSale.Usd("2250.00")).Order with { Id = "ord-2" };

    /// <summary>The buyer begins a checkout; after the order was read, this happens.</summary>
    private static async Task<string> RefusalAsync(
        LocalStores stores, BuyerLimit limit, Func<Order, Decision> meanwhile, ScriptedSale? then = null)
    {
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sellers = new SellerStore(stores.Tables, stores.Clock);
        await sellers.CreateAsync(SellerFacts.Active(ScriptedSale.SellerId, stores.Clock.GetUtcNow()), Cancellation);
        var requested = ScriptedSale.Requested();
        Assert.True(await orders.CreateAsync(new OrderChange(requested.Order), Cancellation));
        var read = await orders.GetAsync(ScriptedSale.OrderId, Cancellation);
        await orders.ChangeAsync(
            ScriptedSale.OrderId, o => then is null ? meanwhile(o) : meanwhile(o with { Checkouts = then.Order.Checkouts }), Cancellation);

        var checkout = new StartCheckout(orders, sellers, limit, links: null!, PayPalBench.Silent().Client, stores.Clock);
        return (await Assert.ThrowsAsync<ProblemException>(() => checkout.RunAsync(read, Cancellation))).Code;
    }
}
