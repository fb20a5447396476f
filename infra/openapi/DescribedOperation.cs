using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatPay.Functions.Platform.Auth;

namespace ChatPay.OpenApi;

/// <summary>Describes an operation as OpenAPI.</summary>
internal static partial class DescribedOperation
{
    public static JsonObject Of(Operation operation, Comments comments, Schemas schemas)
    {
        var text = comments.Of(operation.Function) ?? throw new InvalidOperationException($"{operation.Id} has no summary.");
        var who = operation.Roles.Count > 0
            ? $"For: {string.Join(", ", operation.Roles).ToLowerInvariant()}."
            : $"For anyone: {operation.Function.GetCustomAttribute<OpenAttribute>()!.Because}.";
        var id = IdOf(operation);
        var described = new JsonObject
        {
            ["tags"] = new JsonArray(operation.Tag),
            ["operationId"] = id,
            ["summary"] = FirstSentence(text),
            ["description"] = $"{text}\n\n{who}",
        };
        if (Parameters.Of(operation) is { Count: > 0 } parameters)
            described["parameters"] = parameters;
        if (operation.Reads is { } body)
        {
            described["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject
                {
                    ["application/json"] = Examples.Content(schemas.Reference(body, isRead: true), id, Examples.Request),
                },
            };
        }

        described["responses"] = Responses.Of(operation, schemas);
        described["security"] = operation.Roles.Count > 0
            ? new JsonArray(new JsonObject { ["bearer"] = new JsonArray() })
            : new JsonArray();
        return described;
    }

    /// <summary>The <c>operationId</c>.</summary>
    internal static string IdOf(Operation operation) => char.ToLowerInvariant(operation.Id[0]) + operation.Id[1..];

    private static string FirstSentence(string text) =>
        Sentence().Match(text) is { Success: true } match ? match.Groups[1].Value : text.TrimEnd('.');

    [GeneratedRegex(@"^(.+?)[.:;](\s|$)")]
    private static partial Regex Sentence();
}
