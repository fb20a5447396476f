using System.Text.Json;
using DurableTask.Core.Exceptions;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Hosting.Management;

/// <summary>
/// The durable HTTP API below <c>/runtime/webhooks/durabletask</c>, with its system key or the master key: start, status, list, purge,
/// raise event, terminate, suspend, resume, restart. Paths, parameters, codes and shapes as documented in "HTTP API reference"
/// (learn.microsoft.com, durable-functions-http-api) and as the extension answers. There are no entities.
/// </summary>
internal sealed class ManagementApi(
    FunctionKeys keys,
    KeyRing ring,
    HostJson hostJson,
    DurableFunctions functions,
    DurableRuntime runtime,
    TimeProvider time,
    CancellationToken stopping)
{
    public const string Root = "/runtime/webhooks/durabletask";

    private readonly InstanceLinks _links = new(ring.Durable, hostJson.HubName);
    private readonly InstanceQueries _queries = new(runtime, time, stopping);

    private DurableTaskClient Client => runtime.Client;

    public async Task HandleAsync(HttpContext http)
    {
        if (!keys.OpensDurable(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var path = http.Request.Path.Value![Root.Length..].Trim('/').Split('/');
        try
        {
            await (path switch
            {
                [var first, .. var rest] when Is(first, "orchestrators") => StartAsync(http, rest),
                [var first, .. var rest] when Is(first, "instances") => InstancesAsync(http, rest),
                _ => Code(http, StatusCodes.Status404NotFound),
            });
        }
        catch (Exception e) when (e is ArgumentException or JsonException)
        {
            await ErrorAsync(http, StatusCodes.Status400BadRequest, e is JsonException ? "Invalid JSON content" : e.Message);
        }
        catch (OrchestrationAlreadyExistsException e)
        {
            await ErrorAsync(http, StatusCodes.Status409Conflict, e.Message);
        }
    }

    private Task InstancesAsync(HttpContext http, string[] path) =>
        (http.Request.Method, path) switch
        {
            ("GET", []) => _queries.ListAsync(http),
            ("DELETE", []) => _queries.PurgeAsync(http),
            ("GET", [var id]) => _queries.StatusAsync(http, id),
            ("DELETE", [var id]) => _queries.PurgeAsync(http, id),
            ("POST", [var id, var what]) when Is(what, "terminate") => OnRunningAsync(
                http,
                id,
                (reason, ct) => Client.TerminateInstanceAsync(id, reason, ct)),
            ("POST", [var id, var what]) when Is(what, "suspend") => OnRunningAsync(
                http,
                id,
                (reason, ct) => Client.SuspendInstanceAsync(id, reason, ct)),
            ("POST", [var id, var what]) when Is(what, "resume") => OnRunningAsync(
                http,
                id,
                (reason, ct) => Client.ResumeInstanceAsync(id, reason, ct)),
            ("POST", [var id, var what]) when Is(what, "restart") => RestartAsync(http, id),
            ("POST", [var id, var what]) when Is(what, "rewind") => RewindAsync(http, id),
            ("POST", [var id, var what, var name]) when Is(what, "raiseEvent") => RaiseAsync(http, id, name),
            _ => Code(http, StatusCodes.Status404NotFound),
        };

    private async Task StartAsync(HttpContext http, string[] path)
    {
        if (http.Request.Method != "POST" || path is not ([_] or [_, _]))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!functions.HasOrchestrator(path[0]))
        {
            await ErrorAsync(
                http,
                StatusCodes.Status400BadRequest,
                $"The function '{path[0]}' doesn't exist, is disabled, or is not an orchestrator function. The following are the known "
                    + $"orchestrator functions: {string.Join(", ", functions.Orchestrators.Select(o => $"'{o}'"))}.");
            return;
        }

        await BeginAsync(http, path[0], path is [_, var id] ? id : null, await RequestJson.ReadAsync(http.Request));
    }

    // The official default: an ended instance may be overwritten, a running one may not.
    private async Task BeginAsync(HttpContext http, string name, string? id, JsonElement? input)
    {
        var options = new StartOrchestrationOptions(id)
        {
            DedupeStatuses = [.. Enum.GetNames<OrchestrationRuntimeStatus>().Where(s => s is "Pending" or "Running" or "Suspended")],
        };
        var started = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, options, http.RequestAborted);
        await AnswerStartedAsync(http, started);
    }

    private async Task AnswerStartedAsync(HttpContext http, string id)
    {
        if (double.TryParse(http.Request.Query["timeout"], System.Globalization.CultureInfo.InvariantCulture, out var seconds)
            && seconds > 0
            && await _queries.EndsWithinAsync(http, id, seconds))
            return;
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.Headers.Location = _links.Status(http.Request, id);
        http.Response.Headers.RetryAfter = "10";
        await http.Response.WriteAsJsonAsync(_links.All(http.Request, id));
    }

    private async Task OnRunningAsync(HttpContext http, string id, Func<string?, CancellationToken, Task> act)
    {
        if (await IsRunningAsync(http, id))
            await act(http.Request.Query["reason"], http.RequestAborted);
    }

    private async Task RaiseAsync(HttpContext http, string id, string name)
    {
        if (!http.Request.HasJsonContentType() && http.Request.ContentLength is not (null or 0))
            await ErrorAsync(http, StatusCodes.Status400BadRequest, "Only application/json request content is supported");
        else if (await RequestJson.ReadAsync(http.Request) is var payload && await IsRunningAsync(http, id))
            await Client.RaiseEventAsync(id, name, payload, http.RequestAborted);
    }

    // 404 when it does not exist, 410 when it has ended; otherwise 202, which is then the response.
    private async Task<bool> IsRunningAsync(HttpContext http, string id)
    {
        var instance = await Client.GetInstanceAsync(id, http.RequestAborted);
        http.Response.StatusCode = instance is null ? StatusCodes.Status404NotFound
            : instance.IsCompleted ? StatusCodes.Status410Gone
            : StatusCodes.Status202Accepted;
        return instance is { IsCompleted: false };
    }

    private async Task RestartAsync(HttpContext http, string id)
    {
        var anew = http.Request.Flag("restartWithNewInstanceId", true);
        if (await Client.GetInstanceAsync(id, http.RequestAborted) is not { } old)
            await ErrorAsync(http, StatusCodes.Status400BadRequest, "InstanceId does not match a valid orchestration instance.");
        else if (!anew && !old.IsCompleted)
            await ErrorAsync(
                http,
                StatusCodes.Status409Conflict,
                $"The instance {id} is {old.RuntimeStatus}: terminate it first, or restart it with a new instance id.");
        else
            await AnswerStartedAsync(http, await Client.RestartAsync(id, anew, http.RequestAborted));
    }

    private async Task RewindAsync(HttpContext http, string id)
    {
        var instance = await Client.GetInstanceAsync(id, http.RequestAborted);
        if (instance is null)
            await Code(http, StatusCodes.Status404NotFound);
        else if (instance.RuntimeStatus != OrchestrationRuntimeStatus.Failed)
            await Code(http, StatusCodes.Status410Gone);
        else
            await ErrorAsync(http, StatusCodes.Status501NotImplemented, "The local engine does not rewind instances: restart it instead.");
    }

    private static bool Is(string segment, string word) => segment.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static Task Code(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task ErrorAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { Message = message }, (JsonSerializerOptions?)JsonSerializerOptions.Default);
    }
}
