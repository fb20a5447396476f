namespace ChatPay.Local.Tables.Protocol;

/// <summary>The resource that a path names: the service, the list of tables, a table, an entity, or a batch.</summary>
internal sealed record ResourceAddress(ResourceKind Kind, string Table = "", string PartitionKey = "", string RowKey = "")
{
    /// <param name="path">The raw path: <c>/devstoreaccount1/Orders(PartitionKey='a',RowKey='it''s')</c>.</param>
    public static ResourceAddress Parse(string path)
    {
        const string Account = "/" + EmulatorAccount.Name;
        if (path.TrimEnd('/') == Account + "-secondary")
            return new ResourceAddress(ResourceKind.Secondary);
        if (!path.StartsWith(Account, StringComparison.Ordinal) || (path.Length > Account.Length && path[Account.Length] != '/'))
            throw TableFault.ResourceNotFound();

        var resource = Uri.UnescapeDataString(path[Account.Length..].TrimStart('/'));
        if (resource.Length == 0)
            return new ResourceAddress(ResourceKind.Service);
        if (resource == "$batch")
            return new ResourceAddress(ResourceKind.Batch);

        var open = resource.IndexOf('(', StringComparison.Ordinal);
        var name = open < 0 ? resource : resource[..open];
        if (open >= 0 && !resource.EndsWith(')'))
            throw TableFault.InvalidInput();

        var keys = open < 0 ? "" : resource[(open + 1)..^1];
        if (name == "Tables")
            return keys.Length == 0 ? new ResourceAddress(ResourceKind.TableList) : new ResourceAddress(ResourceKind.Table, Whole(keys));

        TableName.Check(name);
        return keys.Length == 0 ? new ResourceAddress(ResourceKind.EntitySet, name) : Entity(name, keys);
    }

    private static ResourceAddress Entity(string table, string keys)
    {
        var rest = keys.AsSpan();
        string? partitionKey = null, rowKey = null;
        while (rest.Length > 0)
        {
            var equals = rest.IndexOf('=');
            if (equals < 0)
                throw TableFault.InvalidInput();
            var name = rest[..equals].Trim();
            var value = Quoted(rest[(equals + 1)..], out rest);
            if (name is "PartitionKey")
                partitionKey = value;
            else if (name is "RowKey")
                rowKey = value;
            else
                throw TableFault.InvalidInput();

            rest = rest.TrimStart();
            if (rest.Length > 0 && rest[0] != ',')
                throw TableFault.InvalidInput();
            rest = rest.Length > 0 ? rest[1..] : rest;
        }

        return partitionKey is null || rowKey is null
            ? throw TableFault.InvalidInput()
            : new ResourceAddress(ResourceKind.Entity, table, partitionKey, rowKey);
    }

    private static string Whole(string quoted)
    {
        var value = Quoted(quoted, out var rest);
        return rest.Length == 0 ? value : throw TableFault.InvalidInput();
    }

    private static string Quoted(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        text = text.TrimStart();
        if (text.Length == 0 || text[0] != '\'')
            throw TableFault.InvalidInput();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] != '\'')
                continue;
            if (i + 1 < text.Length && text[i + 1] == '\'')
            {
                i++;
                continue;
            }

            rest = text[(i + 1)..];
            return text[1..i].ToString().Replace("''", "'", StringComparison.Ordinal);
        }

        throw TableFault.InvalidInput();
    }
}

/// <summary>The kinds of resources.</summary>
internal enum ResourceKind
{
    Service,
    Secondary,
    TableList,
    Table,
    EntitySet,
    Entity,
    Batch,
}
