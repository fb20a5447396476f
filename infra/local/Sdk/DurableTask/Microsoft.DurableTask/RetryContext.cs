namespace Microsoft.DurableTask;

/// <summary>What a retry handler knows: the last failure, how many there were, and how long it has been tried.</summary>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);
