using System.Diagnostics;
using System.Text.Json;
using ChatPay.Local.Worker;
using ChatPay.Local.Worker.Protocol;
using ChatPay.Local.Worker.Settlement;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace ChatPay.WorkerProcess.Host;

/// <summary>Invokes functions with the same messages as the in-process worker, sent over gRPC.</summary>
internal sealed partial class ProcessWorker
{
    private static readonly ForwarderRequestConfig Forwarding = new() { ActivityTimeout = TimeSpan.FromMinutes(2) };

    /// <summary>Has a function answer a request: the request is forwarded to the worker's web server, and the worker matches the
    /// two.</summary>
    /// <exception cref="FunctionFailedException">The function failed.</exception>
    /// <exception cref="WorkerGoneException">The worker has ended, or does not answer.</exception>
    public async Task ServeAsync(
        string function,
        HttpContext http,
        IReadOnlyDictionary<string, string> routeValues,
        CancellationToken cancellationToken = default)
    {
        var invocation = NewId();
        http.Request.Headers["x-ms-invocation-id"] = invocation;
        var metadata = http
            .Request.Query.Select(q => KeyValuePair.Create(q.Key, q.Value.ToString()))
            .Concat(routeValues)
            .GroupBy(v => v.Key, v => v.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(v => v.Key, v => v.Last(), StringComparer.OrdinalIgnoreCase);
        var forwarder = _server.Services.GetRequiredService<IHttpForwarder>();
        var web = forwarder.SendAsync(http, Capabilities["HttpUri"], _http, Forwarding).AsTask();
        await InvokeAsync(_functions[function], invocation, InProcessWorker.Text(""), metadata, cancellationToken);
        if (await web is not ForwarderError.None and var error)
            throw new WorkerGoneException($"The worker did not answer a request of the function {function}: {error}.");
    }

    /// <summary>Runs a timer function.</summary>
    /// <exception cref="FunctionFailedException">The function failed.</exception>
    /// <exception cref="WorkerGoneException">The worker has ended, or does not answer.</exception>
    public Task RunTimerAsync(string function, CancellationToken cancellationToken = default)
    {
        var timer = JsonSerializer.Serialize(new { Schedule = new { AdjustForDST = true }, IsPastDue = false });
        return InvokeAsync(_functions[function], NewId(), InProcessWorker.Json(timer), [], cancellationToken);
    }

    /// <summary>Runs a function for messages; the caller settles them, except those that the function settles itself.</summary>
    /// <exception cref="FunctionFailedException">The function failed.</exception>
    /// <exception cref="WorkerGoneException">The worker has ended, or does not answer.</exception>
    public async Task RunMessagesAsync(string function, MessageDelivery delivery, CancellationToken cancellationToken = default)
    {
        var called = _functions[function];
        using var held = _settlement.Hold(delivery);
        await InvokeAsync(
            called,
            NewId(),
            InProcessWorker.Input(called, delivery),
            InProcessWorker.Metadata(called, delivery),
            cancellationToken);
    }

    /// <summary>Runs an activity; returns its output as JSON.</summary>
    /// <exception cref="FunctionFailedException">The activity failed, with the type of its exception.</exception>
    /// <exception cref="WorkerGoneException">The worker has ended, or does not answer.</exception>
    public async Task<string?> RunActivityAsync(
        string function,
        string instanceId,
        string? inputJson,
        CancellationToken cancellationToken = default)
    {
        try
        {
            return InvocationAnswer.Json(
                await InvokeAsync(
                    _functions[function],
                    NewId(),
                    InProcessWorker.Json(inputJson ?? "null"),
                    InProcessWorker.Of(instanceId),
                    cancellationToken));
        }
        catch (FunctionFailedException e) when (ActivityFailure.Read(e) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Replays an orchestrator through a history.</summary>
    /// <exception cref="FunctionFailedException">The replay failed.</exception>
    /// <exception cref="WorkerGoneException">The worker has ended, or does not answer.</exception>
    public async Task<OrchestratorResponse> ReplayAsync(
        string function,
        OrchestratorRequest request,
        CancellationToken cancellationToken = default)
    {
        request.EntityParameters ??= new OrchestratorEntityParameters();
        request.EntityParameters.EntityMessageReorderWindow ??= new Google.Protobuf.WellKnownTypes.Duration();
        var answer = await InvokeAsync(
            _functions[function],
            NewId(),
            InProcessWorker.Text(Convert.ToBase64String(request.ToByteArray())),
            InProcessWorker.Of(request.InstanceId),
            cancellationToken);
        var response = OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer!.Value.Text("string")));
        foreach (var activity in response.Actions.Select(a => a.ScheduleTask).OfType<ScheduleTaskAction>())
            activity.Input = InProcessWorker.Only(activity.Input);
        return response;
    }

    private async Task<ProtocolMessage?> InvokeAsync(
        WorkerFunction function,
        string invocation,
        ProtocolMessage input,
        IEnumerable<KeyValuePair<string, string>> metadata,
        CancellationToken cancellationToken)
    {
        var trace = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00";
        var request = ProtocolMessage.New("InvocationRequest")
            .With("invocation_id", invocation)
            .With("function_id", function.Id)
            .With("trace_context", ProtocolMessage.New("RpcTraceContext").With("trace_parent", trace))
            .With("retry_context", ProtocolMessage.New("RetryContext"))
            .Add("input_data", InProcessWorker.Input(function.TriggerName, input));
        foreach (var client in function.DurableClients)
            request.Add("input_data", InProcessWorker.Input(client, InProcessWorker.Text(DurableClient())));
        foreach (var (name, value) in metadata)
            request.Put("trigger_metadata", name, InProcessWorker.Text(value));

        var cancel = ProtocolMessage.New("InvocationCancel").With("invocation_id", invocation);
        await using var cancelling = cancellationToken.Register(() => _stream.Send("invocation_cancel", NewId(), cancel));
        return InvocationAnswer.Returned(
            function,
            await _stream.AskAsync("invocation_request", invocation, request, $"run the function {function.Name}", _options.FunctionTimeout)
        );
    }

    // The official binding's form of the host's address for a durable client.
    private string DurableClient() => JsonSerializer.Serialize(new
    {
        rpcBaseUrl = Address.AbsoluteUri,
        taskHubName = "local",
        connectionName = "Storage",
        requiredQueryStringParameters = "",
        httpBaseUrl = new Uri(Address, "/runtime/webhooks/durabletask").AbsoluteUri,
    });
}
