using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Sale;

namespace ChatPay.OpenApi;

/// <summary>Lists everything that endpoints still lack, each with what to do, so that whoever adds one need not go from failing test
/// to failing test.</summary>
public static class EndpointGaps
{
    private const string Generate = "run 'dotnet run --project infra/openapi', and look at the difference";

    // Endpoints without recorded examples: files, health, and answers that would show little.
    private static readonly HashSet<string> WithoutExample =
    [
        "clearSanctions", "endRefund", "getConversation", "getPaymentRequestLimits", "healthLive", "healthReady", "listMyPayoutWeeks",
        "listPayoutBatches", "listProblems", "openConversation", "resubmitDeadLetter", "showDeadLetter", "showOpenApi", "whoAmI",
    ];

    /// <summary>What prevents the description from being generated; only a person can add it.</summary>
    public static IReadOnlyList<string> OfDescription()
    {
        var comments = new Comments(typeof(Order).Assembly);
        return
        [
            .. AccessRules.HttpFunctions(typeof(Order).Assembly)
                .Where(f => !f.IsDefined(typeof(RequiresAttribute), false) && !f.IsDefined(typeof(OpenAttribute), false))
                .Select(f => $"{f.DeclaringType!.Name}: say who may call it, with [Requires(Role...)] or [Open(because)] at the function."),
            .. Operation.OfApp().SelectMany(o => OfDescription(o, comments)),
        ];
    }

    /// <summary>Lists everything that is missing.</summary>
    /// <param name="repository">The repository's folder.</param>
    public static IReadOnlyList<string> All(string repository)
    {
        var described = JsonNode.Parse(File.ReadAllText(Path.Combine(repository, "functions", "openapi.json")))!["paths"]!;
        var access = File.ReadAllText(Path.Combine(repository, AccessTable.File));
        var readme = File.ReadAllText(Path.Combine(repository, "README.md"));
        return
        [
            .. OfDescription(),
            .. Operation.OfApp().SelectMany(o =>
            {
                var id = DescribedOperation.IdOf(o);
                var operation = described[o.Path]?[o.Verb.ToLowerInvariant()];
                return new[]
                {
                    operation is null ? $"it is not in functions/openapi.json: {Generate}" : null,
                    access.Contains(AccessTable.RowOf(o.Function, o.Verb), StringComparison.Ordinal)
                        ? null
                        : $"its row is not in {AccessTable.File}: {Generate}",
                    IsNamedIn(readme, o)
                        ? null
                        : $"README.md does not name '/{LastWordOf(o.Path)}': add the call to the tables of what people do",
                    Examples.HasAll(id, o) || WithoutExample.Contains(id)
                        ? null
                        : "no journey has recorded an example of its bodies: have one call it, then 'CHATPAY_EXAMPLES=1 dotnet test "
                            + $"tests/ChatPay.Journeys', then {Generate}",
                }.OfType<string>().Select(gap => $"{o.Id} ({o.Verb} {o.Path}): {gap}.");
            }),
        ];
    }

    private static IEnumerable<string> OfDescription(Operation operation, Comments comments)
    {
        var at = $"{operation.Id} ({operation.Verb} {operation.Path})";
        if (comments.Of(operation.Function) is null)
            yield return $"{at}: it has no summary: write a documentation comment at its class.";
        if (operation.Tag is null)
            yield return $"{at}: its route begins with a segment that has no tag: add the tag to TagOf of infra/openapi/Operation.cs.";
        foreach (var name in operation.PathParameters.Where(name => !Parameters.OfPaths.ContainsKey(name)))
            yield return $"{at}: nothing says what '{{{name}}}' is: add its sentence to OfPaths in infra/openapi/Parameters.cs.";
        if (operation.Successes.Count == 0)
            yield return $"{at}: nothing says what it answers: answer with a method of Answers, or a page.";
    }

    // Calls that only browsers and providers make need no mention.
    private static bool IsNamedIn(string readme, Operation operation) =>
        operation.Roles.Count == 0
        || Regex.IsMatch(readme, $"/{Regex.Escape(LastWordOf(operation.Path))}(?![\\w-])", RegexOptions.CultureInvariant);

    private static string LastWordOf(string path) => path.Split('/').Last(part => part.Length > 0 && part[0] != '{');
}
