using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;
using Status = Grpc.Core.Status;

namespace ChatPay.WorkerProcess.Host;

/// <summary>Answers the gRPC calls of the app's durable client with the platform's engine.</summary>
internal sealed class DurableCalls(Func<DurableTaskClient> engine) : TaskHubSidecarService.TaskHubSidecarServiceBase
{
    public override async Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, ServerCallContext context)
    {
        var replaced = request.OrchestrationIdReusePolicy?.ReplaceableStatus.Select(s => (OrchestrationRuntimeStatus)s).ToList();
        var options = new StartOrchestrationOptions(request.InstanceId, request.ScheduledStartTimestamp?.ToDateTimeOffset());
        if (replaced is not null)
            options = options.WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses.Except(replaced)]);
        if (request.Version is { Length: > 0 } version)
            options = options with { Version = version };
        try
        {
            return new CreateInstanceResponse
            {
                InstanceId = await engine()
                    .ScheduleNewOrchestrationInstanceAsync(request.Name, Json(request.Input), options, context.CancellationToken),
            };
        }
        catch (Exception e) when (e.GetType().Name == "OrchestrationAlreadyExistsException")
        {
            throw new RpcException(new Status(StatusCode.AlreadyExists, e.Message));
        }
    }

    public override async Task<RaiseEventResponse> RaiseEvent(RaiseEventRequest request, ServerCallContext context)
    {
        await engine().RaiseEventAsync(request.InstanceId, request.Name, Json(request.Input), context.CancellationToken);
        return new RaiseEventResponse();
    }

    public override async Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context)
    {
        var found = await engine().GetInstanceAsync(request.InstanceId, request.GetInputsAndOutputs, context.CancellationToken);
        return found is null ? new GetInstanceResponse() : new GetInstanceResponse
        {
            Exists = true,
            OrchestrationState = new OrchestrationState
            {
                InstanceId = found.InstanceId,
                Name = found.Name,
                OrchestrationStatus = (OrchestrationStatus)found.RuntimeStatus,
                CreatedTimestamp = Timestamp.FromDateTimeOffset(found.CreatedAt),
                LastUpdatedTimestamp = Timestamp.FromDateTimeOffset(found.LastUpdatedAt),
                Input = found.SerializedInput,
                Output = found.SerializedOutput,
                CustomStatus = found.SerializedCustomStatus,
            },
        };
    }

    // The engine stores the text unchanged.
    private static JsonElement? Json(string? text) => text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}
