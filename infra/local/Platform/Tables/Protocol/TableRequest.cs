using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>A request from the wire, or one operation of a batch.</summary>
internal sealed record TableRequest(
    string Method, ResourceAddress Address, IQueryCollection Query, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The effective method; old clients send MERGE or DELETE as POST.</summary>
    public static string Verb(string method, IHeaderDictionary headers) =>
        method == "POST" && headers["X-HTTP-Method"].ToString() is { Length: > 0 } tunnelled ? tunnelled.ToUpperInvariant() : method;

    public bool WantsNoContent => Headers["Prefer"].ToString().Contains("return-no-content", StringComparison.OrdinalIgnoreCase);

    public MetadataLevel Metadata =>
        MetadataLevels.Of(Query["$format"].ToString() is { Length: > 0 } format ? format : Headers.Accept.ToString());
}
