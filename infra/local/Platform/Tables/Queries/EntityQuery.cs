using System.Globalization;
using ChatPay.Local.Tables.Protocol;

namespace ChatPay.Local.Tables.Queries;

/// <summary>A query of one table: filter, page size, selected properties, and where to continue.</summary>
internal sealed record EntityQuery(string Table, Filter? Filter, int Top, IReadOnlySet<string>? Select, EntityKey? From)
{
    private const int LargestPage = 1000;

    public KeyRange Range { get; } = Filter?.Range ?? KeyRange.All;

    public static EntityQuery Of(TableRequest request)
    {
        var query = request.Query;
        var filter = query["$filter"].ToString();
        EntityKey? from = query["NextPartitionKey"].ToString() is { Length: > 0 } partition
            ? new EntityKey(Continuation.Decode(partition), Continuation.Decode(query["NextRowKey"].ToString()))
            : null;
        return new EntityQuery(
            request.Address.Table,
            string.IsNullOrWhiteSpace(filter) ? null : FilterParser.Parse(filter),
            PageSize(query["$top"].ToString()),
            Selected(query["$select"].ToString()),
            from);
    }

    public static int PageSize(string top)
    {
        if (top.Length == 0)
            return LargestPage;
        return int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is > 0 and <= LargestPage
            ? size
            : throw TableFault.InvalidInput();
    }

    public static IReadOnlySet<string>? Selected(string select) => select is "" or "*"
        ? null
        : select.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet();
}
