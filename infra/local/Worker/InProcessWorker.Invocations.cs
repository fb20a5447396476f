using System.Diagnostics;
using ChatPay.Local.Worker.Protocol;

namespace ChatPay.Local.Worker;

/// <summary>How functions are invoked.</summary>
public sealed partial class InProcessWorker
{
    /// <exception cref="ArgumentException">The app has no such function.</exception>
    private WorkerFunction Find(string function) =>
        _functions.GetValueOrDefault(function) ?? throw new ArgumentException($"The app has no function of the name {function}.", nameof(function));

    private async Task<ProtocolMessage?> InvokeAsync(
        WorkerFunction function,
        string invocation,
        ProtocolMessage input,
        IEnumerable<KeyValuePair<string, string>> metadata,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = ProtocolMessage.New("InvocationRequest")
            .With("invocation_id", invocation)
            .With("function_id", function.Id)
            .With("trace_context", Trace())
            .With("retry_context", ProtocolMessage.New("RetryContext"))
            .Add("input_data", Input(function.TriggerName, input));
        foreach (var client in function.DurableClients)
            request.Add("input_data", Input(client, Text("{}")));
        foreach (var (name, value) in metadata)
            request.Put("trigger_metadata", name, Text(value));

        var cancel = ProtocolMessage.New("InvocationCancel").With("invocation_id", invocation);
        await using var cancelling = cancellationToken.Register(() => _ = _link.SendAsync("invocation_cancel", NewId(), cancel));
        return InvocationAnswer.Returned(function, await _link.AskAsync("invocation_request", invocation, request));
    }

    private static ProtocolMessage Text(string value) => ProtocolMessage.New("TypedData").With("string", value);

    private static ProtocolMessage Json(string value) => ProtocolMessage.New("TypedData").With("json", value);

    private static ProtocolMessage Input(string name, ProtocolMessage data) =>
        ProtocolMessage.New("ParameterBinding").With("name", name).With("data", data);

    // The worker takes it for granted.
    private static ProtocolMessage Trace()
    {
        var trace = ProtocolMessage.New("RpcTraceContext");
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } current)
            return trace.With("trace_parent", current.Id!).With("trace_state", current.TraceStateString ?? "");
        return trace.With("trace_parent", $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00");
    }
}
