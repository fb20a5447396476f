using System.Text.Json;
using DurableTask.Core;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using CoreFailure = DurableTask.Core.FailureDetails;
using CoreQuery = DurableTask.Core.Query.OrchestrationQuery;
using CoreState = DurableTask.Core.OrchestrationState;
using CoreStatus = DurableTask.Core.OrchestrationStatus;
using OrchestrationQuery = Microsoft.DurableTask.Client.OrchestrationQuery;
using PurgeResult = Microsoft.DurableTask.Client.PurgeResult;
using Status = Grpc.Core.Status;

namespace ChatPay.Local.Tests.Durable.Conformance.Engines.AzureStorage;

/// <summary>Reading, waiting and purging.</summary>
internal sealed partial class StorageClient
{
    private IOrchestrationServicePurgeClient Purges => service;

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await FindAsync(instanceId) is { } state ? Metadata(state, getInputsAndOutputs) : null;

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => Pageable.Create(
        async (continuation, pageSize, cancellation) =>
        {
            var payloads = filter?.FetchInputsAndOutputs ?? false;
            var query = new CoreQuery
            {
                RuntimeStatus = filter?.Statuses?.Select(s => (CoreStatus)s).ToList(),
                CreatedTimeFrom = filter?.CreatedFrom?.UtcDateTime,
                CreatedTimeTo = filter?.CreatedTo?.UtcDateTime,
                PageSize = pageSize ?? filter?.PageSize ?? OrchestrationQuery.DefaultPageSize,
                ContinuationToken = continuation ?? filter?.ContinuationToken,
                InstanceIdPrefix = filter?.InstanceIdPrefix,
                FetchInputsAndOutputs = payloads,
            };
            var page = await service.GetOrchestrationWithQueryAsync(query, cancellation);
            return new Page<OrchestrationMetadata>([.. page.OrchestrationState.Select(s => Metadata(s, payloads))], page.ContinuationToken);
        });

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (await FindAsync(instanceId) is { OrchestrationStatus: not CoreStatus.Pending } state)
                return Metadata(state, getInputsAndOutputs);
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);
        }
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        var end = await service.WaitForOrchestrationAsync(instanceId, null!, Timeout.InfiniteTimeSpan, cancellation);
        return Metadata(end!, getInputsAndOutputs);
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        if (await FindAsync(instanceId) is not { } state)
            return new PurgeResult(0);
        if (state.OrchestrationStatus is not (CoreStatus.Completed or CoreStatus.Failed or CoreStatus.Terminated))
        {
            throw new RpcException(new Status(
                StatusCode.FailedPrecondition,
                $"Only orchestrations in a terminal state can be purged, but {instanceId} has status {state.OrchestrationStatus}"));
        }

        return new PurgeResult((await Purges.PurgeInstanceStateAsync(instanceId)).DeletedInstanceCount);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var what = new PurgeInstanceFilter(
            filter.CreatedFrom?.UtcDateTime ?? default, filter.CreatedTo?.UtcDateTime, filter.Statuses?.Select(s => (CoreStatus)s));
        return new PurgeResult((await Purges.PurgeInstanceStateAsync(what)).DeletedInstanceCount);
    }

    /// <summary>Reads a failure's details, which this backend keeps in the history only.</summary>
    public async Task<TaskFailureDetails> FailureInHistoryAsync(string id)
    {
        using var history = JsonDocument.Parse(await service.GetOrchestrationHistoryAsync(id, executionId: null!));
        var failed = history.RootElement.EnumerateArray()
            .Last(e => e.TryGetProperty("FailureDetails", out var details) && details.ValueKind == JsonValueKind.Object);
        return Failure(failed.GetProperty("FailureDetails"));
    }

    private static TaskFailureDetails Failure(JsonElement failure) => new(
        failure.GetProperty("ErrorType").GetString()!,
        failure.GetProperty("ErrorMessage").GetString()!,
        failure.GetProperty("StackTrace").GetString(),
        failure.TryGetProperty("InnerFailure", out var inner) && inner.ValueKind == JsonValueKind.Object ? Failure(inner) : null,
        null);

    private static OrchestrationMetadata Metadata(CoreState state, bool payloads) => new(state.Name, state.OrchestrationInstance.InstanceId)
    {
        DataConverter = payloads ? Converter : null,
        RuntimeStatus = (OrchestrationRuntimeStatus)state.OrchestrationStatus,
        CreatedAt = state.CreatedTime,
        LastUpdatedAt = state.LastUpdatedTime,
        SerializedInput = payloads ? state.Input : null,
        SerializedOutput = payloads ? state.Output : null,
        SerializedCustomStatus = payloads ? state.Status : null,
        FailureDetails = payloads && state.FailureDetails is { } failure ? Failure(failure) : null,
        Tags = state.Tags?.ToDictionary() ?? [],
    };

    private static TaskFailureDetails Failure(CoreFailure failure) => new(
        failure.ErrorType, failure.ErrorMessage, failure.StackTrace, failure.InnerFailure is { } inner ? Failure(inner) : null, null);
}
