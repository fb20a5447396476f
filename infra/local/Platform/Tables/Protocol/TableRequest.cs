using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>One request: what came over the wire, or one operation out of a batch.</summary>
internal sealed record TableRequest(
    string Method, ResourceAddress Address, IQueryCollection Query, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The method meant; old clients send a MERGE or a DELETE as a POST.</summary>
    public static string Verb(string method, IHeaderDictionary headers) =>
        method == "POST" && headers["X-HTTP-Method"].ToString() is { Length: > 0 } tunnelled ? tunnelled.ToUpperInvariant() : method;

    public bool WantsNoContent => Headers["Prefer"].ToString().Contains("return-no-content", StringComparison.OrdinalIgnoreCase);

    public MetadataLevel Metadata =>
        MetadataLevels.Of(Query["$format"].ToString() is { Length: > 0 } format ? format : Headers.Accept.ToString());
}
