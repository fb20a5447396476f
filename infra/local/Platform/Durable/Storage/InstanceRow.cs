using ChatPay.Local.Durable.History;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Storage;

/// <summary>A row of the instance table.</summary>
internal sealed record InstanceRow
{
    public required string Id { get; init; }

    /// <summary>The instance's key in the file, valid until the instance is purged.</summary>
    public required long No { get; init; }

    public required string Name { get; init; }

    public required string Execution { get; init; }

    public required OrchestrationRuntimeStatus Status { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>The time of the last turn, from history, or of the last change outside of a turn.</summary>
    public required DateTimeOffset Updated { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? Custom { get; init; }

    public Failure? Failure { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public bool Finished => Status
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}
