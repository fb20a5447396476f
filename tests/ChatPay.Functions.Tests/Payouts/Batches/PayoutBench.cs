using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Sellers;
using ChatPay.Local.Clock;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.Simulators.PayPal;
using ChatPay.Local.Tables;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>The table service, the bus and the PayPal simulator, on a clock that stands still; instances of the payout side are
/// created as needed. Each order's payout is 91.02.</summary>
internal sealed class PayoutBench : IAsyncDisposable
{
    public const string Receiver = "SELLERMUGS234";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-payouts-");
    private readonly PayPalOptions _options = new() { ClientId = "local-client", ClientSecret = "local-secret" };
    private readonly List<string> _orders = [];
    private TableService? _tables;
    private HttpMessageInvoker? _direct;
    private ServiceBusBroker? _bus;
    private ServiceBusClient? _busClient;
    private Queues _queues = null!;

    public LocalClock Clock { get; } = new(new LocalClockOptions { TimeScale = 0, Start = ScriptedSale.Start + TimeSpan.FromDays(4) });

    public PayPalSimulator PayPal { get; private set; } = null!;

    public LogBook Log { get; } = new();

    /// <summary>An instance with a reliable wire.</summary>
    public PayoutInstance App { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="balance">The platform's balance at the provider, in cents.</param>
    public static async Task<PayoutBench> StartAsync(long balance = 10_000_000)
    {
        var bench = new PayoutBench();
        bench._tables = await TableService.StartAsync(new() { DataFile = bench.In("tables.db"), Clock = bench.Clock, Port = 0 });
        bench._direct = new HttpMessageInvoker(bench._tables.CreateHandler());
        bench._bus = ServiceBusBroker.Open(new() { DataFile = bench.In("bus.db"), Clock = bench.Clock });
        bench._bus.DeclareQueue(Queues.OutboxTriggers);
        bench._bus.DeclareQueue(Queues.Notices);
        bench._busClient = bench._bus.CreateClient();
        bench._queues = new Queues(bench._busClient, bench.Clock);
        bench.PayPal = await PayPalSimulator.StartAsync(
            new()
            {
                DataFile = bench.In("simulators.db"),
                Clock = bench.Clock,
                StartingBalance = balance,
            });
        await bench.TablesOver(bench.Sound()).EnsureAsync(Cancellation);
        bench.App = bench.Instance();
        return bench;
    }

    public Wire Sound(int diesAfter = int.MaxValue) => new() { Provider = PayPal.Address, Tables = _direct!, DiesAfter = diesAfter };

    /// <param name="wire">The wire of its requests; when null a reliable one, and requests to tables use none.</param>
    public PayoutInstance Instance(Wire? wire = null)
    {
        var tables = wire is null ? Tables() : TablesOver(wire);
        wire ??= Sound();
        var transport = new PayPalTransport(wire, new HastyClock(Clock));
        var payPal = new PayPalClient(transport, new PayPalAccessTokens(transport, Options.Create(_options), Clock));
        return PayoutInstance.Compose(
            tables,
            new DuePayouts(tables),
            new PayoutBatches(tables, Clock),
            new PayoutsPauseStore(tables),
            OrderStores.Of(tables, _queues, Clock),
            new SellerStore(tables, Clock),
            payPal,
            new OperatorAlerts(tables, Clock),
            new DebtIndex(tables),
            Clock,
            Log);
    }

    /// <summary>An instance on a wire with a script.</summary>
    public PayoutInstance Instance(Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> script)
    {
        var wire = Sound();
        wire.Script = script;
        return Instance(wire);
    }

    public ChatPayTables TablesOver(Wire wire)
    {
        var options = new TableClientOptions { Transport = new HttpClientTransport(wire) };
        options.Retry.MaxRetries = 0;
        return new ChatPayTables(new TableServiceClient(_tables!.ConnectionString, options));
    }

    // Skips HTTP, a large part of the cost of tens of thousands of requests. Instances still yield as if each waited for a response.
    private ChatPayTables Tables()
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        options.AddPolicy(new Yielding(), HttpPipelinePosition.PerCall);
        return new ChatPayTables(_tables!.CreateClient(options));
    }

