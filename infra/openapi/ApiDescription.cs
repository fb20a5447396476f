using System.Globalization;
using System.Text.Json.Nodes;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatPay.OpenApi;

/// <summary>Generates the OpenAPI 3.1 description of the HTTP API from the app's code: its routes, roles, types and comments, and the
/// refusals that each operation can lead to.</summary>
public static class ApiDescription
{
    private static readonly (string Name, string Description)[] Tags =
    [
        ("Conversations", "Buyer and seller talk."),
        ("Orders", "A payment request, its payment, its shipping, and what can go wrong with it."),
        ("Sellers", "A seller's account, identity data, books and connections."),
        ("Events", "What has happened to orders, as a feed of CloudEvents."),
        ("Operations", "What operators see and do."),
        ("Webhooks", "What PayPal and Meta call. A signature is all that lets them in."),
        ("Service", "Who the caller is, health, and this description."),
    ];

    /// <summary>Generates the document, as it is kept in the repository and served.</summary>
    public static async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        if (EndpointGaps.OfDescription() is { Count: > 0 } missing)
            throw new InvalidOperationException($"The description lacks:\n{string.Join('\n', missing)}");
        var document = Make();
        var read = Microsoft.OpenApi.OpenApiDocument.Parse(document.ToJsonString(), "json");
        if (read.Diagnostic is { Errors.Count: > 0 } wrong)
        {
            var faults = string.Join("; ", wrong.Errors.Select(e => $"{e.Pointer}: {e.Message}"));
            throw new InvalidOperationException($"The description is not valid OpenAPI: {faults}");
        }

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
            var path = operation.Path;
            if (paths[path] is null)
                paths[path] = new JsonObject();
            paths[path]![operation.Verb.ToLowerInvariant()] = DescribedOperation.Of(operation, comments, schemas);
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
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["bearerFormat"] = "JWT",
                        ["description"] =
                            "An access token of the configured OpenID Connect issuer, with the roles buyer, seller or operator.",
                    },
                },
                ["responses"] = Shared(paths),
                ["schemas"] = new JsonObject(schemas.Made.Select(made => KeyValuePair.Create(made.Key, (JsonNode?)made.Value))),
            },
        };
    }

    // The most common refusal of each status moves to the shared components.
    private static JsonObject Shared(JsonObject paths)
    {
        var all = paths.SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!["responses"]!.AsObject()).ToList();
        var shared = new JsonObject();
        var statuses = all.SelectMany(responses => responses.Select(r => r.Key)).Where(key => key[0] is '4' or '5').Distinct();
        foreach (var status in statuses.Order(StringComparer.Ordinal).ToList())
        {
            var most = all.Where(responses => responses.ContainsKey(status))
                .GroupBy(responses => responses[status]!.ToJsonString(), StringComparer.Ordinal)
                .OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).First().ToList();
            if (most.Count < 3)
                continue;
            var name = ReasonPhrases.GetReasonPhrase(int.Parse(status, CultureInfo.InvariantCulture))
                .Replace(" ", "", StringComparison.Ordinal);
            shared[name] = most[0][status]!.DeepClone();
            foreach (var responses in most)
                responses[status] = new JsonObject { ["$ref"] = $"#/components/responses/{name}" };
        }

        return shared;
    }

    private const string Introduction = """
        Buyer and seller talk in a conversation. The seller sends a payment request, which becomes an order; the buyer pays through PayPal; the seller
        marks it as shipped and is paid out some days later. What is never marked as shipped is refunded.

        The [quick start](/api/docs/quick-start) has the calls of a first sale in their order.

        ## Requests and answers

        - **Refusals** are `application/problem+json` (RFC 9457) with a stable `code`; `type` leads to what it means and what to do, in the
          list of [all problems](/api/docs/problems).
        - **Repeats**: every call that changes something takes an `Idempotency-Key`, and answers a repeat with the first answer.
        - **Money** is a decimal string with its currency. **Times** are RFC 3339 in UTC. **Lists** are `{items, next}`; `next` is the
          `cursor` of the page after. A member that has no value is absent.
        - New members, values and codes may be added without another version: ignore what you do not know.

        ## Webhooks and events

        PayPal and Meta call the app at `/api/webhooks/…`, each held to its signature. What happens to orders reaches other systems by
        `GET /api/v1/events`, or on the Service Bus topic `order-events`. [Webhooks and events](/api/docs/webhooks) says which there are,
        how each is verified and answered, and how to read them without losing one.
        """;
}
