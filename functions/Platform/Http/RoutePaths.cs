using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Platform.Http;

/// <summary>The paths of calls in one spelling. Routing ignores letter case and a slash at the end, so the path as it was sent has many
/// spellings, and whatever decides by it would decide differently for each. Decide by this one: the route of the function, with the
/// values that the host found in the path.</summary>
public sealed class RoutePaths
{
    private readonly FrozenDictionary<string, string[]> _segments;

    private RoutePaths(FrozenDictionary<string, string[]> segments) => _segments = segments;

    /// <summary>The routes of an assembly's HTTP functions, read once from their triggers.</summary>
    public static RoutePaths Of(Assembly assembly) => new(AccessRules.HttpFunctions(assembly).ToFrozenDictionary(
        AccessRules.EntryPoint, method => (AccessRules.TriggerOf(method).Route ?? "").Split('/'), StringComparer.Ordinal));

    /// <summary>The path of this call, such as <c>/api/v1/orders/ord-…/refunds</c>.</summary>
    /// <exception cref="InvalidOperationException">The function has no HTTP trigger.</exception>
    public string PathOf(FunctionContext context, HttpContext http)
    {
        var path = new StringBuilder();
        foreach (var segment in SegmentsOf(context))
        {
            var value = NameOf(segment) is { } name ? ValueOf(context, http, name) ?? (IsOptional(segment) ? "" : null) : segment;
            // Without a value two calls would look alike.
            if (value is null)
                return http.Request.Path.Value!;
            path.Append('/').Append(value);
        }

        return path.ToString();
    }

    /// <summary>The value that the path has for a name of the function's route; null when the route has no such name.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="PathOf"/>.</exception>
    public string? Find(FunctionContext context, HttpContext http, string name) =>
        SegmentsOf(context).Any(segment => NameOf(segment) == name) ? ValueOf(context, http, name) : null;

    private string[] SegmentsOf(FunctionContext context) =>
        _segments.TryGetValue(context.FunctionDefinition.EntryPoint, out var segments)
            ? segments
            : throw new InvalidOperationException($"No route is known for {context.FunctionDefinition.EntryPoint}.");

    private static string? NameOf(string segment) =>
        segment.StartsWith('{') && segment.EndsWith('}') ? segment.Trim('{', '}', '*').Split(':', '?')[0] : null;

    private static bool IsOptional(string segment) =>
        segment.StartsWith("{*", StringComparison.Ordinal) || segment.EndsWith("?}", StringComparison.Ordinal);

    // A host passes them with the request or beside it. Only names of the route are asked for: beside it there may also be what a
    // caller has put into the query.
    private static string? ValueOf(FunctionContext context, HttpContext http, string name) =>
        (http.GetRouteValue(name) ?? context.BindingContext.BindingData.GetValueOrDefault(name))?.ToString();
}
