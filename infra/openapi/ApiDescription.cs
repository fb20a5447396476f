using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Shared.Abuse;
using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatPay.OpenApi;

/// <summary>The description of the HTTP API in OpenAPI 3.1, made of the app's own code: its routes, roles, types, comments, and the refusals that each
/// operation can lead to.</summary>
public static partial class ApiDescription
{
    private static readonly (string Name, string Description)[] Tags =
    [
        ("Conversations", "Buyer and seller talk."),
        ("Orders", "A payment request, its payment, its shipping, and what can go wrong with it."),
        ("Sellers", "A seller's account, identity data, books and connections."),
        ("Links", "What somebody without an account follows: a link to pay, a link to mark as shipped. Pages for people."),
        ("Events", "What has happened to orders, as a feed of CloudEvents."),
        ("Operations", "What operators see and do."),
        ("Webhooks", "What PayPal and Meta call. A signature is all that lets them in."),
        ("Service", "Health, and this description."),
    ];

    private static readonly Dictionary<string, string> PathParameters = new()
    {
        ["orderId"] = "The order, `ord-…`.",
        ["conversationId"] = "The conversation, `cnv-…`.",
        ["id"] = "As the list names it.",
        ["shipmentId"] = "The shipment, `shp-…`.",
        ["caseId"] = "The dispute, as PayPal names it.",
        ["number"] = "Its number within the order, from 1.",
        ["generation"] = "The payout's number within the order, from 1.",
        ["queue"] = "The name of a queue.",
        ["token"] = "The signed token of a link.",
        ["type"] = "The type of an event, such as `chatpay.order.paid.v1`.",
    };

    // What is wrong with a request whatever it asks for: these are described in one place (/api/docs), and not at each operation.
    private static readonly HashSet<string> OfAnyRequest = [.. ProblemKinds.Groups[0].Kinds.Concat(ProblemKinds.Groups[2].Kinds).Select(kind => kind.Code)];

