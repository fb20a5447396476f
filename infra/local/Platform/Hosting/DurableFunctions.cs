using ChatPay.Local.Clock;
using ChatPay.Local.Durable;
using ChatPay.Local.Durable.History;
using ChatPay.Local.Worker;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Protobuf;

namespace ChatPay.Local.Hosting;

/// <summary>Runs the app's orchestrators and activities for the engine.</summary>
internal sealed class DurableFunctions(FunctionCatalog catalog, FunctionInvoker invoker, Invocations invocations) : IDurableFunctions
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Dictionary<string, LocalFunction> _orchestrators = catalog.With<OrchestrationTriggerAttribute>()
        .ToDictionary(f => f.Trigger.Orchestration ?? f.Function.Name, f => f.Function, StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, LocalFunction> _activities = catalog.With<ActivityTriggerAttribute>()
        .ToDictionary(f => f.Trigger.Activity ?? f.Function.Name, f => f.Function, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Orchestrators => _orchestrators.Keys.Order(StringComparer.Ordinal);

    public bool HasOrchestrator(string name) => _orchestrators.ContainsKey(name);

    /// <summary>Lets activities run. A restarted engine starts old activities before its client can be bound.</summary>
    public void Open() => _opened.TrySetResult();

    public Task<OrchestratorResponse> ReplayAsync(string name, OrchestratorRequest request)
    {
        var function = Find(_orchestrators, name, "orchestrator");
        return invoker.InvokeAsync(function, (worker, token) => worker.ReplayAsync(function.Name, request, token), CancellationToken.None);
    }

    public async Task<string?> RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct)
    {
        await _opened.Task.WaitAsync(ct);

        // A stopping host starts nothing: the activity is on disk, and runs after the next start.
        if (invocations.Draining.IsCancellationRequested)
        {
            using var waits = WorkTracker.WaitsForOthers();
            await new TaskCompletionSource().Task.WaitAsync(ct);
        }

        var function = Find(_activities, name, "activity");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(ct, invocations.Stopping);
        try
        {
            return await invoker.InvokeAsync(
                function,
                (worker, token) => worker.RunActivityAsync(function.Name, instanceId, inputJson, token),
                cancel.Token);
        }
        catch (FunctionFailedException e)
        {
            throw new ActivityFailedException(new Failure(e.ErrorType ?? "(unknown)", e.ErrorMessage, e.ErrorStack, null));
        }
    }

    private static LocalFunction Find(Dictionary<string, LocalFunction> functions, string name, string kind) =>
        functions.GetValueOrDefault(name) ?? throw new DurableFunctionNotFoundException($"The app has no {kind} of the name {name}.");
}
