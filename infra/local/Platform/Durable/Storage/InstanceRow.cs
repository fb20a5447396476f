using ChatPay.Local.Durable.History;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Storage;

/// <summary>An instance as it is kept.</summary>
internal sealed record InstanceRow
{
    public required string Id { get; init; }

    /// <summary>Names the instance in the file; it lasts as long as the instance is kept.</summary>
    public required long No { get; init; }

    public required string Name { get; init; }

    public required string Execution { get; init; }

    public required OrchestrationRuntimeStatus Status { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When the last turn was, which history knows; or the last change outside of one.</summary>
    public required DateTimeOffset Updated { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? Custom { get; init; }

    public Failure? Failure { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public bool Finished => Status
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}
