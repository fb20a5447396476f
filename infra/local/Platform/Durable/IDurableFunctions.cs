using Microsoft.DurableTask.Protobuf;

namespace ChatPay.Local.Durable;

/// <summary>The app's orchestrators and activities, as the engine calls them.</summary>
public interface IDurableFunctions
{
    /// <summary>Replays an orchestrator through its past events and then the new ones, by the official worker.</summary>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="request">The history, in the form that a Durable Task worker receives.</param>
    /// <returns>What the orchestrator decided in the new events; an activity's input is the bare value, not a list of
    /// arguments.</returns>
    /// <exception cref="DurableFunctionNotFoundException">There is no such orchestrator.</exception>
    Task<OrchestratorResponse> ReplayAsync(string name, OrchestratorRequest request);

    /// <summary>Runs an activity once.</summary>
    /// <returns>Its output as JSON; null when it has none.</returns>
    /// <exception cref="DurableFunctionNotFoundException">There is no such activity.</exception>
    /// <exception cref="ActivityFailedException">The activity failed; the exception has the worker's report.</exception>
    Task<string?> RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct);
}
