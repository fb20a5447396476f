using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Hosting.Management;

/// <summary>Answers status, list and purge requests.</summary>
internal sealed class InstanceQueries(DurableRuntime runtime, TimeProvider time, CancellationToken stopping)
{
    private const string ContinuationToken = "x-ms-continuation-token";

    private DurableTaskClient Client => runtime.Client;

    /// <summary>Answers 202 with the URL to poll while the instance runs; 200 when it has ended, also when it failed unless a 500 is
    /// requested.</summary>
    public async Task StatusAsync(HttpContext http, string id)
    {
        if (await Client.GetInstanceAsync(id, getInputsAndOutputs: true, http.RequestAborted) is not { } instance)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.StatusCode =
            !instance.IsCompleted ? StatusCodes.Status202Accepted
            : instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed && http.Request.Flag("returnInternalServerErrorOnFailure", false)
                ? StatusCodes.Status500InternalServerError
            : StatusCodes.Status200OK;
        if (!instance.IsCompleted)
        {
            http.Response.Headers.Location = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.Path}{http.Request.QueryString}";
            http.Response.Headers.RetryAfter = "5";
        }

        var history =
            http.Request.Flag("showHistory", false) && runtime.History is { } read
                ? InstanceHistoryJson.Of(read(id), http.Request.Flag("showHistoryOutput", false), http.Request.Flag("showInput", true))
                : null;
        await http.Response.WriteAsJsonAsync(
            InstanceJson.Of(instance, http.Request.Flag("showInput", true), history),
            InstanceJson.Options);
    }

    public async Task ListAsync(HttpContext http)
    {
        var request = http.Request;
        var query = new OrchestrationQuery(
            CreatedFrom: Instant(request, "createdTimeFrom"),
            CreatedTo: Instant(request, "createdTimeTo"),
            Statuses: Statuses(request),
            InstanceIdPrefix: request.Query["instanceIdPrefix"],
            PageSize: int.TryParse(request.Query["top"], CultureInfo.InvariantCulture, out var top) && top > 0 ? top : 100,
            FetchInputsAndOutputs: true);
        await foreach (
            var page in Client
                .GetAllInstancesAsync(query)
                .AsPages(request.Headers[ContinuationToken] is [{ Length: > 0 } token] ? Uri.UnescapeDataString(token) : null))
        {
            // The engine's token is an id, and headers are limited to ASCII.
            http.Response.Headers[ContinuationToken] = Uri.EscapeDataString(page.ContinuationToken ?? "");
            await http.Response.WriteAsJsonAsync(
                page.Values.Select(i => InstanceJson.Of(i, request.Flag("showInput", true), null)),
                InstanceJson.Options);
            return;
        }
    }

    public async Task PurgeAsync(HttpContext http, string id)
    {
        var instance = await Client.GetInstanceAsync(id, http.RequestAborted);
        if (instance is null)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (!instance.IsCompleted)
            await RefuseAsync(
                http,
                StatusCodes.Status412PreconditionFailed,
                $"Only orchestrations in a terminal state can be purged, but the orchestration with instance ID {id} has status "
                    + $"{instance.RuntimeStatus}");
        else
            await AnswerPurgedAsync(http, await Client.PurgeInstanceAsync(id, http.RequestAborted));
    }

    public async Task PurgeAsync(HttpContext http)
    {
        if (Instant(http.Request, "createdTimeFrom") is not { } from)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "Please provide value for 'createdTimeFrom' parameter.");
            return;
        }

        var filter = new PurgeInstancesFilter(from, Instant(http.Request, "createdTimeTo") ?? time.GetUtcNow(), Statuses(http.Request));
        await AnswerPurgedAsync(http, await Client.PurgeAllInstancesAsync(filter, http.RequestAborted));
    }

    /// <summary>Answers with the output of an instance if it ends within <paramref name="seconds"/> (of the clock), unless the host
    /// stops.</summary>
    /// <returns>False when it does not end in time.</returns>
    public async Task<bool> EndsWithinAsync(HttpContext http, string id, double seconds)
    {
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 3600)), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, http.RequestAborted, stopping);
        try
        {
            var instance = await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, either.Token);
            var done = instance.RuntimeStatus == OrchestrationRuntimeStatus.Completed;
            http.Response.StatusCode =
                instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed
                    ? StatusCodes.Status500InternalServerError
                    : StatusCodes.Status200OK;
            await http.Response.WriteAsJsonAsync(
                done ? (object?)RequestJson.Parse(instance.SerializedOutput) : InstanceJson.Of(instance, true, null),
                InstanceJson.Options);
            return true;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task AnswerPurgedAsync(HttpContext http, PurgeResult purged)
    {
        if (purged.PurgedInstanceCount == 0)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await http.Response.WriteAsJsonAsync(new { instancesDeleted = purged.PurgedInstanceCount });
    }

    private static Task RefuseAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(message);
    }

    private static DateTimeOffset? Instant(HttpRequest request, string name) =>
        DateTimeOffset.TryParse(
            request.Query[name],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time
            : null;

    // Unknown statuses are ignored, as in the official host.
    private static List<OrchestrationRuntimeStatus>? Statuses(HttpRequest request)
    {
        var statuses = request.Query["runtimeStatus"].SelectMany(s => (s ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Where(s => Enum.TryParse<OrchestrationRuntimeStatus>(s, ignoreCase: true, out _))
            .Select(s => Enum.Parse<OrchestrationRuntimeStatus>(s, ignoreCase: true)).ToList();
        return statuses.Count == 0 ? null : statuses;
    }
}
