using System.Reflection;
using System.Runtime.CompilerServices;
using ChatPay.Functions.Platform.Auth;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Who may call what, in one table that is read with every change of it.</summary>
public sealed class AccessTableTests
{
    private static readonly string Path = System.IO.Path.Combine(Folder(), "..", "..", "..", "functions", "Platform", "Auth", "ACCESS.md");

    [Fact]
    public void Table_OfWhoMayCallWhat_IsThatOfTheCode()
    {
        var expected = string.Join('\n', Lines()) + "\n";

        Assert.True(
            File.ReadAllText(Path) == expected,
            $"functions/Platform/Auth/ACCESS.md is not what the code says. If the change is meant, the file is to be:\n\n{expected}");
    }

    private static IEnumerable<string> Lines() =>
        [
            "# Who may call what",
            "",
            "The rules stand at the functions (`[Requires]`, `[Open]`), and a test holds this table to them. What belongs to somebody is "
                + "also checked against the",
            "ids in the caller's token; unknown and foreign are both 404. Open calls carry their own proof, which the last column names.",
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
                .Select(c => $"| `{c.Verb} /{c.Route}` | {Who(c.Method)} | {c.Method.GetCustomAttribute<OpenAttribute>()?.Because} |"),
        ];

    private static string Who(MethodInfo method) => method.GetCustomAttribute<RequiresAttribute>() is { } requires
        ? string.Join(", ", requires.AnyOf).ToLowerInvariant()
        : "anyone";

    private static string Folder([CallerFilePath] string file = "") => System.IO.Path.GetDirectoryName(file)!;
}
