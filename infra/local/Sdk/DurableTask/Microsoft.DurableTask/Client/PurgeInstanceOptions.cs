namespace Microsoft.DurableTask.Client;

/// <summary>Whether sub-orchestrations are purged with their parents.</summary>
public record PurgeInstanceOptions(bool Recursive = false);
