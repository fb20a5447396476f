using DurableTask.AzureStorage;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using CoreState = DurableTask.Core.OrchestrationState;
using CoreStatus = DurableTask.Core.OrchestrationStatus;
using Status = Grpc.Core.Status;
using TaskName = Microsoft.DurableTask.TaskName;

namespace ChatPay.Local.Tests.Durable.Conformance.Engines.AzureStorage;

/// <summary>The official client as an app on Azure sees it: it calls the durable extension, which calls the storage. Without the wire
/// in between, this does what the extension's service (3.19) does for each call, and throws the error that the client would make of
/// its response.</summary>
internal sealed partial class StorageClient(AzureStorageOrchestrationService service, TimeProvider time) : DurableTaskClient("azureStorage")
{
    private static readonly JsonDataConverter Converter = JsonDataConverter.Default;

    // The statuses that refuse a start without dedupe statuses: the extension's NonRunningStates.
    private static readonly CoreStatus[] Protected =
        [CoreStatus.Running, CoreStatus.ContinuedAsNew, CoreStatus.Pending, CoreStatus.Suspended];
    private static readonly CoreStatus[] Active = [CoreStatus.Running, CoreStatus.Pending, CoreStatus.Suspended];

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        // An empty id counts as none.
        var id = options?.InstanceId is { Length: > 0 } given ? given : NewId();
        var start = new ExecutionStartedEvent(-1, Converter.Serialize(input))
        {
            Name = orchestratorName.Name,
            Version = options?.Version?.Version ?? string.Empty,
            ScheduledStartTime = options?.StartAt?.UtcDateTime,
            Tags = options?.Tags.ToDictionary() ?? [],
        };
        var refused = options?.DedupeStatuses is { } statuses ? [.. statuses.Select(Enum.Parse<CoreStatus>)] : Protected;
        await StartAsync(id, start, refused, cancellation);
        return id;
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new EventRaisedEvent(-1, Converter.Serialize(eventPayload)) { Name = eventName });

    /// <summary>The extension passes on the output, but not whether to terminate the children too.</summary>
    public override async Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        await MustBeAsync(instanceId, "terminate", Protected);
        await service.ForceTerminateTaskOrchestrationAsync(instanceId, Converter.Serialize(options?.Output)!);
    }

    public override async Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        await MustBeAsync(instanceId, "suspend", CoreStatus.Running, CoreStatus.Pending, CoreStatus.ContinuedAsNew);
        await SendAsync(instanceId, new ExecutionSuspendedEvent(-1, reason));
    }

    public override async Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        await MustBeAsync(instanceId, "resume", CoreStatus.Suspended);
        await SendAsync(instanceId, new ExecutionResumedEvent(-1, reason));
    }

    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        var state = await FindAsync(instanceId)
            ?? throw new ArgumentException($"No instance with ID '{instanceId}' was found.", nameof(instanceId));
        var id = restartWithNewInstanceId ? NewId() : instanceId;
        var start = new ExecutionStartedEvent(-1, state.Input) { Name = state.Name, Tags = state.Tags };
        await service.CreateTaskOrchestrationAsync(MessageTo(id, start), Protected);
        return id;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task StartAsync(string id, ExecutionStartedEvent start, CoreStatus[] refused, CancellationToken cancellation)
    {
        if (Active.Except(refused).Any())
        {
            if (refused.Contains(CoreStatus.Terminated))
            {
                throw new ArgumentException(
                    "Invalid dedupe statuses: cannot include 'Terminated' while also allowing reuse of running instances.");
            }

            var old = await FindAsync(id);
            if (old is not null && refused.Contains(old.OrchestrationStatus))
            {
                throw new OrchestrationAlreadyExistsException(
                    $"An orchestration with instance ID '{id}' and status '{old.OrchestrationStatus}' already exists.");
            }

            if (old is not null && Active.Contains(old.OrchestrationStatus))
            {
                await service.ForceTerminateTaskOrchestrationAsync(id, "It is replaced.");
                await service.WaitForOrchestrationAsync(id, old.OrchestrationInstance.ExecutionId, Timeout.InfiniteTimeSpan, cancellation);
            }
        }

        await service.CreateTaskOrchestrationAsync(MessageTo(id, start), refused);
    }

#pragma warning disable RS0030 // Nothing is derived from these ids, and nothing replays what makes them.
    private static string NewId() => Guid.NewGuid().ToString("N");
#pragma warning restore RS0030

    private Task SendAsync(string id, HistoryEvent what) => service.SendTaskOrchestrationMessageAsync(
        new TaskMessage { OrchestrationInstance = new OrchestrationInstance { InstanceId = id }, Event = what });

    private static TaskMessage MessageTo(string id, ExecutionStartedEvent start)
    {
        start.OrchestrationInstance = new OrchestrationInstance { InstanceId = id, ExecutionId = NewId() };
        return new TaskMessage { OrchestrationInstance = start.OrchestrationInstance, Event = start };
    }

    private async Task MustBeAsync(string id, string what, params CoreStatus[] statuses)
    {
        var state = await FindAsync(id)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"No instance with ID '{id}' was found."));
        if (!statuses.Contains(state.OrchestrationStatus))
        {
            throw new RpcException(new Status(
                StatusCode.FailedPrecondition,
                $"Cannot {what} the orchestration instance {id} because instance is in the {state.OrchestrationStatus} state."));
        }
    }

    private async Task<CoreState?> FindAsync(string id) =>
        await service.GetOrchestrationStateAsync(id, executionId: null!) is { OrchestrationInstance: not null } state ? state : null;
}
