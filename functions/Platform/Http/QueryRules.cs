using System.Collections.Frozen;
using System.Reflection;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Platform.Http;

/// <summary>The query parameters of the HTTP functions that require a token, read once from the attributes of the functions. Open
/// functions are reached through links, to which others add parameters of their own.</summary>
public sealed class QueryRules
{
    private readonly FrozenDictionary<string, FrozenSet<string>> _known;

    private QueryRules(FrozenDictionary<string, FrozenSet<string>> known) => _known = known;

    /// <summary>The rules of an assembly's HTTP functions.</summary>
    public static QueryRules Of(Assembly assembly) => new(AccessRules.HttpFunctions(assembly)
        .Where(function => function.IsDefined(typeof(RequiresAttribute)))
        .ToFrozenDictionary(
            AccessRules.EntryPoint, function => NamesOf(function).ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal));

    /// <summary>The names of a function's query parameters.</summary>
    public static IEnumerable<string> NamesOf(MethodInfo function) => function.GetCustomAttributes<QueryAttribute>()
        .Select(query => query.Name)
        .Concat(function.IsDefined(typeof(PagedAttribute)) ? [PagedAttribute.Cursor, PagedAttribute.Limit] : []);

    /// <summary>Refuses a parameter that the function does not read: it may be a misspelling of one that matters.</summary>
    /// <exception cref="ProblemException">400, naming the parameter.</exception>
    internal void Check(string entryPoint, IEnumerable<string> names)
    {
        if (!_known.TryGetValue(entryPoint, out var known) || names.FirstOrDefault(name => !known.Contains(name)) is not { } unknown)
            return;
        throw Problems.Malformed(
            "parameter-unknown",
            known.Count == 0
                ? $"This call takes no query parameters: leave out '{unknown}'."
                : $"This call has no query parameter '{unknown}'; it has {string.Join(", ", known.Order(StringComparer.Ordinal))}.",
            unknown);
    }
}
