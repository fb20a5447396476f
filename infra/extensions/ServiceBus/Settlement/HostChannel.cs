using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Settlement;

/// <summary>Opens a gRPC channel to the host that started this worker.</summary>
internal static class HostChannel
{
    /// <exception cref="InvalidOperationException">The host's endpoint is not configured.</exception>
    public static CallInvoker Open(IConfiguration configuration)
    {
        var address =
            configuration["Functions:Worker:HostEndpoint"]
            ?? throw new InvalidOperationException(
                "Functions:Worker:HostEndpoint is not set: this worker was not started by a Functions host.");
        var largest = int.TryParse(configuration["Functions:Worker:GrpcMaxMessageLength"], out var bytes) ? bytes : (int?)null;
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Insecure,
            MaxReceiveMessageSize = largest,
            MaxSendMessageSize = largest,
        }).CreateCallInvoker();
    }
}
