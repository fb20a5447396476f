using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Idempotency;
using ChatPay.Functions.Platform.Limits;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatPay.OpenApi;

/// <summary>The refusals of an operation by status, including those of the app's middleware.</summary>
internal static class Refusals
{
    // Errors that any request can get are described in one place (/api/docs/problems), not at each operation.
    private static readonly HashSet<string> OfAnyRequest =
        [.. ProblemKinds.Groups[0].Kinds.Concat(ProblemKinds.Groups[2].Kinds).Select(kind => kind.Code)];

    // The codes are beside the schema, not in it, so that a generated client has one type for all refusals.
    public static JsonObject Of(int status, IReadOnlyList<string> codes, Operation operation)
    {
        var own = codes.Where(code => operation.Codes.Contains(code) && !OfAnyRequest.Contains(code)).ToList();
        var text = new StringBuilder(ReasonPhrases.GetReasonPhrase(status)).Append('.');
        if (own.Count > 0)
            text.Append('\n');
        foreach (var code in own)
            text.Append(CultureInfo.InvariantCulture, $"\n- `{code}`: {ProblemKinds.All[code].Meaning}");
        if (codes.Except(own).ToList() is { Count: > 0 } others)
            text.Append(CultureInfo.InvariantCulture, $"\n\nAs of any request: {string.Join(", ", others.Select(code => $"`{code}`"))}.");

        var response = new JsonObject
        {
            ["description"] = text.ToString(),
            ["x-problem-codes"] = new JsonArray([.. codes.Select(c => JsonValue.Create(c))]),
        };
        if (status is 429 or 503)
            response["headers"] = new JsonObject { ["Retry-After"] = Responses.Header("Seconds to wait.") };
        response["content"] = new JsonObject
        {
            ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" } },
        };
        return response;
    }

    public static IEnumerable<string> CodesOf(Operation operation)
    {
        var codes = operation.Codes.Concat(["internal", "unavailable", "request-malformed"]).Concat(Middleware<LimitAddresses>());
        if (operation.Roles.Count > 0)
        {
            codes = codes.Concat(Middleware<AuthenticateCallers>()).Concat(Middleware<LimitCalls>()).Concat(Middleware<RequireRoles>())
                .Concat(["parameter-unknown"]);
        }

        if (operation is { Changes: true, Roles.Count: > 0 })
            codes = codes.Concat(Middleware<KeepAnswers>()).Where(c => c != "idempotency-key-missing" || operation.NeedsKey);
        // A body may hold money, which its converter refuses, outside the code that is read here.
        if (operation.Reads is not null)
            codes = codes.Concat(["amount-invalid", "currency-invalid"]);
        return codes.Distinct();
    }

    // Cached: it is the same for each operation.
    private static IReadOnlyCollection<string> Middleware<T>()
        where T : IFunctionsWorkerMiddleware => OfMiddleware<T>.Codes;

    private static class OfMiddleware<T>
        where T : IFunctionsWorkerMiddleware
    {
        public static IReadOnlyCollection<string> Codes { get; } =
            Operation.CodesOf(ReachableCode.From(typeof(T).GetMethod(nameof(IFunctionsWorkerMiddleware.Invoke))!));
    }
}
