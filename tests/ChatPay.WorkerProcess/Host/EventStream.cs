using System.Collections.Concurrent;
using System.Threading.Channels;
using ChatPay.Local.Worker.Protocol;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace ChatPay.WorkerProcess.Host;

/// <summary>The stream between host and worker, gRPC's <c>FunctionRpc.EventStream</c>, with requests and responses. When it ends,
/// every open request fails with the reason.</summary>
internal sealed class EventStream
{
    private static readonly MessageDescriptor Message = ProtocolMessage.New("StreamingMessage").Inner.Descriptor;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<ProtocolMessage>> _asked = new();
    private readonly Channel<IMessage> _out = Channel.CreateUnbounded<IMessage>();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _ended;

    /// <summary>Completes when the worker has announced itself.</summary>
    public Task Connected => _connected.Task;

    /// <summary>The service, by the descriptor in the worker's package.</summary>
    public ServerServiceDefinition Service()
    {
        var marshaller = Marshallers.Create(message => message.ToByteArray(), bytes => Message.Parser.ParseFrom(bytes));
        var service = Message.File.Services.Single(s => s.FindMethodByName("EventStream") is not null);
        var method = new Method<IMessage, IMessage>(MethodType.DuplexStreaming, service.FullName, "EventStream", marshaller, marshaller);
        return ServerServiceDefinition.CreateBuilder().AddMethod(method, ServeAsync).Build();
    }

    /// <param name="content">The content field of <c>StreamingMessage</c>, such as <c>worker_init_request</c>.</param>
    /// <param name="id">The request id, or the id of an invocation, which is answered under that.</param>
    /// <param name="request">The message.</param>
    /// <param name="what">What is requested, as in "run the function X".</param>
    /// <param name="patience">How long, in real time, the worker may take.</param>
    /// <exception cref="WorkerGoneException">The worker has ended, or does not answer.</exception>
    public async Task<ProtocolMessage> AskAsync(string content, string id, ProtocolMessage request, string what, TimeSpan patience)
    {
        var answer = new TaskCompletionSource<ProtocolMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = answer;
        try
        {
            if (_ended is { } ended)
                throw ended;
            Send(content, id, request);
            return await answer.Task.WaitAsync(patience);
        }
        catch (TimeoutException e)
        {
            throw new WorkerGoneException($"The worker did not {what} within {patience}: it does not answer.", e);
        }
        catch (StreamEndedException e)
        {
            throw new WorkerGoneException($"The worker did not {what}: {e.Message}", e);
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    public void Send(string content, string id, ProtocolMessage request) =>
        _out.Writer.TryWrite(ProtocolMessage.New("StreamingMessage").With("request_id", id).With(content, request).Inner);

    /// <summary>Ends the stream: nothing more will come from the worker.</summary>
    public void End(Exception why)
    {
        _ended ??= why;
        _connected.TrySetException(why);
        foreach (var asked in _asked.Values)
            asked.TrySetException(why);
    }

    private async Task ServeAsync(IAsyncStreamReader<IMessage> from, IServerStreamWriter<IMessage> to, ServerCallContext context)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var sending = SendAllAsync(to, over.Token);
        try
        {
            while (await from.MoveNext(over.Token))
                Take(new ProtocolMessage(from.Current));
            End(new StreamEndedException("it has ended."));
        }
        catch (Exception e) when (e is RpcException or IOException or OperationCanceledException)
        {
            End(
                new StreamEndedException(e is RpcException rpc ? $"its connection broke: {rpc.Status.Detail}" : "its connection broke.", e)
            );
            throw;
        }
        finally
        {
            await over.CancelAsync();
            await sending;
        }
    }

    private async Task SendAllAsync(IServerStreamWriter<IMessage> to, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _out.Reader.ReadAllAsync(cancellationToken))
                await to.WriteAsync(message, cancellationToken);
        }
        catch (Exception e) when (e is RpcException or IOException or InvalidOperationException or OperationCanceledException)
        {
            End(new StreamEndedException($"nothing can be sent to it: {(e as RpcException)?.Status.Detail ?? e.Message}", e));
        }
    }

    // Logs and similar messages need no response.
    private void Take(ProtocolMessage message)
    {
        if (message.Case == "start_stream")
            _connected.TrySetResult();
        else if (message.Case is { } content && message.Message(content) is { } answer)
        {
            var id = content == "invocation_response" ? answer.Text("invocation_id") : message.Text("request_id");
            if (_asked.TryRemove(id, out var asked))
                asked.TrySetResult(answer);
        }
    }
}
