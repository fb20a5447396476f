using System.Collections.Concurrent;
using ChatPay.Functions.Features.PaymentRequests;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Features.Shipping.ShipBy;
using ChatPay.Functions.Orchestrations;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;
using ChatPay.Local.Clock;
using ChatPay.Local.Durable;
using ChatPay.Local.Durable.Protocol;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Protobuf;
using HistoryEvent = ChatPay.Local.Durable.History.HistoryEvent;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>A run of <see cref="OrderLifecycle"/> on the durable engine. Its activities apply the real transitions to an order in
/// memory; the provider is silent, so the test decides what it does.</summary>
internal sealed class LifecycleRun : IDurableFunctions, IAsyncDisposable
{
    private readonly JsonDataConverter _json = new();
    private readonly ConcurrentQueue<string> _calls = [];
    private readonly LocalClock _clock = new(new LocalClockOptions { TimeScale = 0, Start = ScriptedSale.Start });
    private readonly string _folder = Directory.CreateTempSubdirectory("chatpay-lifecycle-").FullName;
    private DurableEngine? _engine;
    private int _version = 1;

    private LifecycleRun(ScriptedSale sale) => ScriptedSale = sale;

    public ScriptedSale ScriptedSale { get; }

    public bool SellerIsActive { get; set; } = true;

    /// <summary>The activity that always fails; null for none.</summary>
    public string? Failing { get; set; }

    public OrderStage Stage => OrderProgress.Of(ScriptedSale.Order).Stage;

    /// <param name="sale">The order at the start.</param>
    /// <param name="version">The version of the logic; null for the current one.</param>
    public static async Task<LifecycleRun> StartAsync(ScriptedSale sale, string? version = null)
    {
        var run = new LifecycleRun(sale);
        run._engine = await DurableEngine.StartAsync(
            new DurableEngineOptions
            {
                DataFile = Path.Combine(run._folder, "durable.db"),
                Clock = run._clock,
                Functions = run,
            });
        await run._engine.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(OrderLifecycle),
            version is null or OrchestrationVersion.Current ? run.Progress.ToNews() : ScriptedSale.OrderId,
            new StartOrchestrationOptions(ScriptedSale.OrderId) { Version = version ?? OrchestrationVersion.Current });
        await run._clock.DrainAsync();
        return run;
    }

    /// <summary>The history that the next turn will replay.</summary>
    public List<HistoryEvent> History => _engine!.History(ScriptedSale.OrderId);

    /// <summary>The number of calls of an activity.</summary>
    public int Calls(string activity) => _calls.Count(c => c == activity);

    /// <summary>The progress of the order, from its row.</summary>
    public OrderProgress Progress => OrderProgress.Of(ScriptedSale.Order) with { Version = _version };

    /// <summary>Changes the order without notifying the orchestration.</summary>
    public void Happens(Func<Order, Decision> step)
    {
        ScriptedSale.Did(step);
        _version++;
    }

    /// <summary>Changes the order, and notifies the orchestration with the order's progress.</summary>
    public Task HappensAsync(Func<Order, Decision> step, string signal)
    {
        Happens(step);
        return RaiseAsync(signal, Progress.ToNews());
    }

    public async Task RaiseAsync(string signal, string? news = null)
    {
        await _engine!.Client.RaiseEventAsync(ScriptedSale.OrderId, signal, news);
        await _clock.DrainAsync();
    }

    public async Task AdvanceAsync(TimeSpan by)
    {
        await _clock.AdvanceAsync(by);
        ScriptedSale.Now = _clock.GetUtcNow();
    }

    public async Task<bool> HasEndedAsync() => (await StateAsync()).IsCompleted;

    public async Task<string?> OutcomeAsync()
    {
        var state = await StateAsync();
        Assert.True(state.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{state.RuntimeStatus}: {state.FailureDetails}");
        return state.ReadOutputAs<string>();
    }

    public async ValueTask DisposeAsync()
    {
        await _engine!.DisposeAsync();
        _clock.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    Task<OrchestratorResponse> IDurableFunctions.ReplayAsync(string name, OrchestratorRequest request) =>
        Task.FromResult(OrchestratorReplay.Default.Run(request, async context => await OrderLifecycle.RunAsync(context)));

    Task<string?> IDurableFunctions.RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct)
    {
        _calls.Enqueue(name);
        ScriptedSale.Now = _clock.GetUtcNow();
        if (name == Failing)
            throw new InvalidOperationException("It fails, as the test wants it.");
        if (name != nameof(ReadOrderProgress))
            _version++;
        object? output = name switch
        {
            nameof(ReadOrderProgress) => Progress,
            nameof(EndHold) => Release() is var _ ? Progress : null,
            nameof(ExpireRequest) => ScriptedSale.Do(o => RequestTransitions.Expire(o, ScriptedSale.Now)).Refusal,
            nameof(RemindToShip) => ScriptedSale.Do(o => ShipByTransitions.Remind(o, ScriptedSale.Now)).Refusal,
            nameof(RefundUnshipped) => ScriptedSale.Do(o => RefundDecisions.RefundUnshipped(o, ScriptedSale.Now)).Refusal,
            nameof(ReleasePayout) => Release().Refusal is null,
            nameof(SettlePayment) => null,
            _ => throw new DurableFunctionNotFoundException($"No activity {name}."),
        };
        return Task.FromResult(_json.Serialize(output));
    }

    private Decision Release() =>
        ScriptedSale.Do(o => PayoutTransitions.Release(o, PayoutTransitions.Blocks(o, SellerIsActive), ScriptedSale.Now));

    private async Task<OrchestrationMetadata> StateAsync() =>
        (await _engine!.Client.GetInstanceAsync(ScriptedSale.OrderId, getInputsAndOutputs: true))!;
}