    /// <summary>The document, as it is kept in the repository and served.</summary>
    public static async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        var document = Make();
        var read = Microsoft.OpenApi.OpenApiDocument.Parse(document.ToJsonString(), "json");
        if (read.Diagnostic is { Errors.Count: > 0 } wrong)
            throw new InvalidOperationException($"The description is no OpenAPI: {string.Join("; ", wrong.Errors.Select(e => $"{e.Pointer}: {e.Message}"))}");
        await using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        read.Document!.SerializeAsV31(new Microsoft.OpenApi.OpenApiJsonWriter(text));
        await text.FlushAsync(cancellationToken);
        return text.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Make()
    {
        var comments = new Comments(typeof(Order).Assembly);
        var schemas = new Schemas(comments);
        var paths = new JsonObject();
        foreach (var operation in Operation.OfApp())
        {
            var path = RouteParameter().Replace(operation.Route, "{$1}");
            if (paths[path] is null)
                paths[path] = new JsonObject();
            paths[path]![operation.Verb.ToLowerInvariant()] = Describe(operation, comments, schemas);
        }

        schemas.Reference(typeof(Problem), isRead: false);
        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "ChatPay",
                ["version"] = "1",
                ["summary"] = "A small business sells inside a chat, and is paid after it has shipped.",
                ["description"] = Introduction,
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "Where this description was read." }),
            ["tags"] = new JsonArray([.. Tags.Select(tag => new JsonObject { ["name"] = tag.Name, ["description"] = tag.Description })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject
                    {
                        ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT",
                        ["description"] = "An access token of the configured OpenID Connect issuer, with the roles buyer, seller or operator.",
                    },
                },
                ["responses"] = Shared(paths),
                ["schemas"] = new JsonObject(schemas.Made.Select(made => KeyValuePair.Create(made.Key, (JsonNode?)made.Value))),
            },
        };
    }

    // Of each status, the refusal that most operations share stands in one place.
    private static JsonObject Shared(JsonObject paths)
    {
        var all = paths.SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!["responses"]!.AsObject()).ToList();
        var shared = new JsonObject();
        foreach (var status in all.SelectMany(responses => responses.Select(r => r.Key)).Where(key => key[0] is '4' or '5').Distinct().Order(StringComparer.Ordinal).ToList())
        {
            var most = all.Where(responses => responses.ContainsKey(status)).GroupBy(responses => responses[status]!.ToJsonString(), StringComparer.Ordinal)
                .OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).First().ToList();
            if (most.Count < 3)
                continue;
            var name = ReasonPhrases.GetReasonPhrase(int.Parse(status, CultureInfo.InvariantCulture)).Replace(" ", "", StringComparison.Ordinal);
            shared[name] = most[0][status]!.DeepClone();
            foreach (var responses in most)
                responses[status] = new JsonObject { ["$ref"] = $"#/components/responses/{name}" };
        }

        return shared;
    }

    private static JsonObject Describe(Operation operation, Comments comments, Schemas schemas)
    {
        var text = comments.Of(operation.Function) ?? throw new InvalidOperationException($"{operation.Id} has no summary.");
        var who = operation.Roles.Count > 0
            ? $"For: {string.Join(", ", operation.Roles).ToLowerInvariant()}."
            : $"For anyone: {operation.Function.GetCustomAttribute<OpenAttribute>()!.Because}.";
        var described = new JsonObject
        {
            ["tags"] = new JsonArray(TagOf(operation.Route)),
            ["operationId"] = char.ToLowerInvariant(operation.Id[0]) + operation.Id[1..],
            ["summary"] = FirstSentence(text),
            ["description"] = $"{text}\n\n{who}",
        };
        if (Parameters(operation) is { Count: > 0 } parameters)
            described["parameters"] = parameters;
        if (operation.Reads is { } body)
        {
            described["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schemas.Reference(body, isRead: true) } },
            };
        }

        described["responses"] = Responses(operation, schemas);
        described["security"] = operation.Roles.Count > 0 ? new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }) : new JsonArray();
        return described;
    }

    private static JsonArray Parameters(Operation operation)
    {
        var parameters = new JsonArray();
        foreach (Match match in RouteParameter().Matches(operation.Route))
            parameters.Add(Parameter(match.Groups[1].Value, "path", PathParameters[match.Groups[1].Value], new() { ["type"] = "string" }, required: true));
        foreach (var query in operation.Function.GetCustomAttributes<QueryAttribute>().OrderBy(q => q.Name, StringComparer.Ordinal))
            parameters.Add(Parameter(query.Name, "query", query.Meaning, SchemaOf(query)));
        if (operation.Function.IsDefined(typeof(PagedAttribute)))
        {
            parameters.Add(Parameter(PagedAttribute.Cursor, "query", "The `next` of the page before, as it is; the first page when left out.", new() { ["type"] = "string" }));
            parameters.Add(Parameter(PagedAttribute.Limit, "query", "At most so many items.", new()
            {
                ["type"] = "integer", ["minimum"] = 1, ["maximum"] = Paging.MostItems, ["default"] = Paging.DefaultItems,
            }));
        }

        if (operation is { Changes: true, Roles.Count: > 0 })
        {
            parameters.Add(Parameter(
                IdempotencyKey.Header, "header",
                "Made up by the caller, such as a random UUID: a repeat under the same key gets the first answer, for 30 days.",
                new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 255 }, operation.NeedsKey));
        }

        if (operation.HonoursIfMatch)
            parameters.Add(Parameter("If-Match", "header", "The `ETag` of the version that the caller decided on; any when left out.", new() { ["type"] = "string" }));
        if (operation.AnswersNotModified)
            parameters.Add(Parameter("If-None-Match", "header", "The `ETag` that the caller has: nothing new is a 304.", new() { ["type"] = "string" }));
        return parameters;
    }

    private static JsonObject Parameter(string name, string place, string text, JsonObject schema, bool required = false)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["description"] = text };
        if (required)
            parameter["required"] = true;
        parameter["schema"] = schema;
        return parameter;
    }

    private static JsonObject SchemaOf(QueryAttribute query)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (query.Values.Length > 0)
            schema["enum"] = new JsonArray([.. query.Values.Select(v => JsonValue.Create(v))]);
        if (query.Format is not null)
            schema["format"] = query.Format;
        return schema;
    }

    private static JsonObject Responses(Operation operation, Schemas schemas)
    {
        var responses = new SortedDictionary<int, JsonObject>();
        foreach (var of in operation.Successes.GroupBy(s => s.Status))
        {
            var content = new JsonObject();
            foreach (var success in of)
            {
                if (success.Body is { } body)
                    content["application/json"] = new JsonObject { ["schema"] = schemas.Reference(body, isRead: false) };
                else if (success.MediaType is { } media)
                    content[media] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
            }

            var response = new JsonObject { ["description"] = ReasonPhrases.GetReasonPhrase(of.Key) + "." };
            if (HeadersOf(operation, of.Key) is { Count: > 0 } headers)
                response["headers"] = headers;
            if (content.Count > 0)
                response["content"] = content;
            responses[of.Key] = response;
        }

        if (operation.AnswersNotModified)
            responses[304] = new JsonObject { ["description"] = "Nothing is new since the version that If-None-Match names." };
        foreach (var refusals in AllCodes(operation).GroupBy(code => ProblemKinds.All[code].Status))
            responses[refusals.Key] = Refusal(refusals.Key, [.. refusals.Order(StringComparer.Ordinal)], operation);
        return new JsonObject(responses.Select(r => KeyValuePair.Create(r.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)r.Value)));
    }

    private static JsonObject HeadersOf(Operation operation, int status)
    {
        var headers = new JsonObject();
        if (status is 201 or 303)
            headers["Location"] = Header(status == 201 ? "Where it can be read." : "Where the browser goes on.");
        if (status == 200 && (operation.AnswersNotModified || operation.HonoursIfMatch))
            headers["ETag"] = Header("The version.");
        return headers;
    }

    private static JsonObject Header(string text) =>
        new() { ["description"] = text, ["schema"] = new JsonObject { ["type"] = "string" } };

    // The codes stand beside the schema and not in it, so that a generated client has one type for all refusals.
    private static JsonObject Refusal(int status, IReadOnlyList<string> codes, Operation operation)
    {
        var own = codes.Where(code => operation.Codes.Contains(code) && !OfAnyRequest.Contains(code)).ToList();
        var text = new StringBuilder(ReasonPhrases.GetReasonPhrase(status)).Append('.');
        if (own.Count > 0)
            text.Append('\n');
        foreach (var code in own)
            text.Append(CultureInfo.InvariantCulture, $"\n- `{code}`: {ProblemKinds.All[code].Meaning}");
        if (codes.Except(own).ToList() is { Count: > 0 } others)
            text.Append(CultureInfo.InvariantCulture, $"\n\nAs of any request: {string.Join(", ", others.Select(code => $"`{code}`"))}.");

        var isPage = TagOf(operation.Route) == "Links";
        var response = new JsonObject { ["description"] = text.ToString(), ["x-problem-codes"] = new JsonArray([.. codes.Select(c => JsonValue.Create(c))]) };
        if (status is 429 or 503)
            response["headers"] = new JsonObject { ["Retry-After"] = Header("Seconds to wait.") };
        response["content"] = new JsonObject
        {
            // A person who follows a link reads a page.
            [isPage ? "text/html" : "application/problem+json"] = new JsonObject
            {
                ["schema"] = isPage ? new JsonObject { ["type"] = "string" } : new JsonObject { ["$ref"] = "#/components/schemas/Problem" },
            },
        };
        return response;
    }

    private static IEnumerable<string> AllCodes(Operation operation)
    {
        IEnumerable<string> codes = operation.Codes.Concat(["internal", "unavailable", "request-malformed"]).Concat(Middleware(nameof(LimitAddresses)));
        if (operation.Roles.Count > 0)
            codes = codes.Concat(Middleware("AuthenticateCallers")).Concat(Middleware(nameof(LimitCalls))).Append("parameter-unknown").Append("not-found");
        if (operation is { Changes: true, Roles.Count: > 0 })
            codes = codes.Concat(Middleware("KeepAnswers")).Where(c => c != "idempotency-key-missing" || operation.NeedsKey);
        // Money is read by a converter.
        if (operation.Reads is not null)
            codes = codes.Concat(["amount-invalid", "currency-invalid"]);
        return codes.Distinct();
    }

    private static IReadOnlyCollection<string> Middleware(string name)
    {
        var type = typeof(Order).Assembly.GetTypes().Single(t => t.Name == name);
        return Operation.CodesOf(ReachableCode.From(type.GetMethod("Invoke")!));
    }

    private static string TagOf(string route) => route.Split('/') is [_, _, "v1", var first, ..]
        ? first switch
        {
            "conversations" => "Conversations",
            "orders" or "carriers" => "Orders",
            "sellers" or "connect" => "Sellers",
            "pay" or "ship" => "Links",
            "events" or "event-schemas" => "Events",
            "ops" => "Operations",
            _ => throw new InvalidOperationException($"{route} belongs to no group."),
        }
        : route.StartsWith("/api/webhooks/", StringComparison.Ordinal) ? "Webhooks" : "Service";

    private static string FirstSentence(string text) => Sentence().Match(text) is { Success: true } match ? match.Groups[1].Value : text.TrimEnd('.');

    private const string Introduction = """
        Buyer and seller talk in a conversation. The seller sends a payment request, which becomes an order; the buyer pays through PayPal; the seller marks it as shipped
        and is paid out some days later. What is never marked as shipped is refunded.

        **Refusals** are `application/problem+json` (RFC 9457) with a stable `code`; `type` leads to what it means and what to do.
        **Repeats**: every call that changes something takes an `Idempotency-Key`, and answers a repeat with the first answer.
        **Money** is a decimal string with its currency. **Times** are RFC 3339 in UTC. **Lists** are `{items, next}`; `next` is the `cursor` of the page after.
        A member that has no value is absent. New members, values and codes may be added without another version: ignore what you do not know.
        """;

    [GeneratedRegex(@"\{([A-Za-z]+)[^}]*\}")]
    private static partial Regex RouteParameter();

    [GeneratedRegex(@"^(.+?)[.:;](\s|$)")]
    private static partial Regex Sentence();
}
