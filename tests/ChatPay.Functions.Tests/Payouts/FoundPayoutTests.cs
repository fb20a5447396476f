using System.Net;
using System.Text;
using ChatPay.Functions.Features.Payouts.Correction;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Limits;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payouts;

/// <summary>PayPal has paid what the order does not know as paid: the tables were restored, or it was taken for failed. It stayed blocked
/// for good, and its money was booked as the seller's.</summary>
public sealed class FoundPayoutTests
{
    private const string OrderId = "ord-aaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Paid_BeforeOrAfterTheReleaseHere_IsBookedOnceAndUnblocked(bool isReleased)
    {
        var sale = Blocked(isReleased ? ScriptedSale.Released() : ScriptedSale.Shipped());
        sale.Did(Book("91.02")).HasNothingToDo(Book("91.02"));
        Assert.Equal(
            (PayoutState.Paid, "ITEM1", false, 0L),
            (sale.Order.CurrentPayout!.State, sale.Order.CurrentPayout.ProviderItemId, sale.Order.ManuallyBlocked,
                sale.Order.Held.MinorUnits));
        Assert.Equal(ScriptedSale.Usd("4.75"), Balances.Of(sale.Ledger)[Accounts.ProcessorBalance]);
        sale.HasNothingToDo(sale.Release).IsRefused("payout-settled", Book("91.02", "ITEM2"));
    }

    /// <summary>A debt was deducted from it then, or a refund is not booked here yet: the rest stays here, blocked.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Paid_LessThanIsHere_LeavesTheRestInTheHold(bool isReleased)
    {
        var sale = Blocked(isReleased ? ScriptedSale.Released() : ScriptedSale.Shipped());
        sale.Did(Book("71.02"));
        Assert.Equal((ScriptedSale.Usd("20.00"), true), (sale.Order.Held, sale.Order.ManuallyBlocked));
        sale.Now = ScriptedSale.Start + TimeSpan.FromHours(80);
        sale.IsRefused("blocked", sale.Release).Did(PayoutTransitions.Unblock).Did(sale.Release);
        Assert.Equal((2, ScriptedSale.Usd("20.00")), (sale.Order.CurrentPayout!.Generation, sale.Order.CurrentPayout.Amount));
    }

    /// <summary>An operator had it paid again, which is not known here.</summary>
    [Fact]
    public void Paid_AsTheNextGeneration_ReplacesTheOneThatCameBack()
    {
        var sale = Blocked(ScriptedSale.PaidOut().Did(o => PayoutTransitions.Return(
            o, 1, "ITEM0", ScriptedSale.Usd("0.25"), "RETURNED", ScriptedSale.Start)));
        sale.Did(Book("91.02", g: 2));
        Assert.Equal(
            (PayoutState.Replaced, PayoutState.Paid, ScriptedSale.Usd("0.00")),
            (sale.Order.Payouts[0].State, sale.Order.Payouts[1].State, sale.Order.Held));
    }

    /// <summary>The refund was made after the payout, and is booked here before it: what it took is the seller's debt.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Paid_BeforeARefundThatIsBookedHere_LeavesADebt(bool isReleased)
    {
        var sale = Blocked((isReleased ? ScriptedSale.Released() : ScriptedSale.Shipped()).Did(Refund("30.00"))
            .Did(o => RefundTransitions.Complete(o, 1, "R1", ScriptedSale.Start)).Did(Refund("20.00"))
            .Did(o => RefundTransitions.Complete(o, 2, "R2", ScriptedSale.Start)));
        sale.Did(Book("81.02")).HasNothingToDo(Book("81.02"));
        Assert.Equal(
            (ScriptedSale.Usd("37.50"), ScriptedSale.Usd("0.00"), false),
            (sale.Order.Debt, sale.Order.Held, sale.Order.ManuallyBlocked));
    }

    [Fact]
    public void Paid_BeforeADisputeThatIsBookedHere_LeavesADebt()
    {
        var sale = Blocked(ScriptedSale.Shipped().Did(o => DisputeTransitions.Observe(
            o,
            new ProviderDispute(
                "PP-D-1", ScriptedSale.Start, "RESOLVED", ScriptedSale.Usd("20.00"), ScriptedSale.Usd("20.00"), ScriptedSale.Usd("0.00"))
            {
                Outcome = "RESOLVED_BUYER_FAVOUR",
            },
            ScriptedSale.Start)));
        sale.Did(Book("91.02"));
        Assert.Equal((ScriptedSale.Usd("19.00"), ScriptedSale.Usd("0.00")), (sale.Order.Debt, sale.Order.Held));
    }

