using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Local.Clock;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.Tables;
using ChatPay.Local.Vault;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>The app's tables, vault and queues in a temporary folder, on a clock that stands still.</summary>
internal sealed class LocalStores : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-stores-");
    private TableService? _tables;
    private VaultService? _vault;
    private ServiceBusBroker? _bus;
    private ServiceBusClient? _busClient;

    public LocalClock Clock { get; } = new(new LocalClockOptions { TimeScale = 0, Start = ScriptedSale.Start });

    public ChatPayTables Tables { get; private set; } = null!;

    /// <summary>The service of the tables.</summary>
    public TableServiceClient TableClient => _tables!.CreateClient(new TableClientOptions());

    public SecretClient Secrets { get; private set; } = null!;

    public DeletedSecrets DeletedSecrets => new(Secrets, new OperatorAlerts(Tables, Clock));

    public Queues Queues { get; private set; } = null!;

    public ServiceBusClient Bus => _busClient!;

    public ServiceBusBroker Broker => _bus!;

    public static async Task<LocalStores> StartAsync()
    {
        var stores = new LocalStores();
        stores._tables = await TableService.StartAsync(new() { DataFile = stores.In("tables.db"), Clock = stores.Clock, Port = 0 });
        stores._vault = await VaultService.StartAsync(new() { DataFile = stores.In("vault.db"), Clock = stores.Clock });
        stores._bus = ServiceBusBroker.Open(new() { DataFile = stores.In("bus.db"), Clock = stores.Clock });
        stores._bus.DeclareQueue(Queues.OutboxTriggers);
        stores._bus.DeclareQueue(Queues.Notices);
        stores._bus.DeclareQueue(Queues.OutboundMail);
        stores._busClient = stores._bus.CreateClient();
        stores.Queues = new Queues(stores._busClient, stores.Clock);
        stores.Secrets = stores._vault.CreateClient();
        stores.Tables = new ChatPayTables(stores._tables.CreateClient(new TableClientOptions()));
        await stores.Tables.EnsureAsync(TestContext.Current.CancellationToken);
        return stores;
    }

    /// <summary>The same tables, for a process that dies after a number of requests: it sends none from then on, and reports its
    /// death.</summary>
    public ChatPayTables DyingAfter(int requests, Action died)
    {
        var options = new TableClientOptions();
        options.AddPolicy(new Death(requests, died), HttpPipelinePosition.PerCall);
        return new ChatPayTables(_tables!.CreateClient(options));
    }

    /// <summary>The same tables, for a process in which something happens just before its first request to this table.</summary>
    public ChatPayTables InterruptedAt(string table, Func<Task> happens)
    {
        var options = new TableClientOptions();
        options.AddPolicy(new Interruption(table, happens), HttpPipelinePosition.PerCall);
        return new ChatPayTables(_tables!.CreateClient(options));
    }

    /// <summary>The same tables and vault, for a process whose calls are all observed.</summary>
    public (TableServiceClient Tables, SecretClient Secrets) Watched(HttpPipelinePolicy each)
    {
        var options = new TableClientOptions();
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.AddPolicy(each, HttpPipelinePosition.PerRetry);
        return (_tables!.CreateClient(options), _vault!.CreateClient(each));
    }

    public async ValueTask DisposeAsync()
    {
        await _busClient!.DisposeAsync();
        await _bus!.DisposeAsync();
        await _vault!.DisposeAsync();
        await _tables!.DisposeAsync();
        Clock.Dispose();
        _folder.Delete(recursive: true);
    }

    private string In(string file) => Path.Combine(_folder.FullName, file);

    internal sealed class DeathException : Exception;

    private sealed class Interruption(string table, Func<Task> happens) : HttpPipelinePolicy
    {
        private int _seen;

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (message.Request.Uri.ToString().Contains($"/{table}(", StringComparison.Ordinal) && Interlocked.Exchange(ref _seen, 1) == 0)
                await happens();
            await ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);
    }

    private sealed class Death(int requests, Action died) : HttpPipelineSynchronousPolicy
    {
        private int _sent;

        public override void OnSendingRequest(HttpMessage message)
        {
            if (Interlocked.Increment(ref _sent) <= requests)
                return;
            died();
            throw new DeathException();
        }
    }
}
