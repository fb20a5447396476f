using System.Globalization;
using System.Net;
using Azure.Data.Tables;
using ChatPay.Functions.Features.Reconciliation;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Reconciliation;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Shared.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Reconciliation;

/// <summary>A shipped order, nights that compare it with PayPal's lists, and what they cost.</summary>
internal sealed class NightlyBench(LocalStores stores, OrderStore orders) : IAsyncDisposable
{
    /// <summary>PayPal takes 40.00 of the payment back under this id, late on the first day.</summary>
    public const string Reversal = "9RV00000AA000000A";

    private static readonly DateTimeOffset MadeAt = ScriptedSale.Start.AddHours(23);

    private readonly Dictionary<string, TableEntity> _whole = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public LocalStores Stores => stores;

    public OperatorAlerts Attention { get; } = new(stores.Tables, stores.Clock);

    public DateTimeOffset Now => stores.Clock.GetUtcNow();

    /// <summary>Which disputes PayPal lists.</summary>
    public string Disputes { get; set; } = """{"items":[]}""";

    /// <summary>A dispute as PayPal shows it; null when it cannot be read.</summary>
    public string? Dispute { get; set; }

    /// <summary>How long PayPal takes to answer for a dispute.</summary>
    public TimeSpan DisputeTakes { get; set; }

    /// <summary>Payments that PayPal lists besides that of the order.</summary>
    public List<(string Id, DateTimeOffset At)> Payments { get; } = [];

    /// <summary>Whether PayPal lists the payment of the order.</summary>
    public bool ListsPayment { get; set; } = true;

    /// <summary>What the last night asked PayPal.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What the last night asked of the tables.</summary>
    public RequestCounts Counts { get; } = new();

    /// <summary>The start of the list of the last night.</summary>
    public DateTimeOffset ListedFrom => Asked.Where(IsList).Select(path => Time(path, "start_date")).Min();

    public static async Task<NightlyBench> StartAsync()
    {
        var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sale = ScriptedSale.Shipped();
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
        return new NightlyBench(stores, orders);
    }

    /// <summary>Adds paid orders of the first day, which PayPal lists.</summary>
    public async Task AddOrdersAsync(int count)
    {
        var sale = ScriptedSale.Paid();
        for (var i = 0; i < count; i++)
        {
            var (order, capture) = (sale.Order with { Id = $"ord-more-{i}" }, sale.Order.Capture! with { ProviderId = $"MORE{i}" });
            Payments.Add((capture.ProviderId, capture.At));
            Assert.True(await orders.CreateAsync(
                new OrderChange(order with { Capture = capture }) { Ledger = OrderPostings.Captured(order, capture) }, Cancellation));
        }
    }

    /// <summary>The order cannot be read any more.</summary>
    public async Task SpoilAsync(string orderId = ScriptedSale.OrderId)
    {
        _whole[orderId] = await stores.Tables.Orders.GetEntityAsync<TableEntity>(orderId, OrderRows.State, cancellationToken: Cancellation);
        await stores.Tables.Orders.UpsertEntityAsync(
            new TableEntity(orderId, OrderRows.State) { ["Doc"] = "{" }, TableUpdateMode.Replace, Cancellation);
    }

    /// <summary>It can be read again.</summary>
    public Task MendAsync(string orderId = ScriptedSale.OrderId) =>
        stores.Tables.Orders.UpsertEntityAsync(_whole[orderId], TableUpdateMode.Replace, Cancellation);

