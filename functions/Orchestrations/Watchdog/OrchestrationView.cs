using ChatPay.Functions.Sale;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Orchestrations.Watchdog;

/// <summary>The state of an orchestration.</summary>
public enum OrchestrationStatus
{
    Running,
    Suspended,
    Completed,
    Failed,
    Terminated,

    /// <summary>It is needed but does not exist; the watchdog starts it again.</summary>
    Missing,
}

/// <summary>An orchestration of an order, for an operator.</summary>
/// <param name="Name">The orchestrator function.</param>
/// <param name="InstanceId">The instance id.</param>
/// <param name="Status">Its state.</param>
public sealed record OrchestrationView(string Name, string InstanceId, OrchestrationStatus Status)
{
    /// <summary>When it was started, or last continued as new, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it last made progress, UTC.</summary>
    public DateTimeOffset? MovedAt { get; init; }

    /// <summary>For the order's own: the stage of the sale that it waits in; absent when it is over.</summary>
    public OrderStage? WaitsIn { get; init; }

    /// <summary>For the order's own: when that stage ends by itself, UTC; absent when it does not.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>When the watchdog checks whether it has done its work, UTC; absent when nothing more is expected of it.</summary>
    public DateTimeOffset? LookAt { get; init; }

    /// <summary>The activity that keeps failing and is retried; absent when there is none.</summary>
    public string? FailingActivity { get; init; }

    /// <summary>Since when the activity has been failing, UTC.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>The type of error, of the activity or of the orchestration's own failure; the message is in the log.</summary>
    public string? Error { get; init; }

    /// <param name="order">The order as it stands.</param>
    /// <param name="name">The orchestrator function.</param>
    /// <param name="id">The instance id.</param>
    /// <param name="instance">The instance with its custom status; null when it does not exist.</param>
    /// <param name="needed">What is expected of it; null when nothing is.</param>
    internal static OrchestrationView Of(
        Order order, string name, string id, OrchestrationMetadata? instance, ExpectedOrchestration? needed)
    {
        var status = StatusOf(instance?.RuntimeStatus);
        var isAlive = status is OrchestrationStatus.Running or OrchestrationStatus.Suspended;
        var failing = isAlive ? Orchestrations.FailingActivity.Of(instance!) : null;
        var waits = isAlive && name == OrderOrchestrations.Order ? OrderProgress.Of(order) : null;
        return new OrchestrationView(name, id, status)
        {
            StartedAt = instance?.CreatedAt,
            MovedAt = instance?.LastUpdatedAt,
            WaitsIn = waits?.Stage,
            WaitsUntil = waits?.Deadline,
            LookAt = needed?.LookAt,
            FailingActivity = failing?.Activity,
            FailingSince = failing?.Since,
            Error = failing?.Error ?? instance?.FailureDetails?.ErrorType,
        };
    }

    private static OrchestrationStatus StatusOf(OrchestrationRuntimeStatus? status) => status switch
    {
        null => OrchestrationStatus.Missing,
        OrchestrationRuntimeStatus.Suspended => OrchestrationStatus.Suspended,
        OrchestrationRuntimeStatus.Completed => OrchestrationStatus.Completed,
        OrchestrationRuntimeStatus.Failed => OrchestrationStatus.Failed,
        OrchestrationRuntimeStatus.Terminated => OrchestrationStatus.Terminated,
        _ => OrchestrationStatus.Running,
    };
}