    [Fact]
    public void Paid_MoreThanTheSellerCanHaveHad_IsRefused()
    {
        Blocked(ScriptedSale.Shipped()).IsRefused("payout-too-large", Book("91.03"));
        // It may still fail.
        Blocked(ScriptedSale.Shipped().Did(Refund("20.00"))).IsRefused("payout-too-large", Book("91.02"));
    }

    /// <summary>The part that was kept in reserve then is kept in reserve here.</summary>
    [Fact]
    public void Paid_LessTheReserve_KeepsTheReserve()
    {
        var sale = Blocked(ScriptedSale.Shipped(ScriptedSale.ExampleTerms with { ReserveBasisPoints = 1000 }));
        sale.Did(Book("81.92"));
        Assert.Equal(
            (ScriptedSale.Usd("9.10"), ScriptedSale.Usd("0.00"), false),
            (sale.Order.Reserved, sale.Order.Held, sale.Order.ManuallyBlocked));
    }

    [Fact]
    public void Paid_WhatWasTakenForFailed_IsBookedWithoutABlock()
    {
        var sale = ScriptedSale.Submitted().Did(o => PayoutTransitions.Fail(o, 1, "CLOSED", retryable: false, ScriptedSale.Start));
        sale.Did(Book("91.02"));
        Assert.Equal(PayoutState.Paid, sale.Order.CurrentPayout!.State);
    }

    [Fact]
    public void Paid_WhatIsNotReady_IsRefused()
    {
        ScriptedSale.Shipped().IsRefused("payout-not-blocked", Book("91.02"));
        ScriptedSale.Submitted().IsRefused("payout-under-way", Book("91.02"));
        Blocked(ScriptedSale.Paid()).IsRefused("payout-not-shipped", Book("91.02"));
        Blocked(ScriptedSale.Shipped()).IsRefused("not-found", Book("91.02", g: 2)).IsRefused("not-found", Book("91.02", g: 0));
        ScriptedSale.PaidOut().IsRefused("payout-settled", Book("91.02", "ITEM2"));
    }

