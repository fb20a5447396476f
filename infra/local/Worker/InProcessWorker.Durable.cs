using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace ChatPay.Local.Worker;

/// <summary>Orchestrators and activities.</summary>
public sealed partial class InProcessWorker
{
    /// <summary>Replays an orchestrator through a history; what it decides is the answer.</summary>
    /// <exception cref="FunctionFailedException">It cannot be replayed, such as when it awaits what is not durable.</exception>
    public async Task<OrchestratorResponse> ReplayAsync(
        string function,
        OrchestratorRequest request,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        // The worker reads it, entities or not.
        request.EntityParameters ??= new OrchestratorEntityParameters();
        request.EntityParameters.EntityMessageReorderWindow ??= new Google.Protobuf.WellKnownTypes.Duration();
        var answer = await InvokeAsync(
            Find(function),
            _newInvocationId(),
            Text(Convert.ToBase64String(request.ToByteArray())),
            Of(request.InstanceId),
            cancellationToken);
        if (answer is not { Case: "string" } text)
        {
            var said = answer?.ToString() ?? "nothing";
            throw new InvalidOperationException($"The function {function} answered a turn with {said}: it is no orchestrator.");
        }

        var response = OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(text.Text("string")));
        foreach (var activity in response.Actions.Select(a => a.ScheduleTask).OfType<ScheduleTaskAction>())
            activity.Input = Only(activity.Input);
        return response;
    }

    /// <summary>Runs an activity.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="instanceId">The orchestration that asks for it.</param>
    /// <param name="inputJson">Its input; none when null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Its output as JSON; null when it has none.</returns>
    /// <exception cref="FunctionFailedException">The activity failed, with the type of its exception.</exception>
    public async Task<string?> RunActivityAsync(
        string function,
        string instanceId,
        string? inputJson,
        CancellationToken cancellationToken = default)
    {
        try
        {
            return InvocationAnswer.Json(
                await InvokeAsync(Find(function), _newInvocationId(), Json(inputJson ?? "null"), Of(instanceId), cancellationToken));
        }
        catch (FunctionFailedException e) when (ActivityFailure.Read(e) is { } failure)
        {
            throw failure;
        }
    }

    // Durable Task's core writes an activity's input as a list of arguments, of which there is one here; the host takes it out of the list.
    internal static string? Only(string? arguments) =>
        arguments is ['[', .., ']'] && arguments[1..^1].Trim() is { Length: > 0 } only ? only : arguments is "[]" ? null : arguments;

    internal static IEnumerable<KeyValuePair<string, string>> Of(string instanceId) => [KeyValuePair.Create("instanceId", instanceId)];
}