    public async Task<Order> OrderAsync() => (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order;

    public async Task<Money> GivenBackAsync() => (await OrderAsync()).GivenBack;

    public async Task<List<string>> AlertsAsync(string kind) =>
        [.. (await Attention.ListOpenAsync(Cancellation)).Where(item => item.Kind == kind).Select(item => item.Subject)];

    /// <summary>The keys of the rows that the comparison has.</summary>
    public async Task<List<string>> RowsAsync()
    {
        var rows = new List<string>();
        await foreach (var row in stores.Tables.Reconciliation.QueryAsync<TableEntity>(cancellationToken: Cancellation))
            rows.Add(row.RowKey);
        return rows;
    }

    /// <summary>Passes a day, and compares the lists.</summary>
    /// <param name="shown">Returns the reversal's id if the report shows it by now.</param>
    /// <param name="refreshed">How far the report is current; now when null.</param>
    public async Task NightAsync(Func<string, string?>? shown = null, DateTimeOffset? refreshed = null)
    {
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
        Asked.Clear();
        Counts.Clear();
        var payPal = new PayPalBench(asked =>
        {
            lock (Asked)
                Asked.Add(asked.Path);
            return asked.Path.Contains("/reporting/transactions", StringComparison.Ordinal)
                    ? Report(asked.Path, shown?.Invoke(asked.Path), refreshed ?? Now)
                : asked.Path.Contains("/disputes?", StringComparison.Ordinal) ? ScriptedHttp.Json(HttpStatusCode.OK, Disputes)
                : asked.Path.Contains("/disputes/", StringComparison.Ordinal)
                    ? ScriptedHttp.Json(HttpStatusCode.OK, Dispute ?? throw Away())
                : ScriptedHttp.Json(HttpStatusCode.OK, """{"balances":[]}""");
        }).Client;
        var tables = new ChatPayTables(stores.Watched(Counts).Tables);
        var watched = OrderStores.Of(tables, stores.Queues, stores.Clock);
        var (_, settle, adoption, cases) = ProviderReaders.Of(stores, watched, Attention, payPal);
        await new Reconcile(
            payPal,
            new ComparedReport(tables, NullLogger<ComparedReport>.Instance),
            new CompareTransactions(watched, payPal, settle, adoption, null!, Attention, NullLogger<CompareTransactions>.Instance),
            new CompareDisputes(watched, payPal, settle, cases, stores.Clock, NullLogger<CompareDisputes>.Instance),
            new CompareOrders(
                new MovementIndex(tables), new ComparedDays(tables), watched, payPal, Attention,
                NullLogger<CompareOrders>.Instance),
            new CompareBalance(payPal, tables, ScriptedSale.ExampleTerms, Attention),
            new OperatorAlerts(tables, stores.Clock),
            stores.Clock,
            NullLogger<Reconcile>.Instance).RunAsync(new TimerInfo(), Cancellation);
    }

    public ValueTask DisposeAsync() => stores.DisposeAsync();

    private HttpRequestException Away()
    {
        stores.Clock.AdvanceAsync(DisputeTakes, Cancellation).GetAwaiter().GetResult();
        return new HttpRequestException("The dispute is away.");
    }

    private static bool IsList(string path) => path.Contains("/reporting/transactions", StringComparison.Ordinal)
        && !path.Contains("transaction_id", StringComparison.Ordinal);

    private static DateTimeOffset Time(string path, string name) => DateTimeOffset.Parse(
        Uri.UnescapeDataString(path.Split(name + "=")[1].Split('&')[0]), CultureInfo.InvariantCulture);

    // PayPal lists by the time at which a transaction was made.
    private HttpResponseMessage Report(string path, string? reversal, DateTimeOffset refreshed)
    {
        var (from, to) = (Time(path, "start_date"), Time(path, "end_date"));
        var only = path.Split("transaction_id=") is [_, var rest] ? rest.Split('&')[0] : null;
        var listed = Payments.Select(p => (p.Id, p.At, $$$"""
            {"transaction_info":{"transaction_id":"{{{p.Id}}}","transaction_event_code":"T0400","transaction_status":"S"}}
            """)).ToList();
        if (ListsPayment)
            listed.Add(("CAPTURE1", ScriptedSale.Start, """
                {"transaction_info":{"transaction_id":"CAPTURE1","transaction_event_code":"T0006","transaction_status":"S",
                 "invoice_id":"ord-1","transaction_amount":{"currency_code":"USD","value":"100.00"},"fee_amount":{"currency_code":"USD","value":"-3.98"}}}
                """));
        if (reversal is not null)
            listed.Add((reversal, MadeAt, $$$$"""
                {"transaction_info":{"transaction_id":"{{{{reversal}}}}","transaction_event_code":"T1106","transaction_status":"S",
                 "custom_field":"ord-1-checkout-1","transaction_amount":{"currency_code":"USD","value":"-40.00"}}}
                """));
        var shown = listed.Where(t => t.Item2 >= from && t.Item2 <= to && (only is null || t.Item1 == only)).Select(t => t.Item3);
        return ScriptedHttp.Json(
            HttpStatusCode.OK,
            $$"""
            {"transaction_details":[{{string.Join(',', shown)}}],
             "last_refreshed_datetime":"{{refreshed.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}}+0000","total_pages":1}
            """);
    }
}
