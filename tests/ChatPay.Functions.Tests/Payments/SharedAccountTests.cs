using System.Net;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Features.Reconciliation;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>Other apps take payments with the same PayPal account: what PayPal reports about those is nothing of ours, and hides
/// nothing of ours.</summary>
public sealed class SharedAccountTests
{
    private const string CaseId = "PP-D-1";
    private const string Foreign = """{"seller_transaction_id":"FOREIGN1","custom":"till-7","invoice_number":"till-7-2026"}""";
    private const string Ours = """{"seller_transaction_id":"CAPTURE1","custom":"ord-1-checkout-1"}""";
    private const string Second = """{"seller_transaction_id":"CAPTURE2","custom":"ord-2-checkout-1"}""";
    private static readonly string Invoiced = Ids.Derived("ord", "invoiced");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task Dispute_WhoseFirstPaymentIsAnotherAppsOwn_IsOpenedAtOurs(HttpStatusCode answer)
    {
        await using var bench = await Bench.StartAsync([Foreign, Ours], answer);
        await bench.HearAsync(Opened);
        Assert.True((await bench.OrderAsync("ord-1")).OpenDispute is { Id: CaseId });
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task News_OfAnotherAppsPayment_IsNothingOfOurs(HttpStatusCode answer)
    {
        await using var bench = await Bench.StartAsync([Foreign], answer);
        await bench.HearAsync(Opened);
        await bench.HearAsync(new PayPalEvent("WH-2", "PAYMENT.CAPTURE.REFUNDED") { CaptureId = "FOREIGN1" });
        Assert.Null((await bench.OrderAsync("ord-1")).OpenDispute);
    }

    [Fact]
    public async Task Dispute_OfTwoOrders_IsOpenedAtBoth()
    {
        await using var bench = await Bench.StartAsync([Ours, Second]);
        await bench.HearAsync(Opened);
        Assert.True((await bench.OrderAsync("ord-1")).OpenDispute is { Id: CaseId });
        Assert.True((await bench.OrderAsync("ord-2")).OpenDispute is { Id: CaseId });
    }

    [Fact]
    public async Task Dispute_OfTwoOrders_IsOpenedAtBothByNight()
    {
        await using var bench = await Bench.StartAsync([Foreign, Ours, Second]);
        await bench.NightAsync();
        Assert.True((await bench.OrderAsync("ord-1")).OpenDispute is { Id: CaseId });
        Assert.True((await bench.OrderAsync("ord-2")).OpenDispute is { Id: CaseId });
    }

    [Fact]
    public async Task Dispute_WhoseSecondOrderIsHereWhileTheFirstIsNot_IsOpenedThere()
    {
        await using var bench = await Bench.StartAsync(["""{"custom":"ord-9-checkout-1"}""", Second]);
        await bench.HearAsync(Opened);
        Assert.True((await bench.OrderAsync("ord-2")).OpenDispute is { Id: CaseId });
    }

    /// <summary>PayPal shows the invoice number where it shows no <c>custom</c>.</summary>
    [Fact]
    public async Task Dispute_OfAPaymentKnownByItsInvoice_IsOpenedThere()
    {
        await using var bench = await Bench.StartAsync([$$"""{"seller_transaction_id":"CAPTURE1","invoice_number":"{{Invoiced}}-2"}"""]);
        await bench.HearAsync(Opened);
        Assert.True((await bench.OrderAsync(Invoiced)).OpenDispute is { Id: CaseId });
    }

    /// <summary>The amounts are those of all its payments: neither order is charged for the other, and an operator divides
    /// them.</summary>
    [Fact]
    public async Task Dispute_OfTwoOrdersThatIsLost_IsBookedByAnOperator()
    {
        await using var bench = await Bench.StartAsync([Ours, Second]);
        await bench.HearAsync(Opened);
        bench.Resolve("RESOLVED_BUYER_FAVOUR", "150.00");
        await bench.HearAsync(Opened);
        foreach (var order in new[] { await bench.OrderAsync("ord-1"), await bench.OrderAsync("ord-2") })
        {
            Assert.Equal(
                (true, ScriptedSale.Usd("100.00"), ScriptedSale.Usd("0.00")),
                (order.Disputes[0].AmountsMissing, order.Disputes[0].Amount, order.Disputes[0].Lost));
        }

        Assert.Equal(2, (await bench.Attention.ListOpenAsync(Cancellation)).Count(a => a.Kind == ReadDispute.AmountsMissing));
    }

    [Fact]
    public async Task Dispute_OfTwoOrdersThatIsWon_IsClosedAtBoth()
    {
        await using var bench = await Bench.StartAsync([Ours, Second]);
        await bench.HearAsync(Opened);
        bench.Resolve("RESOLVED_SELLER_FAVOUR", null);
        await bench.HearAsync(Opened);
        Assert.Null((await bench.OrderAsync("ord-1")).OpenDispute);
        Assert.Null((await bench.OrderAsync("ord-2")).OpenDispute);
        Assert.Empty(await bench.Attention.ListOpenAsync(Cancellation));
    }

    private static PayPalEvent Opened => new("WH-1", "CUSTOMER.DISPUTE.CREATED") { CaseId = CaseId };

    private sealed class Bench(LocalStores stores, OrderStore orders, IReadOnlyList<string> disputed, HttpStatusCode foreign)
        : IAsyncDisposable
    {
        private string _state = """ "status":"WAITING_FOR_SELLER_RESPONSE","update_time":"2026-03-01T12:00:00Z" """;

        public OperatorAlerts Attention { get; } = new(stores.Tables, stores.Clock);

        public static async Task<Bench> StartAsync(IReadOnlyList<string> disputed, HttpStatusCode foreign = HttpStatusCode.NotFound)
        {
            var stores = await LocalStores.StartAsync();
            var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
            foreach (var id in new[] { "ord-1", "ord-2", Invoiced })
                Assert.True(await orders.CreateAsync(new OrderChange(ScriptedSale.Shipped().Order with { Id = id }), Cancellation));
            return new Bench(stores, orders, disputed, foreign);
        }

        public async Task<Order> OrderAsync(string id) => (await orders.GetAsync(id, Cancellation)).Order;

        /// <summary>PayPal resolves the dispute.</summary>
        public void Resolve(string outcome, string? taken)
        {
            var moved = taken is null ? "" : $$$"""
                ,"money_movements":[{"affected_party":"SELLER","type":"DEBIT","reason":"DISPUTE_SETTLEMENT",
                  "amount":{"currency_code":"USD","value":"{{{taken}}}"}}]
                """;
            _state =
                $$""" "status":"RESOLVED","update_time":"2026-03-02T12:00:00Z","dispute_outcome":{"outcome_code":"{{outcome}}"}{{moved}} """;
        }

        public Task HearAsync(PayPalEvent news)
        {
            var (payPal, settle, adoption, cases) = Readers;
            var events = new HandlePayPalEvent(
                orders,
                settle,
                new SubmitRefund(orders, payPal, adoption, Attention, stores.Clock, NullLogger<SubmitRefund>.Instance),
                adoption,
                cases,
                null!,
                null!,
                new UnmatchedPayPalEvent(stores.Tables, stores.Clock),
                new RetryingConsumer(
                    new OutageBackoff(stores.Clock), stores.Queues, stores.Clock, NullLogger<RetryingConsumer>.Instance),
                NullLogger<HandlePayPalEvent>.Instance);
            var message = ServiceBusModelFactory.ServiceBusReceivedMessage(
                BinaryData.FromString(JsonSerializer.Serialize(news, ChatPayJson.Stored)), enqueuedTime: stores.Clock.GetUtcNow());
            return events.RunAsync(message, null!, Cancellation);
        }

        public async Task NightAsync()
        {
            var (payPal, settle, _, cases) = Readers;
            await new CompareDisputes(orders, payPal, settle, cases, NullLogger<CompareDisputes>.Instance)
                .RunAsync(await Nights.BeginAsync(stores, stores.Clock.GetUtcNow()), Cancellation);
        }

        public ValueTask DisposeAsync() => stores.DisposeAsync();

        private ProviderReaders Readers => ProviderReaders.Of(stores, orders, Attention, new PayPalBench(Answer).Client);

        private HttpResponseMessage Answer(ScriptedHttp.Asked asked) =>
            asked.Path.Contains("/captures/", StringComparison.Ordinal)
                ? ScriptedHttp.Json(
                    foreign,
                    foreign == HttpStatusCode.NotFound ? """{"name":"RESOURCE_NOT_FOUND"}""" : """{"name":"NOT_AUTHORIZED"}""")
            : asked.Path.Contains("/disputes/", StringComparison.Ordinal)
                ? ScriptedHttp.Json(
                    HttpStatusCode.OK,
                    $$"""
                    {"dispute_id":"{{CaseId}}",{{_state}},"dispute_amount":{"currency_code":"USD","value":"150.00"},
                     "disputed_transactions":[{{string.Join(',', disputed)}}]}
                    """)
            : ScriptedHttp.Json(HttpStatusCode.OK, $$"""{"items":[{"dispute_id":"{{CaseId}}"}]}""");
    }
}
