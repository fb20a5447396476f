namespace Microsoft.DurableTask.Client.Entities;

/// <summary>Which entities to list, and how.</summary>
public record EntityQuery
{
    /// <summary>How many entities a page has unless told.</summary>
    public const int DefaultPageSize = 100;

    public string? InstanceIdStartsWith { get; init; }

    public DateTimeOffset? LastModifiedFrom { get; init; }

    public DateTimeOffset? LastModifiedTo { get; init; }

    public bool IncludeState { get; init; } = true;

    public bool IncludeTransient { get; init; }

    public int? PageSize { get; init; }

    public string? ContinuationToken { get; init; }
}
