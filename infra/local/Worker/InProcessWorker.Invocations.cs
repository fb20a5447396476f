using System.Diagnostics;
using ChatPay.Local.Worker.Protocol;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Worker;

/// <summary>Invokes functions.</summary>
public sealed partial class InProcessWorker
{
    /// <exception cref="ArgumentException">The app has no such function.</exception>
    private WorkerFunction Find(string function) =>
        _functions.GetValueOrDefault(function)
        ?? throw new ArgumentException($"The app has no function of the name {function}.", nameof(function));

    private async Task<ProtocolMessage?> InvokeAsync(
        WorkerFunction function,
        string invocation,
        ProtocolMessage input,
        IEnumerable<KeyValuePair<string, string>> metadata,
        CancellationToken cancellationToken,
        HttpRequest? request = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var message = ProtocolMessage.New("InvocationRequest")
            .With("invocation_id", invocation)
            .With("function_id", function.Id)
            .With("trace_context", Trace(request))
            .With("retry_context", ProtocolMessage.New("RetryContext"))
            .Add("input_data", Input(function.TriggerName, input));
        foreach (var client in function.DurableClients)
            message.Add("input_data", Input(client, Text("{}")));
        foreach (var (name, value) in metadata)
            message.Put("trigger_metadata", name, Text(value));

        var cancel = ProtocolMessage.New("InvocationCancel").With("invocation_id", invocation);
        await using var cancelling = cancellationToken.Register(() => _ = _link.SendAsync("invocation_cancel", NewId(), cancel));
        return InvocationAnswer.Returned(function, await _link.AskAsync("invocation_request", invocation, message));
    }

    internal static ProtocolMessage Text(string value) => ProtocolMessage.New("TypedData").With("string", value);

    internal static ProtocolMessage Json(string value) => ProtocolMessage.New("TypedData").With("json", value);

    internal static ProtocolMessage Input(string name, ProtocolMessage data) =>
        ProtocolMessage.New("ParameterBinding").With("name", name).With("data", data);

    // Required by the worker. Continues the caller's trace (W3C trace context).
    private static ProtocolMessage Trace(HttpRequest? request)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } current)
            return Trace(current.Context);
        return request is not null && ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, out var caller)
            ? Trace(new ActivityContext(caller.TraceId, ActivitySpanId.CreateRandom(), caller.TraceFlags, caller.TraceState))
            : Trace(new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None));
    }

    private static ProtocolMessage Trace(ActivityContext context) => ProtocolMessage.New("RpcTraceContext")
        .With("trace_parent", $"00-{context.TraceId}-{context.SpanId}-{(int)context.TraceFlags:x2}")
        .With("trace_state", context.TraceState ?? "");
}
