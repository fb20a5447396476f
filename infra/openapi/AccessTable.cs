using System.Reflection;
using ChatPay.Functions.Platform.Auth;

namespace ChatPay.OpenApi;

/// <summary>Who may call what: one table, reviewed with every change to it.</summary>
public static class AccessTable
{
    /// <summary>The file of the table, relative to the repository.</summary>
    public const string File = "functions/Platform/Auth/ACCESS.md";

    /// <summary>Generates the table from the code.</summary>
    public static string Write() => string.Join('\n', Lines()) + "\n";

    /// <summary>The row of one call.</summary>
    internal static string RowOf(MethodInfo function, string verb) =>
        $"| `{verb.ToUpperInvariant()} /{AccessRules.TriggerOf(function).Route}` | {Who(function)} "
        + $"| {function.GetCustomAttribute<OpenAttribute>()?.Because} |";

    private static IEnumerable<string> Lines() =>
        [
            "# Who may call what",
            "",
            "The rules are declared at the functions (`[Requires]`, `[Open]`), and a test checks this table against them. What belongs",
            "to someone is also checked against the ids in the caller's token; unknown and foreign are both 404. Open calls carry their",
            "own proof, named in the last column.",
            "",
            "| Call | Who | Or what guards it |",
            "|---|---|---|",
            .. AccessRules
                .HttpFunctions(typeof(AccessRules).Assembly)
                .SelectMany(method =>
                    AccessRules.TriggerOf(method) is var trigger
                        ? trigger.Methods!.Select(verb => (Route: trigger.Route!, Verb: verb.ToUpperInvariant(), Method: method))
                        : [])
                .OrderBy(c => c.Route, StringComparer.Ordinal)
                .ThenBy(c => c.Verb, StringComparer.Ordinal)
                .Select(c => RowOf(c.Method, c.Verb)),
        ];

    private static string Who(MethodInfo method) => method.GetCustomAttribute<RequiresAttribute>() is { } requires
        ? string.Join(", ", requires.AnyOf).ToLowerInvariant()
        : "anyone";
}
