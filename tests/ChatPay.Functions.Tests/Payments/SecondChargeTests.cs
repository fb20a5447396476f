using System.Net;
using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Features.Reconciliation;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Reconciliation;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>The buyer was charged twice, and only the first charge is booked. What PayPal takes back of the second one is none of
/// the seller's money: a seller once lost a payout for it.</summary>
public sealed class SecondChargeTests
{
    private const string Reversal = "9RV00000AA000000A";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("CAPTURE2", "ord-1-checkout-2", false)]
    [InlineData(null, "ord-1-checkout-2", false)]
    [InlineData("CAPTURE2", null, false)]
    [InlineData("CAPTURE1", "ord-1-checkout-1", true)]
    [InlineData("CAPTURE1", null, true)]
    [InlineData(null, null, true)]
    public async Task Reversal_OfACharge_IsBookedForTheBookedOneOnly(string? captureId, string? customId, bool isBooked)
    {
        await using var bench = await Bench.StartAsync(path => path.Contains("/refunds/", StringComparison.Ordinal)
            ? $$$"""
                {"id":"{{{Reversal}}}","status":"COMPLETED","amount":{"currency_code":"USD","value":"100.00"},
                 "custom_id":{{{Json(customId)}}},"links":[{{{LinkTo(captureId)}}}]}
                """
            : """{"id":"O1","status":"COMPLETED","purchase_units":[{"payments":{"refunds":[]}}]}""");

        await bench.Adoption.RunAsync(ScriptedSale.OrderId, Reversal, Cancellation);

        await bench.IsBookedAsync(isBooked, Reversal);
    }

    /// <summary>What cannot be read at PayPal blocks the payout, unless the event has told that it is another charge.</summary>
    [Theory]
    [InlineData("CAPTURE2", false)]
    [InlineData("CAPTURE1", true)]
    public async Task Reversal_ThatCannotBeRead_BlocksThePayoutOfTheBookedChargeOnly(string captureId, bool isBlocked)
    {
        await using var bench = await Bench.StartAsync(path => path.Contains("/refunds/", StringComparison.Ordinal)
            ? null
            : """{"id":"O1","status":"COMPLETED","purchase_units":[{"payments":{"refunds":[]}}]}""");

        await bench.Adoption.RunAsync(ScriptedSale.OrderId, Reversal, Cancellation, captureId);

        Assert.Equal(isBlocked, (await bench.OrderAsync()).ManuallyBlocked);
    }

    [Theory]
    [InlineData("CAPTURE2", "ord-1-checkout-2", false)]
    [InlineData(null, "ord-1-checkout-2", false)]
    [InlineData("CAPTURE1", "ord-1-checkout-1", true)]
    [InlineData(null, "ord-1-checkout-1", true)]
    public async Task Reversal_InTheNightlyList_IsBookedForTheBookedOneOnly(string? captureId, string customId, bool isBooked)
    {
        await using var bench = await Bench.StartAsync(_ => """{"id":"O1","status":"COMPLETED","purchase_units":[{"payments":{}}]}""");

        await bench.Nightly.RunAsync(
            [
                new PayPalTransactionInfo(
                    Reversal, "T1106", "S", ScriptedSale.Usd("-100.00"), CustomField: customId, PaypalReferenceId: captureId),
            ],
            await bench.NightAsync(),
            Cancellation);

        await bench.IsBookedAsync(isBooked, Reversal);
    }

    [Theory]
    [InlineData("CAPTURE2", "ord-1-checkout-2", false)]
    [InlineData("CAPTURE2", null, false)]
    [InlineData("CAPTURE1", "ord-1-checkout-1", true)]
    [InlineData(null, null, true)]
    public async Task Dispute_OfACharge_IsBookedForTheBookedOneOnly(string? captureId, string? customId, bool isBooked)
    {
        await using var bench = await Bench.StartAsync(_ =>
            $$$"""
            {"dispute_id":"PP-D-1","create_time":"2026-03-01T12:00:00Z","update_time":"2026-03-01T12:00:00Z","status":"RESOLVED",
             "dispute_amount":{"currency_code":"USD","value":"100.00"},
             "disputed_transactions":[{"seller_transaction_id":{{{Json(captureId)}}},"custom":{{{Json(customId)}}} }],
             "money_movements":[{"affected_party":"SELLER","type":"DEBIT","reason":"DISPUTE_SETTLEMENT",
             "amount":{"currency_code":"USD","value":"100.00"}}],
             "dispute_outcome":{"outcome_code":"RESOLVED_BUYER_FAVOUR","amount_refunded":{"currency_code":"USD","value":"100.00"} } }
            """);

        Assert.False(await bench.Disputes.RunAsync(Dispute.Key(ScriptedSale.OrderId, "PP-D-1"), Cancellation));

        await bench.IsBookedAsync(isBooked, "PP-D-1");
    }

    private static string Json(string? text) => text is null ? "null" : $"\"{text}\"";

    private static string LinkTo(string? captureId) => captureId is null
        ? ""
        : $$"""{"href":"https://api.paypal.com/v2/payments/captures/{{captureId}}","rel":"up","method":"GET"}""";

    private sealed class Bench(LocalStores stores, OrderStore orders, PayPalClient payPal) : IAsyncDisposable
    {
        private OperatorAlerts Alerts { get; } = new(stores.Tables, stores.Clock);

        public AdoptRefunds Adoption => Readers.Adoption;

        public ReadDispute Disputes => Readers.Disputes;

        public CompareTransactions Nightly =>
            new(orders, payPal, Readers.Settle, Readers.Adoption, null!, Alerts, NullLogger<CompareTransactions>.Instance);

        public Task<ComparedNight> NightAsync() => Nights.BeginAsync(stores, stores.Clock.GetUtcNow());

        private ProviderReaders Readers => ProviderReaders.Of(stores, orders, Alerts, payPal);

        public async Task<Order> OrderAsync() => (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order;

        public static async Task<Bench> StartAsync(Func<string, string?> answer)
        {
            var stores = await LocalStores.StartAsync();
            var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
            var sale = ScriptedSale.Shipped();
            Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
            var payPal = new PayPalBench(asked => answer(asked.Path) is { } shown
                ? ScriptedHttp.Json(HttpStatusCode.OK, shown)
                : ScriptedHttp.Json(HttpStatusCode.NotFound, """{"name":"RESOURCE_NOT_FOUND"}"""));
            return new Bench(stores, orders, payPal.Client);
        }

        public async Task IsBookedAsync(bool isBooked, string subject)
        {
            var order = await OrderAsync();
            Assert.Equal(ScriptedSale.Usd(isBooked ? "100.00" : "0.00"), order.GivenBack);
            Assert.False(order.ManuallyBlocked);
            var told = (await Alerts.ListOpenAsync(Cancellation)).Where(i => i.Kind == "second-charge-taken").Select(i => i.Subject);
            Assert.Equal(isBooked ? [] : [subject], told);
        }

        public ValueTask DisposeAsync() => stores.DisposeAsync();
    }
}
