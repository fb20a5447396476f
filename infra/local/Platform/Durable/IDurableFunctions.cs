using Microsoft.DurableTask;

namespace ChatPay.Local.Durable;

/// <summary>The app's orchestrators and activities, as the engine calls them.</summary>
public interface IDurableFunctions
{
    /// <summary>Runs an orchestrator from its beginning. The call and all that it awaits stay on the synchronisation context
    /// the engine has set: nothing in between may await with <c>ConfigureAwait(false)</c> or go to another thread.</summary>
    /// <returns>The orchestrator's output.</returns>
    /// <exception cref="DurableFunctionNotFoundException">There is no such orchestrator.</exception>
    Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context);

    /// <summary>Runs an activity once.</summary>
    /// <returns>Its output as JSON; null when it has none.</returns>
    /// <exception cref="DurableFunctionNotFoundException">There is no such activity.</exception>
    Task<string?> RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct);
}
