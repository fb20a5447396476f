using System.Reflection;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;
using ChatPay.Local.Durable;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.Tables;
using ChatPay.Local.Worker.Settlement;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Local.Worker.Tests;

/// <summary>The app as it is compiled against the official packages, in the official worker, on the platform's tables and queues.</summary>
public sealed class OfficialAppTests : IAsyncLifetime, IDurableFunctions
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatpay-worker-").FullName;
    private readonly LocalClock _clock = new(new LocalClockOptions { TimeScale = 0, Start = SampleWorker.Start });
    private TableService _tables = null!;
    private ServiceBusBroker _bus = null!;
    private ServiceBusClient _client = null!;
    private DurableEngine _engine = null!;
    private InProcessWorker _worker = null!;

    public async ValueTask InitializeAsync()
    {
        _tables = await TableService.StartAsync(new() { DataFile = Path.Combine(_folder, "tables.db"), Clock = _clock, Port = 0 });
        _bus = ServiceBusBroker.Open(new ServiceBusBrokerOptions { DataFile = Path.Combine(_folder, "bus.db"), Clock = _clock });
        _client = _bus.CreateClient();
        _engine = await DurableEngine.StartAsync(
            new DurableEngineOptions
            {
                DataFile = Path.Combine(_folder, "durable.db"),
                Clock = _clock,
                Functions = this,
            });
        _worker = await InProcessWorker.StartAsync(
            new InProcessWorkerOptions
            {
                App = OfficialApp.Assembly,
                RoutePrefix = "",
                Clock = _clock,
                Settings = NeededSettings.Of(_tables.ConnectionString),
                DurableClient = () => _engine.Client,
                ReplaceServices = services => services.AddSingleton(_client),
            });
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _engine.DisposeAsync();
        await _bus.DisposeAsync();
        await _tables.DisposeAsync();
        _clock.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Requests_AreAnsweredThroughTheAppsMiddleware()
    {
        var live = await SampleWorker.GetAsync(_worker, "HealthLive", "/api/health/live");
        var refused = await SampleWorker.GetAsync(_worker, "GetOrder", "/api/v1/orders/o-1", route: new() { ["orderId"] = "o-1" });

        Assert.Equal(200, live.Status);
        Assert.Equal(401, refused.Status);
        Assert.Contains("token-missing", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_LooksThroughTheTables() => await _worker.RunTimerAsync("PurgeAddresses", isPastDue: false);

    [Fact]
    public async Task Message_OfTheOutbox_IsCompleted()
    {
        _bus.DeclareQueue("outbox-triggers");
        await using (var sender = _client.CreateSender("outbox-triggers"))
            await sender.SendMessageAsync(new ServiceBusMessage("""{"orderId":"o-1"}"""));

        await using var listener = _bus.Listen("outbox-triggers", new ListenOptions(), (delivery, cancel) =>
            _worker.RunMessagesAsync("PublishOutbox", new MessageDelivery(delivery.Messages, delivery.Receiver), cancel));
        await _clock.DrainAsync();

        var status = _bus.Queues.Single(q => q.Name == "outbox-triggers");
        Assert.Equal((0, 0), ((int)status.Active, (int)status.DeadLettered));
    }

    [Fact]
    public async Task Orchestration_OfAnOrder_AsksForTheOrderFirstAndFailsAsItsActivityDoes()
    {
        var request = new OrchestratorRequest { InstanceId = "o-1" };
        var now = Timestamp.FromDateTimeOffset(_clock.GetUtcNow());
        request.NewEvents.Add(
            new HistoryEvent
            {
                EventId = -1,
                Timestamp = now,
                OrchestratorStarted = new(),
            });
        request.NewEvents.Add(
            new HistoryEvent
            {
                EventId = -1,
                Timestamp = now,
                ExecutionStarted = new()
                {
                    Name = "OrderLifecycle",
                    Input = "\"o-1\"",
                    Version = "",
                    OrchestrationInstance = new() { InstanceId = "o-1", ExecutionId = "e" },
                },
            });

        var turn = await _worker.ReplayAsync("OrderLifecycle", request);
        var asked = Assert.Single(turn.Actions).ScheduleTask;
        var failed = await Assert.ThrowsAsync<FunctionFailedException>(() => _worker.RunActivityAsync(asked.Name, "o-1", asked.Input));

        Assert.Equal("ReadOrderProgress", asked.Name);
        Assert.NotNull(failed.ErrorType);
    }

    Task<OrchestratorResponse> IDurableFunctions.ReplayAsync(string name, OrchestratorRequest request) =>
        _worker.ReplayAsync(name, request);

    Task<string?> IDurableFunctions.RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct) =>
        _worker.RunActivityAsync(name, instanceId, inputJson, ct);

    private static class OfficialApp
    {
        public static Assembly Assembly { get; } = Assembly.Load("ChatPay.Functions");
    }
}
