using Azure.Core.Serialization;
using ChatPay.Local.Clock;
using ChatPay.Local.Durable;
using ChatPay.Local.Durable.Protocol;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Protobuf;

namespace ChatPay.Local.Hosting;

/// <summary>The app's orchestrators and activities for the engine.</summary>
internal sealed class DurableFunctions(FunctionCatalog catalog, FunctionInvoker invoker, ObjectSerializer serializer, Invocations invocations, OrchestratorReplay replay) : IDurableFunctions
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Dictionary<string, LocalFunction> _orchestrators = catalog.With<OrchestrationTriggerAttribute>()
        .ToDictionary(f => f.Trigger.Orchestration ?? f.Function.Name, f => f.Function, StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, LocalFunction> _activities = catalog.With<ActivityTriggerAttribute>()
        .ToDictionary(f => f.Trigger.Activity ?? f.Function.Name, f => f.Function, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Orchestrators => _orchestrators.Keys.Order(StringComparer.Ordinal);

    public bool HasOrchestrator(string name) => _orchestrators.ContainsKey(name);

    /// <summary>Lets activities run. An engine that goes on with old work asks for them before its client can be bound.</summary>
    public void Open() => _opened.TrySetResult();

    public Task<OrchestratorResponse> ReplayAsync(string name, OrchestratorRequest request)
    {
        var function = Find(_orchestrators, name, "orchestrator");
        return Task.FromResult(replay.Run(request, context => invoker.InvokeAsync(function, new Cause(context, Data(context.InstanceId)), invocations.Stopping)));
    }

    public async Task<string?> RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct)
    {
        await _opened.Task.WaitAsync(ct);

        // A host that stops begins nothing: the activity is on disk, and runs after the next start.
        if (invocations.Draining.IsCancellationRequested)
        {
            using var waits = WorkTracker.WaitsForOthers();
            await new TaskCompletionSource().Task.WaitAsync(ct);
        }

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(ct, invocations.Stopping);
        var output = await invoker.InvokeAsync(Find(_activities, name, "activity"), new Cause(inputJson, Data(instanceId)), cancel.Token);
        return output is null ? null : serializer.Write(output);
    }

    private static LocalFunction Find(Dictionary<string, LocalFunction> functions, string name, string kind) =>
        functions.GetValueOrDefault(name) ?? throw new DurableFunctionNotFoundException($"The app has no {kind} of the name {name}.");

    private static InstanceData Data(string instanceId) => new(instanceId);
}
