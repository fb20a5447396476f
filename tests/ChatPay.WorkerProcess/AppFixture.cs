using System.Net.Http.Headers;
using ChatPay.Local.Clock;
using ChatPay.Local.Identity;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.ServiceBus.Amqp;
using ChatPay.Local.Tables;
using ChatPay.Local.Worker.Settlement;
using ChatPay.Local.Worker.Tests;
using ChatPay.WorkerProcess.Host;

namespace ChatPay.WorkerProcess;

/// <summary>The services of the app's process, run in this one: tables behind a gate, queues, the token issuer. All use the machine's
/// clock, like the process.</summary>
public abstract class AppFixture : IAsyncLifetime
{
    /// <summary>Far longer than anything here takes; only keeps a hung process from hanging the tests.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("chatpay-process-").FullName;
    private readonly LocalClock _clock = new();
    private TableService _tables = null!;
    private IdentityIssuer _issuer = null!;

    private protected TableGate Gate { get; private set; } = null!;

    private protected ServiceBusBroker Bus { get; private set; } = null!;

    private protected Dictionary<string, string?> Settings { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _tables = await TableService.StartAsync(new() { DataFile = Path.Combine(_folder, "tables.db"), Clock = _clock, Port = 0 });
        _issuer = await IdentityIssuer.StartAsync(new() { KeyFile = Path.Combine(_folder, "issuer.key"), Clock = _clock, Port = 0 });
        Gate = await TableGate.StartAsync(_tables.ConnectionString);
        Bus = ServiceBusBroker.Open(new() { DataFile = Path.Combine(_folder, "bus.db"), Clock = _clock });
        Settings = NeededSettings.Of(Gate.ConnectionString, _issuer.Authority, _issuer.Audience);
    }

    public async ValueTask DisposeAsync()
    {
        await Bus.DisposeAsync();
        await Gate.DisposeAsync();
        await _issuer.DisposeAsync();
        await _tables.DisposeAsync();
        _clock.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected Task<ProcessWorker> StartAsync() => ProcessWorker.StartAsync(new() { App = Apps.ChatPay, Settings = Settings });

    /// <summary>The queues over AMQP, for official clients.</summary>
    private protected AmqpEndpoint StartAmqp() => AmqpEndpoint.Start(new() { Broker = Bus, Clock = _clock, Port = 0 });

    private protected HttpClient Buyer(HttpFront front)
    {
        var client = new HttpClient { BaseAddress = front.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _issuer.IssueToken("a-buyer", ["buyer"]));
        return client;
    }

    /// <summary>Delivers a queue's messages to a function of the worker.</summary>
    private protected IBusListener Listen(ProcessWorker worker, string queue, string function, TaskCompletionSource<Exception?> first) =>
        Bus.Listen(queue, new ListenOptions(), async (delivery, cancel) =>
        {
            try
            {
                await worker.RunMessagesAsync(function, new MessageDelivery(delivery.Messages, delivery.Receiver), cancel);
                first.TrySetResult(null);
            }
            catch (Exception e)
            {
                first.TrySetResult(e);
                throw;
            }
        });
}
