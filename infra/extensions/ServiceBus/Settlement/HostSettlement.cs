using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Microsoft.Azure.Functions.Worker.Settlement;

/// <summary>Settles messages through the host, which holds their locks, by its gRPC service <c>Settlement</c>.</summary>
internal sealed class HostSettlement(CallInvoker host)
{
    /// <summary>The service key of the host's channel.</summary>
    public const string Key = "ServiceBus.Settlement";

    private const int LockToken = 1, PropertiesToModify = 2, DeadLetterReason = 3, DeadLetterErrorDescription = 4;
    private const int SessionId = 1, SessionState = 2;

    private static readonly Marshaller<byte[]> Bytes = new(message => message, message => message);

    public Task CompleteAsync(string lockToken, CancellationToken cancellationToken) =>
        CallAsync("Complete", new Fields().Add(LockToken, lockToken), cancellationToken);

    public Task AbandonAsync(string lockToken, IDictionary<string, object>? properties, CancellationToken cancellationToken) =>
        CallAsync(
            "Abandon",
            new Fields().Add(LockToken, lockToken).Add(PropertiesToModify, AmqpProperties.Encode(properties)),
            cancellationToken);

    public Task DeadLetterAsync(
        string lockToken,
        IDictionary<string, object>? properties,
        string? reason,
        string? description,
        CancellationToken cancellationToken) =>
        CallAsync(
            "Deadletter",
            new Fields().Add(LockToken, lockToken).Add(PropertiesToModify, AmqpProperties.Encode(properties))
                .AddWrapped(DeadLetterReason, reason).AddWrapped(DeadLetterErrorDescription, description),
            cancellationToken);

    public Task DeferAsync(string lockToken, IDictionary<string, object>? properties, CancellationToken cancellationToken) =>
        CallAsync(
            "Defer",
            new Fields().Add(LockToken, lockToken).Add(PropertiesToModify, AmqpProperties.Encode(properties)),
            cancellationToken);

    public Task RenewMessageLockAsync(string lockToken, CancellationToken cancellationToken) =>
        CallAsync("RenewMessageLock", new Fields().Add(LockToken, lockToken), cancellationToken);

    public async Task<BinaryData> GetSessionStateAsync(string session, CancellationToken cancellationToken) =>
        BinaryData.FromBytes(BytesValue.Parser.ParseFrom(
            await CallAsync("GetSessionState", new Fields().Add(SessionId, session), cancellationToken)).Value.Memory);

    public Task SetSessionStateAsync(string session, BinaryData? state, CancellationToken cancellationToken) =>
        CallAsync(
            "SetSessionState",
            new Fields().Add(SessionId, session).Add(SessionState, ByteString.CopyFrom((state ?? BinaryData.Empty).ToMemory().Span)),
            cancellationToken);

    public Task ReleaseSessionAsync(string session, CancellationToken cancellationToken) =>
        CallAsync("ReleaseSession", new Fields().Add(SessionId, session), cancellationToken);

    public async Task<DateTimeOffset> RenewSessionLockAsync(string session, CancellationToken cancellationToken)
    {
        // The answer's only field, number 1, is a timestamp, which can be read as a message whose first field is bytes.
        var answer = await CallAsync("RenewSessionLock", new Fields().Add(SessionId, session), cancellationToken);
        return Timestamp.Parser.ParseFrom(BytesValue.Parser.ParseFrom(answer).Value).ToDateTimeOffset();
    }

    private Task<byte[]> CallAsync(string name, Fields request, CancellationToken cancellationToken)
    {
        var method = new Method<byte[], byte[]>(MethodType.Unary, "Settlement", name, Bytes, Bytes);
        return host.AsyncUnaryCall(method, null, new CallOptions(cancellationToken: cancellationToken), request.ToArray()).ResponseAsync;
    }
}
