namespace Microsoft.DurableTask.Client;

/// <summary>The output an ended orchestration gets, and whether its sub-orchestrations end with it.</summary>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
