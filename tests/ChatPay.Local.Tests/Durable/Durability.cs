using ChatPay.Local.Clock;
using ChatPay.Local.Durable;
using ChatPay.Local.Durable.Faults;
using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Protocol;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;

namespace ChatPay.Local.Tests.Durable;

/// <summary>Hides the engine from tests, which register orchestrators and activities, and use the official client and context. The
/// clock moves only when advanced.</summary>
internal sealed class Durability : IDurableFunctions, IAsyncDisposable
{
    private static readonly JsonDataConverter Converter = new();
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = [];
    private readonly Dictionary<string, Func<string, string?, Task<string?>>> _activities = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("durable").FullName;
    private readonly OrchestratorReplay _replay;
    private DurableEngine? _engine;

    private Durability() => _replay = new OrchestratorReplay(new DurableTaskWorkerOptions(), Loggers);

    public LocalClock Clock { get; } =
        new(new LocalClockOptions { TimeScale = 0, Start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) });

    public DurableFaults Faults { get; } = new();

    public Func<DurableEngineOptions, DurableEngineOptions> Configure { get; set; } = options => options;

    public RecordingLoggers Loggers { get; } = new();

    public DurableTaskClient Client => _engine!.Client;

    public static async Task<Durability> StartAsync(Action<Durability> register)
    {
        var durability = new Durability();
        register(durability);
        await durability.OpenAsync();
        return durability;
    }

    public void Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> code) => _orchestrators[name] = code;

    public void Orchestrator(string name, Func<TaskOrchestrationContext, Task> code) => _orchestrators[name] = async context =>
    {
        await code(context);
        return null;
    };

    public void Activity<TInput, TOutput>(string name, Func<TInput, Task<TOutput>> code) =>
        _activities[name] = async (_, input) => Converter.Serialize(await code(Converter.Deserialize<TInput>(input)!));

    public void Activity<TInput, TOutput>(string name, Func<TInput, TOutput> code) =>
        Activity<TInput, TOutput>(name, i => Task.FromResult(code(i)));

    /// <summary>Stops the engine as a crash would, and opens the same file.</summary>
    public async Task RestartAsync()
    {
        await _engine!.DisposeAsync();
        await OpenAsync();
    }

    /// <summary>Stops the engine as a crash would.</summary>
    public ValueTask StopAsync() => _engine!.DisposeAsync();

    /// <summary>Starts an instance and waits until it is idle.</summary>
    public async Task<string> RunAsync(string orchestrator, object? input = null, string? id = null)
    {
        id = await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(id));
        await Clock.DrainAsync();
        return id;
    }

    public async Task RaiseAsync(string id, string name, object? payload = null)
    {
        await Client.RaiseEventAsync(id, name, payload);
        await Clock.DrainAsync();
    }

    public async Task<OrchestrationMetadata> StateAsync(string id) =>
        await Client.GetInstanceAsync(id, getInputsAndOutputs: true) ?? throw new InvalidOperationException($"No instance {id}.");

    public async Task<OrchestrationRuntimeStatus> StatusAsync(string id) => (await StateAsync(id)).RuntimeStatus;

    public async Task<T?> OutputAsync<T>(string id)
    {
        var state = await StateAsync(id);
        Assert.True(state.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{state.RuntimeStatus}: {state.FailureDetails}");
        return state.ReadOutputAs<T>();
    }

    /// <summary>The due times of the timers in the history.</summary>
    public IReadOnlyList<DateTimeOffset> Timers(string id) =>
        [.. _engine!.History(id).Where(e => e.Kind == HistoryKind.TimerCreated).Select(e => new DateTimeOffset(e.Time))];

    Task<OrchestratorResponse> IDurableFunctions.ReplayAsync(string name, OrchestratorRequest request) =>
        Task.FromResult(
            _replay.Run(
                request,
                _orchestrators.TryGetValue(name, out var code)
                    ? code
                    : throw new DurableFunctionNotFoundException($"No orchestrator {name}.")));

    Task<string?> IDurableFunctions.RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct) =>
        (_activities.TryGetValue(name, out var code) ? code : throw new DurableFunctionNotFoundException($"No activity {name}."))(
            instanceId,
            inputJson);

    public async ValueTask DisposeAsync()
    {
        await _engine!.DisposeAsync();
        _replay.Dispose();
        Clock.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task OpenAsync() => _engine = await DurableEngine.StartAsync(Configure(new DurableEngineOptions
    {
        DataFile = Path.Combine(_folder, "durable.db"),
        Clock = Clock,
        Functions = this,
        Faults = Faults,
        LoggerFactory = Loggers,
    }));
}
