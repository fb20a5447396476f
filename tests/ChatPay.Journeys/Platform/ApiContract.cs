using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatPay.Functions.Sale;
using Json.Schema;

namespace ChatPay.Journeys.Platform;

/// <summary>The API's own description. Requests and responses of the journeys are validated against it, strictly: a member that is
/// not described is a difference.</summary>
internal sealed class ApiContract
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly JsonObject _document;
    private readonly List<(string Method, string[] Path, JsonObject Operation)> _operations;
    private readonly JsonObject _definitions;
    private readonly ConcurrentDictionary<string, JsonSchema> _schemas = [];
    private readonly ConcurrentDictionary<string, int> _checked = [];

    private ApiContract()
    {
        using var resource = typeof(Order).Assembly.GetManifestResourceStream("openapi.json")!;
        _document = JsonNode.Parse(resource)!.AsObject();
        _operations =
        [
            .. _document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
                .Select(operation => (operation.Key.ToUpperInvariant(), path.Key.Trim('/').Split('/'), operation.Value!.AsObject()))),
        ];
        _definitions = _document["components"]!["schemas"]!.DeepClone().AsObject();
        foreach (var (_, schema) in _definitions)
            Close(schema!);
    }

    /// <summary>The description built into the app.</summary>
    public static ApiContract Own { get; } = new();

    /// <summary>What was checked in this run, how often, and which described responses never occurred.</summary>
    public string Report()
    {
        var missed = _operations.SelectMany(o => o.Operation["responses"]!.AsObject().Where(r => r.Key[0] is '2' or '3')
            .Select(r => $"{o.Operation["operationId"]} {r.Key}")).Where(name => !_checked.ContainsKey(name)).ToList();
        return string.Join('\n', [
            $"{_checked.Count} kinds of request and answer, {_checked.Values.Sum()} in all, held to the API's description.",
            $"Described, and given to nobody who was listened to: {(missed.Count == 0 ? "none" : string.Join(", ", missed))}",
            .. _checked.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Value,7} {c.Key}"), ""]);
    }

    /// <summary>The differences between an exchange and the description.</summary>
    public IEnumerable<string> Differences(string method, string path, string? sent, int status, string? mediaType, string answered)
    {
        var segments = path.Trim('/').Split('/');
        var found = _operations.Where(o => o.Method == method && Matches(o.Path, segments))
            .OrderBy(o => o.Path.Count(IsParameter)).FirstOrDefault();
        if (found.Operation is not { } operation)
            return status == 404 ? [] : [$"{method} {path} is not described"];

        var id = operation["operationId"]!.GetValue<string>();
        var code = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (operation["responses"]![code] is not { } response)
            return [$"{id} is not described to answer {status}: {answered}"];

        _checked.AddOrUpdate($"{id} {code}", 1, (_, times) => times + 1);
        if (response["$ref"] is { } shared)
            response = _document["components"]!["responses"]![shared.GetValue<string>().Split('/')[^1]]!;
        List<string> differences =
            [.. Answered(id, code, response, mediaType, answered), .. status < 300 && sent is not null ? Sent(id, operation, sent) : []];
        if (differences.Count == 0 && status < 300 && mediaType == "application/json")
            ApiExamples.Saw(id, code, answered, sent);
        return differences;
    }

    /// <summary>The differences between the description's examples and the description.</summary>
    public IEnumerable<string> ExampleDifferences() => _operations.SelectMany(o =>
    {
        var id = o.Operation["operationId"]!.GetValue<string>();
        return o.Operation["responses"]!.AsObject().Select(response => (What: response.Key, response.Value!["content"]))
            .Append((What: ApiExamples.Request, o.Operation["requestBody"]?["content"]))
            .Where(content => content.Item2?["application/json"]?["examples"] is not null)
            .SelectMany(content => content.Item2!["application/json"]!["examples"]!.AsObject().SelectMany(example => Validate(
                $"{id} {content.What}", content.Item2["application/json"]!["schema"]!, example.Value!["value"]!.ToJsonString())));
    });

    /// <summary>The number of described bodies with an example.</summary>
    public int Examples => _operations.Sum(o => o.Operation.ToJsonString().Split("\"examples\":").Length - 1);

    private IEnumerable<string> Answered(string id, string code, JsonNode response, string? mediaType, string answered)
    {
        if (mediaType is null || answered.Length == 0)
            return response["content"] is null ? [] : [$"{id} {code} is described to have a body"];
        if (response["content"]?[mediaType] is not { } content)
            return [$"{id} {code} is not described to answer {mediaType}"];
        return mediaType.EndsWith("json", StringComparison.Ordinal)
            ? Validate($"{id} {code}", content["schema"]!, answered).Concat(Refused(id, response, answered))
            : [];
    }

    private static IEnumerable<string> Refused(string id, JsonNode response, string answered) =>
        response["x-problem-codes"] is JsonArray codes
            && JsonNode.Parse(answered)!["code"]!.GetValue<string>() is var code && !codes.Any(c => c!.GetValue<string>() == code)
            ? [$"{id} is not described to refuse with {code}"]
            : [];

    private IEnumerable<string> Sent(string id, JsonObject operation, string sent)
    {
        if (operation["requestBody"]?["content"]?["application/json"]?["schema"] is not { } schema)
            return [];
        _checked.AddOrUpdate($"{id} request", 1, (_, times) => times + 1);
        return Validate($"{id} request", schema, sent);
    }

    private IEnumerable<string> Validate(string name, JsonNode schema, string json)
    {
        using var document = JsonDocument.Parse(json);
        var results = _schemas.GetOrAdd(name, _ => Build(schema)).Evaluate(document.RootElement, Options);
        return results.IsValid
            ? []
            : [
                .. (results.Details ?? []).Where(d => d.Errors is { Count: > 0 })
                    .SelectMany(d => d.Errors!.Select(e => $"{name}: {d.InstanceLocation} {e.Value}")).Distinct(),
            ];
    }

    private JsonSchema Build(JsonNode schema)
    {
        var whole = schema.DeepClone().AsObject();
        whole["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        whole["$defs"] = _definitions.DeepClone();
        return JsonSchema.FromText(whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
    }

    private static void Close(JsonNode node)
    {
        if (node is JsonObject { } schema && schema["properties"] is JsonObject && schema["additionalProperties"] is null)
            schema["additionalProperties"] = false;
    }

    private static bool Matches(string[] described, string[] called) =>
        described.Length == called.Length && described.Zip(called).All(pair => IsParameter(pair.First) || pair.First == pair.Second);

    private static bool IsParameter(string segment) => segment.StartsWith('{');
}
