using Microsoft.DurableTask.Protobuf;

namespace ChatPay.Local.Durable;

/// <summary>The app's orchestrators and activities, as the engine calls them.</summary>
public interface IDurableFunctions
{
    /// <summary>Replays an orchestrator through its past events and then through the new ones, which is the official worker's
    /// work.</summary>
    /// <param name="name">The orchestrator.</param>
    /// <param name="request">The history, as a Durable Task worker is given it.</param>
    /// <returns>What the orchestrator decided in the new events; an activity's input is the input itself, and not a list of it.</returns>
    /// <exception cref="DurableFunctionNotFoundException">There is no such orchestrator.</exception>
    Task<OrchestratorResponse> ReplayAsync(string name, OrchestratorRequest request);

    /// <summary>Runs an activity once.</summary>
    /// <returns>Its output as JSON; null when it has none.</returns>
    /// <exception cref="DurableFunctionNotFoundException">There is no such activity.</exception>
    /// <exception cref="ActivityFailedException">It failed, and the worker has said how.</exception>
    Task<string?> RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct);
}
