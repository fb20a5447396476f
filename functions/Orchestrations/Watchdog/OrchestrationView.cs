using ChatPay.Functions.Sale;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Orchestrations.Watchdog;

/// <summary>Whether an orchestration goes on.</summary>
public enum OrchestrationStatus
{
    Running,
    Suspended,
    Completed,
    Failed,
    Terminated,

    /// <summary>It is needed, and not there; the watchdog starts it again.</summary>
    Missing,
}

/// <summary>An orchestration of an order, for an operator.</summary>
/// <param name="Name">Of its function.</param>
/// <param name="InstanceId">Its instance.</param>
/// <param name="Status">Whether it goes on.</param>
public sealed record OrchestrationView(string Name, string InstanceId, OrchestrationStatus Status)
{
    /// <summary>When it was started, UTC; after it has continued as new, since then.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it moved on last, UTC.</summary>
    public DateTimeOffset? MovedAt { get; init; }

    /// <summary>Of the order's own: the part of the sale that it waits in; absent when it is over.</summary>
    public OrderStage? WaitsIn { get; init; }

    /// <summary>Of the order's own: when that part ends by itself, UTC; absent when it does not.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>When the watchdog looks whether it has done its work, UTC; absent when nothing more is expected of it.</summary>
    public DateTimeOffset? LookAt { get; init; }

    /// <summary>The activity that keeps failing, and is tried again; absent when none does.</summary>
    public string? FailingActivity { get; init; }

    /// <summary>Since when, UTC.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>The kind of error, of that or of the orchestration's own failure; what it says is in the log.</summary>
    public string? Error { get; init; }

    /// <param name="order">The order, as it is.</param>
    /// <param name="name">Of its function.</param>
    /// <param name="id">Its instance.</param>
    /// <param name="instance">As the engine knows it, with its status; null when it is not there.</param>
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
