using ChatPay.Local;
using ChatPay.Local.Durable;
using ChatPay.Local.Durable.History;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.Worker;
using ChatPay.Local.Worker.Settlement;
using Microsoft.DurableTask.Protobuf;

namespace ChatPay.WorkerProcess.Host;

/// <summary>The app's process with everything that drives it: requests, messages of the broker, orchestrations of the engine. Timers
/// run only when a test says so.</summary>
internal sealed class SmallHost : IDurableFunctions, IAsyncDisposable
{
    private readonly List<IBusListener> _listeners = [];
    private DurableEngine? _engine;
    private HttpFront? _front;

    public ProcessWorker Worker { get; private set; } = null!;

    public static async Task<SmallHost> StartAsync(LocalServices services, string dataFile)
    {
        var host = new SmallHost();
        try
        {
            await host.StartAllAsync(services, dataFile);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Accepts no more messages, ends the process, and returns its exit code.</summary>
    public async Task<int> EndAsync(TimeSpan within)
    {
        foreach (var listener in _listeners)
            await listener.DisposeAsync();
        Worker.Terminate(TimeSpan.FromSeconds(5));
        return await Worker.Program.EndedAsync(within);
    }

    public Task<OrchestratorResponse> ReplayAsync(string name, OrchestratorRequest request) => Worker.ReplayAsync(name, request);

    public async Task<string?> RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct)
    {
        try
        {
            return await Worker.RunActivityAsync(name, instanceId, inputJson, ct);
        }
        catch (FunctionFailedException e)
        {
            throw new ActivityFailedException(new Failure(e.ErrorType ?? "(unknown)", e.ErrorMessage, e.ErrorStack, null));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners)
            listener.Dispose();
        if (_front is not null)
            await _front.DisposeAsync();
        if (_engine is not null)
            await _engine.DisposeAsync();
        if (Worker is not null)
            await Worker.DisposeAsync();
    }

    private async Task StartAllAsync(LocalServices services, string dataFile)
    {
        _engine = await DurableEngine.StartAsync(
            new()
            {
                DataFile = dataFile,
                Clock = services.Clock,
                Functions = this,
                DefaultVersion = "1.0",
            });
        var durable = TaskHubSidecarService.BindService(new DurableCalls(() => _engine.Client));
        Worker = await ProcessWorker.StartAsync(new() { App = Apps.ChatPay, Settings = services.Settings, Durable = durable });
        _front = await HttpFront.StartAsync(Worker, services.App.Port);
        foreach (var function in Worker.Functions.Values.Where(f => f.TriggerType == "serviceBusTrigger"))
        {
            var options = new ListenOptions
            {
                AutoComplete = !Is(function, "autoCompleteMessages", false),
                MaxConcurrentSessions = Is(function, "isSessionsEnabled", true) ? 32 : null,
            };
            _listeners.Add(
                services.Bus.Listen(
                    function.Trigger.GetProperty("queueName").GetString()!,
                    options,
                    (delivery, cancel) =>
                        Worker.RunMessagesAsync(
                            function.Name,
                            new MessageDelivery(delivery.Messages, delivery.Receiver)
                            {
                                Session = delivery.Session,
                                ReleaseSession = delivery.ReleaseSession,
                            },
                            cancel)));
        }
    }

    private static bool Is(WorkerFunction function, string property, bool value) =>
        function.Trigger.TryGetProperty(property, out var found) && bool.Parse(found.ToString()) == value;
}