    /// <summary>Orders whose payout is released, of one seller with this PayPal account.</summary>
    public async Task<IReadOnlyList<string>> DueAsync(int count, string receiver = Receiver)
    {
        var seller = "sel-" + receiver;
        await App.Sellers.CreateAsync(
            SellerFacts.Active(seller, ScriptedSale.Start, receiver),
            Cancellation);
        var sold = ScriptedSale.Shipped().Order;
        var ids = Enumerable.Range(_orders.Count, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"ord-{i:D4}")).ToList();
        _orders.AddRange(ids);
        await Task.WhenAll(
            ids.Select(async id =>
            {
                var order = sold with { Id = id, SellerId = seller };
                Assert.True(
                    await App.Orders.CreateAsync(
                        new OrderChange(order) { Ledger = OrderPostings.Captured(order, order.Capture!) },
                        Cancellation));
                await App.Due.AddAsync(id, 1, Clock.GetUtcNow(), Cancellation);
                var released = await App.Orders.ChangeAsync(
                    id,
                    o => PayoutTransitions.Release(o, new HashSet<PayoutBlock>(), Clock.GetUtcNow()),
                    Cancellation);
                Assert.True(released.Changed);
            }));
        return ids;
    }

    /// <returns>The number of payouts put into new batches.</returns>
    public Task<int> SweepAsync(PayoutInstance? instance = null) => (instance ?? App).Sweep.RunAsync(Cancellation);

    /// <summary>Advances the clock.</summary>
    public Task PassAsync(TimeSpan by) => Clock.AdvanceAsync(by, Cancellation);

    public Queues Queues => _queues;

    /// <summary>The number of messages available in a queue.</summary>
    public int Waiting(string queue) => _bus!.Queues.Single(q => q.Name == queue).Active;

    /// <summary>A sweep each hour.</summary>
    public async Task HoursAsync(int count, PayoutInstance? instance = null)
    {
        for (var i = 0; i < count; i++)
        {
            await PassAsync(TimeSpan.FromHours(1));
            await SweepAsync(instance);
        }
    }

    public async Task<Order> OrderAsync(string id) => (await App.Orders.GetAsync(id, Cancellation)).Order;

    public async Task<PayoutState> StateAsync(string id) => (await OrderAsync(id)).CurrentPayout!.State;

    public async Task<IReadOnlyList<PayoutState>> StatesAsync(IEnumerable<string> ids) => await Task.WhenAll(ids.Select(StateAsync));

    /// <summary>The one batch of an order's payout.</summary>
    public async Task<PayoutBatch> BatchAsync(string orderId) =>
        (await App.Batches.FindAsync((await OrderAsync(orderId)).CurrentPayout!.BatchId!, Cancellation))!.Value.Batch;

    public async Task<IReadOnlyList<OrderEventType>> EventsAsync(string id) =>
        [.. (await App.Orders.TimelineAsync(id, Cancellation)).Select(e => e.Event.Type)];

    public async Task<IReadOnlyList<string>> OpenAsync()
    {
        var open = new List<string>();
        await foreach (var batch in App.Batches.ListOpenAsync(Cancellation))
            open.Add(batch.Id);
        return open;
    }

    /// <summary>Asserts that each order was paid once, the books agree with the provider, and no batch is left open.</summary>
    public async Task EachIsPaidOnceAsync(IEnumerable<string> ids)
    {
        // Read once: each read loads all of the simulator's items.
        var paid = PayPal.Payouts.Where(p => p.Status == "SUCCESS").CountBy(p => p.SenderItemId ?? "").ToDictionary();
        foreach (var id in ids)
        {
            Assert.Equal((id, PayoutState.Paid), (id, await StateAsync(id)));
            Assert.Equal((id, 1), (id, paid.GetValueOrDefault(Payout.Key(id, 1))));
        }

        await BooksAreRightAsync();
        Assert.Empty(await OpenAsync());
        Assert.Empty(PayPal.Failures);
    }

    /// <summary>Asserts the ledger's invariants for every order.</summary>
    public async Task BooksAreRightAsync() => await Task.WhenAll(_orders.Select(async id =>
        Assert.Empty(LedgerInvariants.Broken(await OrderAsync(id), await App.Orders.LedgerAsync(id, Cancellation)))));

    public async ValueTask DisposeAsync()
    {
        await PayPal.DisposeAsync();
        await _busClient!.DisposeAsync();
        await _bus!.DisposeAsync();
        _direct!.Dispose();
        await _tables!.DisposeAsync();
        Clock.Dispose();
        _folder.Delete(recursive: true);
    }

    private string In(string file) => Path.Combine(_folder.FullName, file);

    private sealed class Yielding : HttpPipelinePolicy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await Task.Yield();
            await ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);
    }
}
