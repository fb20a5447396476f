using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker.Settlement;

namespace ChatPay.Local.Worker.Settlement;

/// <summary>The host's side of settlement: implements the service <c>Settlement</c>, called in memory, with the receivers of the
/// messages being handled.</summary>
internal sealed class MessageSettlement : CallInvoker
{
    private readonly ConcurrentDictionary<string, (MessageDelivery Delivery, ServiceBusReceivedMessage Message)> _messages = new();
    private readonly ConcurrentDictionary<string, MessageDelivery> _sessions = new();

    /// <summary>Lets a function settle a delivery until the result is disposed.</summary>
    public IDisposable Hold(MessageDelivery delivery)
    {
        foreach (var message in delivery.Messages)
            _messages[message.LockToken] = (delivery, message);
        if (delivery.Session is { } session)
            _sessions[session.SessionId] = delivery;
        return new Held(this, delivery);
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request) =>
        new(
            AnswerAsync(method, request, options.CancellationToken),
            Task.FromResult(new Metadata()),
            () => Status.DefaultSuccess,
            () => [],
            () => { });

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw Unknown(method.Name);

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw Unknown(method.Name);

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw Unknown(method.Name);

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw Unknown(method.Name);

    private async Task<TResponse> AnswerAsync<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        TRequest request,
        CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        try
        {
            var answer = await AnswerAsync(
                method.Name,
                SettlementRequest.Read(method.RequestMarshaller.Serializer(request)),
                cancellationToken);
            return method.ResponseMarshaller.Deserializer(answer.ToByteArray());
        }
        catch (ServiceBusException e)
        {
            throw new RpcException(new Status(StatusCode.Unknown, e.Message, e), e.Message);
        }
    }

    private async Task<IMessage> AnswerAsync(string name, SettlementRequest request, CancellationToken cancellationToken)
    {
        switch (name)
        {
            case "GetSessionState":
                var state = await Session(request).GetSessionStateAsync(cancellationToken);
                return new BytesValue { Value = state is null ? ByteString.Empty : ByteString.CopyFrom(state.ToMemory().Span) };
            case "SetSessionState":
                await Session(request).SetSessionStateAsync(BinaryData.FromBytes(request.Second.Memory), cancellationToken);
                break;
            case "RenewSessionLock":
                await Session(request).RenewSessionLockAsync(cancellationToken);

                // The response's only field is a timestamp, which is encoded like bytes.
                return new BytesValue { Value = Timestamp.FromDateTimeOffset(Session(request).SessionLockedUntil).ToByteString() };
            case "ReleaseSession":
                Delivery(request).ReleaseSession?.Invoke();
                break;
            default:
                await SettleAsync(name, request, cancellationToken);
                break;
        }

        return new Empty();
    }

    private Task SettleAsync(string name, SettlementRequest request, CancellationToken cancellationToken)
    {
        if (!_messages.TryGetValue(request.First, out var held))
            throw new RpcException(
                new Status(StatusCode.NotFound, $"No function is handling a message of the lock token {request.First}."));
        var (receiver, message) = (held.Delivery.Receiver, held.Message);
        var properties = AmqpProperties.Decode(request.Second);
        return name switch
        {
            "Complete" => receiver.CompleteMessageAsync(message, cancellationToken),
            "Abandon" => receiver.AbandonMessageAsync(message, properties, cancellationToken),
            "Deadletter" => receiver.DeadLetterMessageAsync(message, properties, request.Third, request.Fourth, cancellationToken),
            "Defer" => receiver.DeferMessageAsync(message, properties, cancellationToken),
            "RenewMessageLock" => receiver.RenewMessageLockAsync(message, cancellationToken),
            _ => throw Unknown(name),
        };
    }

    private ServiceBusSessionReceiver Session(SettlementRequest request) => Delivery(request).Session!;

    private MessageDelivery Delivery(SettlementRequest request) => _sessions.GetValueOrDefault(request.First)
        ?? throw new RpcException(new Status(StatusCode.NotFound, $"No function is handling a message of the session {request.First}."));

    private static RpcException Unknown(string name) =>
        new(new Status(StatusCode.Unimplemented, $"The settlement service has no {name} here."));

    private sealed class Held(MessageSettlement owner, MessageDelivery delivery) : IDisposable
    {
        public void Dispose()
        {
            foreach (var message in delivery.Messages)
                owner._messages.TryRemove(message.LockToken, out _);
            if (delivery.Session is { } session)
                owner._sessions.TryRemove(KeyValuePair.Create(session.SessionId, delivery));
        }
    }
}
