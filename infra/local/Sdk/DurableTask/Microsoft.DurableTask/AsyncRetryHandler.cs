namespace Microsoft.DurableTask;

/// <summary>Decides after each failure whether to try again; it is orchestrator code and may await what the context gives.</summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
