using ChatPay.Local.Tables.Protocol;

namespace ChatPay.Local.Tables.Entities;

/// <summary>One change of one entity. A replacement or merge without an ETag (or with *) overwrites whatever exists, and inserts when
/// nothing does. A deletion has no body.</summary>
internal sealed record EntityChange(ChangeKind Kind, string Table, string PartitionKey, string RowKey, string? IfMatch, EntityBody? Body)
{
    public static EntityChange Of(TableRequest request)
    {
        var address = request.Address;
        if (address.Kind == ResourceKind.EntitySet && request.Method == "POST")
        {
            var inserted = EntityBody.Read(request.Body);
            if (inserted.PartitionKey is null || inserted.RowKey is null)
                throw TableFault.PropertiesNeedValue();
            return Checked(new EntityChange(ChangeKind.Insert, address.Table, inserted.PartitionKey, inserted.RowKey, null, inserted));
        }

        if (address.Kind != ResourceKind.Entity)
            throw TableFault.MethodNotAllowed();

        var kind = request.Method switch
        {
            "PUT" => ChangeKind.Replace,
            "PATCH" or "MERGE" => ChangeKind.Merge,
            "DELETE" => ChangeKind.Delete,
            _ => throw TableFault.MethodNotAllowed(),
        };
        var ifMatch = request.Headers.IfMatch.ToString() is { Length: > 0 } tag ? tag : null;
        if (kind == ChangeKind.Delete && ifMatch is null)
            throw new TableFault(400, "MissingRequiredHeader", "An HTTP header that's mandatory for this request is not specified.");

        var body = kind == ChangeKind.Delete ? null : EntityBody.Read(request.Body);
        if ((body?.PartitionKey ?? address.PartitionKey) != address.PartitionKey || (body?.RowKey ?? address.RowKey) != address.RowKey)
            throw TableFault.InvalidInput();
        return Checked(new EntityChange(kind, address.Table, address.PartitionKey, address.RowKey, ifMatch, body));
    }

    private static EntityChange Checked(EntityChange change)
    {
        EntityRules.CheckKey(change.PartitionKey);
        EntityRules.CheckKey(change.RowKey);
        if (change.Body is { } body)
            EntityRules.CheckProperties(change.PartitionKey, change.RowKey, body.Properties);
        return change;
    }
}

/// <summary>The kinds of changes to an entity.</summary>
internal enum ChangeKind
{
    Insert,
    Replace,
    Merge,
    Delete,
}
