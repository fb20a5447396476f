using System.Globalization;
using System.Net;
using Azure.Data.Tables;
using ChatPay.Functions.Features.Reconciliation;
using ChatPay.Functions.Platform.Reconciliation;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Reconciliation;

/// <summary>A transaction that appears in PayPal's report days late is still compared.</summary>
public sealed class LateReportTests
{
    private const string Reversal = "9RV00000AA000000A";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The report claims to be current, but one transaction appears late.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(7)]
    public async Task Transaction_ListedDaysLate_IsBooked(int nights)
    {
        await using var bench = await Bench.StartAsync();
        for (var night = 1; night < nights; night++)
            await bench.NightAsync(_ => null);
        Assert.Equal(ScriptedSale.Usd("0.00"), await bench.GivenBackAsync());

        await bench.NightAsync(_ => Reversal);
        Assert.Equal(ScriptedSale.Usd("40.00"), await bench.GivenBackAsync());
    }

    /// <summary>The whole report is stale for weeks, or cannot be read: the next current one is compared from where the last one
    /// ended.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Report_ThatStoodStillForWeeks_IsComparedFromThere(bool isRead)
    {
        await using var bench = await Bench.StartAsync();
        await bench.NightAsync(_ => null);
        var stood = bench.Now;
        for (var night = 0; night < 20; night++)
        {
            if (isRead)
                await bench.NightAsync(_ => null, refreshed: stood);
            else
                await bench.NightAsync(_ => throw new HttpRequestException("The report is away."));
        }

        await bench.NightAsync(_ => Reversal);
        Assert.Equal(ScriptedSale.Usd("40.00"), await bench.GivenBackAsync());
        Assert.DoesNotContain(await bench.Attention.ListOpenAsync(Cancellation), i => i.Kind == "not-at-provider");
    }

    /// <summary>A transaction that fails every night was once dropped after eight days, and nobody was told.</summary>
    [Fact]
    public async Task Transaction_ThatFailsForWeeks_IsComparedWhenItCanBe()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SpoilAsync();
        for (var night = 0; night < 20; night++)
            await bench.NightAsync(_ => Reversal);
        Assert.Contains(await bench.Attention.ListOpenAsync(Cancellation), i => i.Kind == "not-compared");

        await bench.MendAsync();
        await bench.NightAsync(_ => Reversal);
        Assert.Equal(ScriptedSale.Usd("40.00"), await bench.GivenBackAsync());
        Assert.DoesNotContain(await bench.Attention.ListOpenAsync(Cancellation), i => i.Kind == "not-compared");
    }

    /// <summary>One bad night is made up for by the next, and told to nobody.</summary>
    [Fact]
    public async Task Transaction_ThatFailsForANight_IsToldToNobody()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SpoilAsync();
        await bench.NightAsync(_ => Reversal);
        await bench.MendAsync();
        await bench.NightAsync(_ => Reversal);
        Assert.Equal(ScriptedSale.Usd("40.00"), await bench.GivenBackAsync());
        Assert.DoesNotContain(await bench.Attention.ListOpenAsync(Cancellation), i => i.Kind == "not-compared");
    }

    private sealed class Bench(LocalStores stores, OrderStore orders) : IAsyncDisposable
    {
        // It was made on the first day.
        private static readonly DateTimeOffset MadeAt = ScriptedSale.Start.AddHours(23);

        public OperatorAlerts Attention { get; } = new(stores.Tables, stores.Clock);

        public DateTimeOffset Now => stores.Clock.GetUtcNow();

        public static async Task<Bench> StartAsync()
        {
            var stores = await LocalStores.StartAsync();
            var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
            var sale = ScriptedSale.Shipped();
            Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
            return new Bench(stores, orders);
        }

        private TableEntity? _whole;

        /// <summary>The order cannot be read any more.</summary>
        public async Task SpoilAsync()
        {
            _whole = await stores.Tables.Orders.GetEntityAsync<TableEntity>(
                ScriptedSale.OrderId, OrderRows.State, cancellationToken: Cancellation);
            await stores.Tables.Orders.UpsertEntityAsync(
                new TableEntity(ScriptedSale.OrderId, OrderRows.State) { ["Doc"] = "{" }, TableUpdateMode.Replace, Cancellation);
        }

        /// <summary>It can be read again.</summary>
        public Task MendAsync() => stores.Tables.Orders.UpsertEntityAsync(_whole!, TableUpdateMode.Replace, Cancellation);

        public async Task<Money> GivenBackAsync() => (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.GivenBack;

        /// <summary>Passes a day, and compares the lists.</summary>
        /// <param name="shown">Returns the reversal's id if the report shows it by now.</param>
        /// <param name="refreshed">How far the report is current; now when null.</param>
        public async Task NightAsync(Func<string, string?> shown, DateTimeOffset? refreshed = null)
        {
            await stores.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
            var payPal = new PayPalBench(asked =>
                asked.Path.Contains("/reporting/transactions", StringComparison.Ordinal)
                    ? Report(asked.Path, shown(asked.Path), refreshed ?? Now)
                : asked.Path.Contains("/disputes", StringComparison.Ordinal) ? ScriptedHttp.Json(HttpStatusCode.OK, """{"items":[]}""")
                : ScriptedHttp.Json(HttpStatusCode.OK, """{"balances":[]}""")
            ).Client;
            var (_, settle, adoption, cases) = ProviderReaders.Of(stores, orders, Attention, payPal);
            await new Reconcile(
                payPal,
                new ComparedReport(stores.Tables),
                new CompareTransactions(orders, settle, adoption, null!, Attention, NullLogger<CompareTransactions>.Instance),
                new CompareDisputes(orders, payPal, settle, cases, NullLogger<CompareDisputes>.Instance),
                new CompareOrders(
                    new MovementIndex(stores.Tables),
                    new ComparedDays(stores.Tables),
                    orders,
                    Attention,
                    NullLogger<CompareOrders>.Instance),
                new CompareBalance(payPal, stores.Tables, ScriptedSale.ExampleTerms, Attention),
                Attention,
                stores.Clock,
                NullLogger<Reconcile>.Instance).RunAsync(new TimerInfo(), Cancellation);
        }

        public ValueTask DisposeAsync() => stores.DisposeAsync();

        // PayPal lists by the time at which a transaction was made.
        private static HttpResponseMessage Report(string path, string? reversal, DateTimeOffset refreshed)
        {
            var from = DateTimeOffset.Parse(
                Uri.UnescapeDataString(path.Split("start_date=")[1].Split('&')[0]),
                CultureInfo.InvariantCulture);
            var to = DateTimeOffset.Parse(Uri.UnescapeDataString(path.Split("end_date=")[1].Split('&')[0]), CultureInfo.InvariantCulture);
            var payment =
                from <= ScriptedSale.Start && to >= ScriptedSale.Start
                    ? """{"transaction_info":{"transaction_id":"CAPTURE1","transaction_event_code":"T0006","transaction_status":"S","invoice_id":"ord-1","transaction_amount":{"currency_code":"USD","value":"100.00"},"fee_amount":{"currency_code":"USD","value":"-3.98"}}}"""
                    : null;
            var taken =
                reversal is not null && from <= MadeAt && to >= MadeAt
                    ? $$$$"""{"transaction_info":{"transaction_id":"{{{{reversal}}}}","transaction_event_code":"T1106","transaction_status":"S","custom_field":"ord-1-checkout-1","transaction_amount":{"currency_code":"USD","value":"-40.00"}}}"""
                    : null;
            return ScriptedHttp.Json(
                HttpStatusCode.OK,
                $$"""{"transaction_details":[{{string.Join(',', new[] { payment, taken }.OfType<string>())}}],"last_refreshed_datetime":"{{refreshed.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}}+0000","total_pages":1}"""
            );
        }
    }
}
