namespace ChatPay.Local.Tables.Protocol;

/// <summary>The amount of type metadata in a response: the <c>odata=</c> part of Accept.</summary>
internal enum MetadataLevel
{
    None,
    Minimal,
    Full,
}

internal static class MetadataLevels
{
    public static MetadataLevel Of(string accept)
    {
        if (accept.Contains("odata=fullmetadata", StringComparison.OrdinalIgnoreCase))
            return MetadataLevel.Full;
        if (accept.Contains("odata=nometadata", StringComparison.OrdinalIgnoreCase))
            return MetadataLevel.None;
        if (accept.Contains("atom+xml", StringComparison.OrdinalIgnoreCase) && !accept.Contains("json", StringComparison.OrdinalIgnoreCase))
            throw TableFault.MediaTypeNotSupported();
        return MetadataLevel.Minimal;
    }

    public static string ContentType(this MetadataLevel level) => level switch
    {
        MetadataLevel.None => "application/json;odata=nometadata;streaming=true;charset=utf-8",
        MetadataLevel.Full => "application/json;odata=fullmetadata;streaming=true;charset=utf-8",
        _ => "application/json;odata=minimalmetadata;streaming=true;charset=utf-8",
    };
}
