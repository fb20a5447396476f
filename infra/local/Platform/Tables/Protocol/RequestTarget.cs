using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>The request line, taken apart.</summary>
/// <param name="Method">The method as it was sent.</param>
/// <param name="Path">The path as it was sent.</param>
/// <param name="Query">What follows it.</param>
/// <param name="Host">Whom the client means.</param>
internal sealed record RequestTarget(string Method, string Path, IQueryCollection Query, string Host)
{
    /// <param name="method">The method.</param>
    /// <param name="path">The path as it is sent.</param>
    /// <param name="query">With its question mark; may be empty.</param>
    /// <param name="host">Whom the client means.</param>
    public static RequestTarget Of(string method, string path, string query, string host) => new(
        method, path, query.Length == 0 ? QueryCollection.Empty : new QueryCollection(QueryHelpers.ParseQuery(query)), host);
}
