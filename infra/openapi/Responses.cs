using System.Globalization;
using System.Text.Json.Nodes;
using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatPay.OpenApi;

/// <summary>Describes the answers of an operation.</summary>
internal static class Responses
{
    public static JsonObject Of(Operation operation, Schemas schemas)
    {
        var responses = new SortedDictionary<int, JsonObject>();
        foreach (var of in operation.Successes.GroupBy(s => s.Status))
        {
            var content = new JsonObject();
            foreach (var success in of)
            {
                if (success.Body is { } body)
                {
                    content["application/json"] = Examples.Content(
                        schemas.Reference(body, isRead: false),
                        DescribedOperation.IdOf(operation),
                        of.Key.ToString(CultureInfo.InvariantCulture));
                }
                else if (success.MediaType is { } media)
                {
                    content[media] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
                }
            }

            var response = new JsonObject { ["description"] = ReasonPhrases.GetReasonPhrase(of.Key) + "." };
            if (HeadersOf(operation, of.Key) is { Count: > 0 } headers)
                response["headers"] = headers;
            if (content.Count > 0)
                response["content"] = content;
            responses[of.Key] = response;
        }

        if (operation.AnswersNotModified)
            responses[304] = new JsonObject { ["description"] = "Not modified since the version in If-None-Match." };
        foreach (var refusals in Refusals.CodesOf(operation).GroupBy(code => ProblemKinds.All[code].Status))
            responses[refusals.Key] = Refusals.Of(refusals.Key, [.. refusals.Order(StringComparer.Ordinal)], operation);
        return new JsonObject(responses.Select(r => KeyValuePair.Create(r.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)r.Value)));
    }

    private static JsonObject HeadersOf(Operation operation, int status)
    {
        var headers = new JsonObject();
        if (status is 201 or 303)
            headers["Location"] = Header(status == 201 ? "The URL of what was created." : "The URL that the browser continues at.");
        if (status == 200 && (operation.AnswersNotModified || operation.TagsVersion))
            headers["ETag"] = Header("The version.");
        return headers;
    }

    internal static JsonObject Header(string text) =>
        new() { ["description"] = text, ["schema"] = new JsonObject { ["type"] = "string" } };
}
