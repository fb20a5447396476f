using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;

namespace ChatPay.Local.Tests.Simulators;

/// <summary>
/// PayPal's published OpenAPI documents, from the folder <c>PAYPAL_OPENAPI_DIR</c>. Each document becomes one JSON schema; each
/// response that it describes is one of its definitions.
/// </summary>
public sealed class PayPalContract
{
    private static readonly string[] Files =
    [
        "checkout_orders_v2.json",
        "payments_payment_v2.json",
        "payments_payouts_batch_v1.json",
        "customer_disputes_v1.json",
        "customer_partner_referrals_v2.json",
        "notifications_webhooks_v1.json",
    ];

    private readonly List<(string Method, string[] Path, string Status, JsonSchema Schema)> _answers = [];
    private readonly List<(string Method, string[] Path, string Status)> _withoutBody = [];
    private readonly List<(string Method, string[] Path, JsonSchema Schema)> _requests = [];

    /// <summary>The contract; null when the folder is not set.</summary>
    public static Lazy<PayPalContract?> Published { get; } = new(() =>
        Environment.GetEnvironmentVariable("PAYPAL_OPENAPI_DIR") is { Length: > 0 } folder ? new PayPalContract(folder) : null);

    /// <summary>The responses checked in this run: method, path, status.</summary>
    public ConcurrentDictionary<string, int> Checked { get; } = [];

    private PayPalContract(string folder)
    {
        foreach (var file in Files)
            Read(Path.Combine(folder, file));
    }

    /// <summary>The differences between a response and its description; empty when there are none, or the operation is not
    /// described.</summary>
    public IReadOnlyList<string> Differences(string method, string path, int status, string body)
    {
        var segments = path.Split('?')[0].Trim('/').Split('/');
        var operation = _answers.Where(a => a.Method == method && Matches(a.Path, segments)).ToList();
        var code = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (_withoutBody.Any(a => (a.Method, a.Status) == (method, code) && Matches(a.Path, segments)))
            return body.Length == 0 ? [] : [$"{method} {path} is described to answer {status} without a body"];
        if (operation.Count == 0)
            return [];

        // The one exception: rate limits are described for all APIs together, not per operation.
        if (status == 429)
            return [];

        var answer = operation.FirstOrDefault(a => a.Status == code);
        if (answer.Schema is null && status < 400)
            return [$"{method} {path} is not described to answer {status}"];
        if (answer.Schema is null)
            answer = operation.First(a => a.Status == "default");

        Checked.AddOrUpdate($"{method} /{string.Join('/', answer.Path)} {status}", 1, (_, times) => times + 1);
        return [.. answer.Schema.Validate(body).SelectMany(Flatten)];
    }

    /// <summary>The differences between a request and its description; empty when there are none, the operation is not described, or
    /// it has no body.</summary>
    public IReadOnlyList<string> RequestDifferences(string method, string path, string body)
    {
        var segments = path.Split('?')[0].Trim('/').Split('/');
        var described = _requests.FirstOrDefault(r => r.Method == method && Matches(r.Path, segments));
        if (described.Schema is null || body.Length == 0)
            return [];

        Checked.AddOrUpdate($"{method} /{string.Join('/', described.Path)} request", 1, (_, times) => times + 1);
        return Unnamed(described.Path, [.. described.Schema.Validate(body).SelectMany(Flatten)]);
    }

    /// <summary>The one deviation of a request: the published schema for adding a tracker requires a transaction and a status that
    /// the call does not take; it takes the capture's id instead.</summary>
    private static List<string> Unnamed(string[] path, List<string> differences)
    {
        string[] named = ["#/: NotAllOf", "#/transaction_id: PropertyRequired", "#/status: PropertyRequired"];
        return path[^1] == "track" && differences.All(named.Contains) ? [] : differences;
    }

    private static IEnumerable<string> Flatten(ValidationError error) =>
        error is ChildSchemaValidationError child && child.Errors.Count > 0
            ? [$"{error.Path}: {error.Kind}", .. child.Errors.SelectMany(e => e.Value).SelectMany(Flatten).Distinct()]
            : [$"{error.Path}: {error.Kind}"];

    private static bool Matches(string[] template, string[] path) =>
        template.Length == path.Length && template.Zip(path).All(p => p.First.StartsWith('{') || p.First == p.Second);

    private void Read(string file)
    {
        // Converts references to JSON Schema's form; the names of definitions are the same in both.
        var document = JsonNode.Parse(File.ReadAllText(file).Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal))!;
        var definitions = document["components"]!["schemas"]!.DeepClone().AsObject();
        var found = new List<(string Method, string[] Path, string Status, string Name)>();
        var asked = new List<(string Method, string[] Path, string Name)>();
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject().Where(o => o.Value?["responses"] is not null))
            {
                if (operation!["requestBody"]?["content"]?["application/json"]?["schema"] is { } requested)
                {
                    definitions[$"request-{asked.Count}"] = requested.DeepClone();
                    asked.Add((method.ToUpperInvariant(), path.Trim('/').Split('/'), $"request-{asked.Count}"));
                }

                foreach (var (status, declared) in operation!["responses"]!.AsObject())
                {
                    var response = declared!["$ref"] is { } reference
                        ? document["components"]!["responses"]![((string)reference!).Split('/')[^1]]
                        : declared;
                    if (response?["content"]?["application/json"]?["schema"] is not { } schema)
                    {
                        if (status.StartsWith('2'))
                            _withoutBody.Add((method.ToUpperInvariant(), path.Trim('/').Split('/'), status));
                        continue;
                    }

                    var name = $"answer-{found.Count}";
                    definitions[name] = schema.DeepClone();
                    found.Add((method.ToUpperInvariant(), path.Trim('/').Split('/'), status, name));
                }
            }
        }

        var root = JsonSchema.FromJsonAsync(new JsonObject { ["definitions"] = definitions }.ToJsonString()).GetAwaiter().GetResult();
        _requests.AddRange(asked.Select(a => (a.Method, a.Path, root.Definitions[a.Name])));
        _answers.AddRange(found.Select(f => (f.Method, f.Path, f.Status, root.Definitions[f.Name])));
    }
}
