using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The HTTP side of an invocation.</summary>
public static class FunctionContextExtensions
{
    // The key under which the official package keeps it.
    internal const string HttpContextKey = "HttpRequestContext";

    /// <summary>The request that started the function; null for other triggers.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(HttpContextKey, out var value) ? value as HttpContext : null;
    }
}