    /// <summary>What the operator names is not believed: PayPal's own item decides.</summary>
    [Theory]
    [InlineData("""{"sender_item_id":"ord-aaaaaaaaaaaaaaaaaaaaaaaaab-payout-1"}""", "is not for")]
    [InlineData("""{"receiver":"ANOTHERMERCHT"}""", "another account")]
    [InlineData("""{"transaction_status":"UNCLAIMED"}""", "UNCLAIMED")]
    [InlineData("""{"transaction_status":"RETURNED"}""", "RETURNED")]
    [InlineData("""{"currency":"EUR"}""", "EUR")]
    [InlineData("""{"missing":"yes"}""", "does not show")]
    public async Task Item_ThatIsNotThisPayoutPaid_IsNotBooked(string differs, string told)
    {
        await using var bench = await Bench.StartAsync(differs);
        var refused = await Assert.ThrowsAsync<ProblemException>(bench.BookAsync);
        Assert.Equal((409, "payout-not-paid"), (refused.Status, refused.Code));
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.Empty((await bench.OrderAsync()).Payouts);
        Assert.Equal(2, (await bench.Attention.ListOpenAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task Item_ThatHasPaidIt_IsBookedOnceWithPayPalsAmountAndEndsTheAlerts()
    {
        await using var bench = await Bench.StartAsync("{}");
        for (var i = 0; i < 2; i++)
            await bench.BookAsync();
        var order = await bench.OrderAsync();
        Assert.Equal(
            (ScriptedSale.Usd("91.02"), ScriptedSale.Usd("0.25"), false),
            (order.CurrentPayout!.Amount, order.CurrentPayout.Fee, order.ManuallyBlocked));
        Assert.Empty(await bench.Attention.ListOpenAsync(Cancellation));
    }

    private static ScriptedSale Blocked(ScriptedSale sale) => sale.Did(o => PayoutTransitions.Block(o, "It was paid before."));

    private static Func<Order, Decision> Refund(string amount) => o => RefundDecisions.Give(
        o, RefundReason.Operator, new RefundRequest(ScriptedSale.Usd(amount)), new("k" + o.Refunds.Count, "r"), ScriptedSale.Start);

    private static Func<Order, Decision> Book(string amount, string item = "ITEM1", int g = 1) => o => FoundPayout.Book(
        o, g, item, ScriptedSale.Usd(amount), ScriptedSale.Usd("0.25"), ScriptedSale.Start);

    private sealed class Bench(LocalStores stores, OrderStore orders, BookPaidPayout book, OperatorAlerts attention, CallLimiters limiters)
        : IAsyncDisposable
    {
        public OperatorAlerts Attention => attention;

        /// <param name="differs">How PayPal's item differs from one that has paid the order.</param>
        public static async Task<Bench> StartAsync(string differs)
        {
            var stores = await LocalStores.StartAsync();
            var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
            var sellers = new SellerStore(stores.Tables, stores.Clock);
            var seller = SellerFacts.Active(ScriptedSale.SellerId, ScriptedSale.Start);
            await sellers.CreateAsync(seller, Cancellation);
            var sale = Blocked(ScriptedSale.Shipped());
            await orders.CreateAsync(new OrderChange(sale.Order with { Id = OrderId }) { Ledger = sale.Ledger }, Cancellation);
            var attention = new OperatorAlerts(stores.Tables, stores.Clock);
            await attention.RaiseAsync(BookPaidPayout.NotBooked, Payout.Key(OrderId, 1), "-", "-", OrderId, Cancellation);
            await attention.RaiseAsync(BookPaidPayout.Otherwise, "ITEM1", "-", "-", OrderId, Cancellation);
            var limiters = new CallLimiters(Options.Create(new RateLimits()));
            var book = new BookPaidPayout(
                new OrderCommands(new OrderAccess(orders), orders, new PlainReader(), limiters, stores.Clock),
                sellers,
                new PayPalBench(asked => Item(differs, seller.PayPalMerchantId)).Client,
                attention,
                stores.Clock);
            return new Bench(stores, orders, book, attention, limiters);
        }

        public async Task<Order> OrderAsync() => (await orders.GetAsync(OrderId, Cancellation)).Order;

        public Task BookAsync()
        {
            var http = new DefaultHttpContext();
            Caller.Set(http, new Caller("root", new HashSet<Role> { Role.Operator }));
            http.Request.ContentType = "application/json";
            http.Request.Headers[IdempotencyKey.Header] = "found";
            http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes("""{"payPalItemId":"ITEM1"}"""));
            return book.RunAsync(http.Request, OrderId, "1", Cancellation);
        }

        public async ValueTask DisposeAsync()
        {
            limiters.Dispose();
            await stores.DisposeAsync();
        }

        private static HttpResponseMessage Item(string differs, string receiver)
        {
            var said = System.Text.Json.JsonDocument.Parse(differs).RootElement;
            return said.TryGetProperty("missing", out _)
                ? ScriptedHttp.Json(HttpStatusCode.NotFound, """{"name":"RESOURCE_NOT_FOUND"}""")
                : ScriptedHttp.Json(
                    HttpStatusCode.OK,
                    $$"""
                    {"payout_item_id":"ITEM1","payout_batch_id":"BATCH1","transaction_id":"TRANSACTION1",
                     "transaction_status":"{{Or("transaction_status", "SUCCESS")}}",
                     "payout_item_fee":{"currency":"{{Or("currency", "USD")}}","value":"0.25"},
                     "payout_item":{"receiver":"{{Or("receiver", receiver)}}",
                       "amount":{"currency":"{{Or("currency", "USD")}}","value":"91.02"},
                       "sender_item_id":"{{Or("sender_item_id", Payout.Key(OrderId, 1))}}"
                     } }
                    """);

            string Or(string name, string usual) => said.TryGetProperty(name, out var other) ? other.GetString()! : usual;
        }
    }

    private sealed class PlainReader : IOrderReader
    {
        public Task<OrderView> ReadAsync(Order order, Caller caller, CancellationToken cancellationToken) =>
            Task.FromResult(OrderView.For(order, caller, ScriptedSale.Start));
    }
}
