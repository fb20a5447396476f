using ChatPay.Local.Tables.Entities;

namespace ChatPay.Local.Tables.Queries;

/// <summary>The key of an entity in its table; entities are stored in this order.</summary>
internal readonly record struct EntityKey(string PartitionKey, string RowKey);

/// <summary>The range of keys that a filter can match, inclusive; null is unbounded. It may be wider than the filter, never
/// narrower.</summary>
internal sealed record KeyRange(string? PartitionFrom, string? PartitionTo, string? RowFrom, string? RowTo)
{
    public static readonly KeyRange All = new(null, null, null, null);

    public EntityKey Low => new(PartitionFrom ?? "", PartitionFrom is null ? "" : RowFrom ?? "");

    /// <summary>Whether this key and all later ones are past the range.</summary>
    public bool EndsBefore(string partitionKey, string rowKey)
    {
        if (PartitionTo is null)
            return false;
        var order = EdmValue.CompareText(partitionKey, PartitionTo);
        return order > 0 || (order == 0 && RowTo is not null && EdmValue.CompareText(rowKey, RowTo) > 0);
    }

    /// <summary>The intersection.</summary>
    public KeyRange And(KeyRange other) => new(
        Latest(PartitionFrom, other.PartitionFrom), Earliest(PartitionTo, other.PartitionTo),
        Latest(RowFrom, other.RowFrom), Earliest(RowTo, other.RowTo));

    /// <summary>A range that contains both.</summary>
    public KeyRange Or(KeyRange other) => new(
        PartitionFrom is null || other.PartitionFrom is null ? null : Earliest(PartitionFrom, other.PartitionFrom),
        PartitionTo is null || other.PartitionTo is null ? null : Latest(PartitionTo, other.PartitionTo),
        RowFrom is null || other.RowFrom is null ? null : Earliest(RowFrom, other.RowFrom),
        RowTo is null || other.RowTo is null ? null : Latest(RowTo, other.RowTo));

    private static string? Latest(string? a, string? b) =>
        a is null ? b : b is null ? a : EdmValue.CompareText(a, b) >= 0 ? a : b;

    private static string? Earliest(string? a, string? b) =>
        a is null ? b : b is null ? a : EdmValue.CompareText(a, b) <= 0 ? a : b;
}
