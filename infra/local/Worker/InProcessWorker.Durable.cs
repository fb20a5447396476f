using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace ChatPay.Local.Worker;

/// <summary>Orchestrators and activities.</summary>
public sealed partial class InProcessWorker
{
    /// <summary>Replays an orchestrator through a history, and returns its decisions.</summary>
    /// <exception cref="FunctionFailedException">The replay failed, for example because the orchestrator awaits something that is not
    /// durable.</exception>
    public async Task<OrchestratorResponse> ReplayAsync(
        string function,
        OrchestratorRequest request,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        // The worker reads this even without entities.
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
    /// <param name="function">The activity's name.</param>
    /// <param name="instanceId">The orchestration that calls it.</param>
    /// <param name="inputJson">The input; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The output as JSON; null for none.</returns>
    /// <exception cref="FunctionFailedException">The activity failed; has the type of its exception.</exception>
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

    // Durable Task Core writes an activity's input as a list of arguments, here always one; the host unwraps it.
    internal static string? Only(string? arguments) =>
        arguments is ['[', .., ']'] && arguments[1..^1].Trim() is { Length: > 0 } only ? only : arguments is "[]" ? null : arguments;

    internal static IEnumerable<KeyValuePair<string, string>> Of(string instanceId) => [KeyValuePair.Create("instanceId", instanceId)];
}
