using System.Collections.Concurrent;
using System.Reflection;
using Google.Protobuf;

namespace ChatPay.Local.Worker.Protocol;

/// <summary>Connects host and worker in one process by passing the messages that gRPC would carry. A response completes on the
/// worker's flow, and a request runs in its caller's, so the function sees the caller's execution context.</summary>
internal sealed class HostLink
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ProtocolMessage>> _asked = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<IMessage, Task>? _send;

    public HostLink()
    {
        Factory = Proxy(WorkerAssembly.ClientFactory, (_, arguments) =>
        {
            var processor = arguments![0]!;
            var take = WorkerAssembly.MessageProcessor.GetMethod("ProcessMessageAsync")!;
            var call = MethodInvoker.Create(take);
            _send = message => (Task)call.Invoke(processor, message)!;
            return Proxy(WorkerAssembly.Client, (method, call) => method.Name switch
            {
                "StartAsync" => Connect(),
                "SendMessageAsync" => Take(new ProtocolMessage((IMessage)call![0]!)),
                _ => throw new NotSupportedException($"The worker's client has a method that this bridge does not know: {method.Name}."),
            });
        });
    }

    /// <summary>The worker's <c>IWorkerClientFactory</c>.</summary>
    public object Factory { get; }

    /// <summary>Completes when the worker listens.</summary>
    public Task Connected => _connected.Task;

    /// <param name="content">The content field of <c>StreamingMessage</c>, such as <c>worker_init_request</c>.</param>
    /// <param name="id">The request id, or the id of an invocation, which is answered under that.</param>
    /// <param name="request">The message.</param>
    public async Task<ProtocolMessage> AskAsync(string content, string id, ProtocolMessage request)
    {
        var answer = new TaskCompletionSource<ProtocolMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = answer;
        try
        {
            await SendAsync(content, id, request);
            return await answer.Task;
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    public Task SendAsync(string content, string id, ProtocolMessage request) =>
        _send!(ProtocolMessage.New("StreamingMessage").With("request_id", id).With(content, request).Inner);

    private Task Connect()
    {
        _connected.TrySetResult();
        return Task.CompletedTask;
    }

    // Logs and similar messages need no response.
    private object Take(ProtocolMessage message)
    {
        if (message.Case is { } content && message.Message(content) is { } answer)
        {
            var id = content == "invocation_response" ? answer.Text("invocation_id") : message.Text("request_id");
            if (_asked.TryRemove(id, out var asked))
                asked.TrySetResult(answer);
        }

        return ValueTask.CompletedTask;
    }

    private static object Proxy(Type type, Func<MethodInfo, object?[]?, object> call)
    {
        var proxy = DispatchProxy.Create(type, typeof(InternalProxy));
        ((InternalProxy)proxy).Call = call;
        return proxy;
    }
}
