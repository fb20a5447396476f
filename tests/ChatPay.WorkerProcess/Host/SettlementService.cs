using ChatPay.Local.Worker.Settlement;
using Grpc.Core;

namespace ChatPay.WorkerProcess.Host;

/// <summary>The gRPC service <c>Settlement</c>, by which a worker settles messages that the host holds.</summary>
internal static class SettlementService
{
    private static readonly Marshaller<byte[]> Bytes = new(message => message, message => message);

    private static readonly string[] Names =
    [
        "Complete",
        "Abandon",
        "Deadletter",
        "Defer",
        "RenewMessageLock",
        "GetSessionState",
        "SetSessionState",
        "ReleaseSession",
        "RenewSessionLock",
    ];

    public static ServerServiceDefinition Of(MessageSettlement settlement)
    {
        var service = ServerServiceDefinition.CreateBuilder();
        foreach (var name in Names)
        {
            var method = new Method<byte[], byte[]>(MethodType.Unary, "Settlement", name, Bytes, Bytes);
            service.AddMethod(
                method,
                (request, context) =>
                    settlement
                        .AsyncUnaryCall(method, null, new CallOptions(cancellationToken: context.CancellationToken), request)
                        .ResponseAsync);
        }

        return service.Build();
    }
}
