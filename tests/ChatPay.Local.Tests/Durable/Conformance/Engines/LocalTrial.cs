using ChatPay.Local.Clock;
using ChatPay.Local.Durable;
using ChatPay.Local.Durable.Faults;
using ChatPay.Local.Durable.Protocol;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;

namespace ChatPay.Local.Tests.Durable.Conformance.Engines;

/// <summary>The local engine, on a clock that stands still until it is moved.</summary>
internal sealed class LocalTrial : Trial, IDurableFunctions
{
    private const int MaxCrashes = 25;

    private static readonly JsonDataConverter Converter = new();
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = [];
    private readonly Dictionary<string, Func<string?, string?>> _activities = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("conformance").FullName;
    private readonly LocalClock _clock = new(
        new LocalClockOptions { TimeScale = 0, Start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) });
    private readonly RetryingClient _client;
    private readonly OrchestratorReplay _replay;
    private DurableEngine? _engine;
    private int _commits;
    private int _crashes;
    private volatile bool _crashed;

    public LocalTrial()
    {
        _client = new RetryingClient(this);
        _replay = new OrchestratorReplay(new DurableTaskWorkerOptions(), Loggers);
        Faults.Crash = MayCrash;
    }

    public DurableFaults Faults { get; } = new();

    /// <summary>Crashes at every n-th commit, alternately before and after it; 0 for never.</summary>
    public int CrashEvery { get; set; }

    public bool RestartAtRest { get; set; }

    public override DurableTaskClient Client => _client;

    public DurableTaskClient Engine => _engine!.Client;

    public override TimeSpan AmpleTime => TimeSpan.FromMilliseconds(200);

    public override DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>The instance whose client call was committed right before the crash; its effect is on disk.</summary>
    public string? CommittedBeforeTheCrash { get; private set; }

    public override void Orchestrator<TInput, TOutput>(string name, Func<TaskOrchestrationContext, TInput, Task<TOutput>> code) =>
        _orchestrators[name] = async c => await code(c, c.GetInput<TInput>()!);

    public override void Activity<TInput, TOutput>(string name, Func<TInput, TOutput> code) =>
        _activities[name] = input => Converter.Serialize(code(Converter.Deserialize<TInput>(input)!));

    public override async Task OpenAsync() => _engine = await DurableEngine.StartAsync(new DurableEngineOptions
    {
        DataFile = Path.Combine(_folder, "durable.db"),
        Clock = _clock,
        Functions = this,
        Faults = Faults,
        LoggerFactory = Loggers,
    });

    /// <summary>Waits until the engine is idle, restarting it after crashes.</summary>
    public async Task SettleAsync()
    {
        do
        {
            await _clock.DrainAsync();
        }
        while (await RecoverAsync());
    }

    public override async Task RestAsync()
    {
        await SettleAsync();
        if (RestartAtRest)
        {
            await RestartAsync();
            await _clock.DrainAsync();
        }
    }

    public override async Task PassAsync(TimeSpan time)
    {
        var end = Now + time;
        await RestAsync();
        while (_clock.NextDue is { } due && due <= end)
        {
            await _clock.AdvanceAsync(due > Now ? due - Now : TimeSpan.Zero);
            await RestAsync();
        }

        await _clock.AdvanceAsync(end - Now);
        await RestAsync();
    }

    public override async Task RestartAsync()
    {
        _crashed = false;
        await _engine!.DisposeAsync();
        await OpenAsync();
    }

    /// <summary>Restarts the engine if it has crashed.</summary>
    public async Task<bool> RecoverAsync()
    {
        if (!_crashed)
            return false;
        await RestartAsync();
        return true;
    }

    public override async Task<OrchestrationMetadata> UntilAsync(string id, Predicate<OrchestrationMetadata> wanted)
    {
        await RestAsync();
        var instance = await Client.GetInstanceAsync(id, getInputsAndOutputs: true);
        Assert.NotNull(instance);
        Assert.True(wanted(instance), $"The engine rests, and {id} is {instance}.");
        return instance;
    }

    Task<OrchestratorResponse> IDurableFunctions.ReplayAsync(string name, OrchestratorRequest request) =>
        Task.FromResult(
            _replay.Run(
                request,
                _orchestrators.TryGetValue(name, out var code)
                    ? code
                    : throw new DurableFunctionNotFoundException($"No orchestrator {name}.")));

    Task<string?> IDurableFunctions.RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct) =>
        Task.Run(
            () =>
                (_activities.TryGetValue(name, out var code) ? code : throw new DurableFunctionNotFoundException($"No activity {name}."))(
                    inputJson),
            ct);

    public override async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
        _replay.Dispose();
        _clock.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool MayCrash(CommitPoint point, string id)
    {
        if (CrashEvery == 0 || _crashes == MaxCrashes || Interlocked.Increment(ref _commits) % CrashEvery != 0)
            return false;

        // During a client's call only after that call's commit: whether to repeat the call depends on knowing its outcome.
        if (_client.Calling is { } called && (called != id || point != CommitPoint.After))
            return false;

        CommittedBeforeTheCrash = point == CommitPoint.After ? id : null;
        _crashes++;
        _crashed = true;
        return true;
    }
}
