using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>The parsed request line.</summary>
/// <param name="Method">The method as it was sent.</param>
/// <param name="Path">The path as it was sent.</param>
/// <param name="Query">The query parameters.</param>
/// <param name="Host">The host that the client addresses.</param>
internal sealed record RequestTarget(string Method, string Path, IQueryCollection Query, string Host)
{
    /// <param name="method">The method.</param>
    /// <param name="path">The path as sent.</param>
    /// <param name="query">The query, with its question mark; may be empty.</param>
    /// <param name="host">The host that the client addresses.</param>
    public static RequestTarget Of(string method, string path, string query, string host) => new(
        method, path, query.Length == 0 ? QueryCollection.Empty : new QueryCollection(QueryHelpers.ParseQuery(query)), host);
}
