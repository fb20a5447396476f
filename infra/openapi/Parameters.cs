using System.Reflection;
using System.Text.Json.Nodes;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;

namespace ChatPay.OpenApi;

/// <summary>The parameters of an operation: in its path, its query, and its headers.</summary>
internal static class Parameters
{
    /// <summary>The description of each path parameter.</summary>
    internal static readonly Dictionary<string, string> OfPaths = new()
    {
        ["orderId"] = "The order, `ord-…`.",
        ["conversationId"] = "The conversation, `cnv-…`.",
        ["id"] = "The id from the list.",
        ["shipmentId"] = "The shipment, `shp-…`.",
        ["caseId"] = "PayPal's id of the dispute.",
        ["number"] = "Its number within the order, from 1.",
        ["generation"] = "The payout's number within the order, from 1.",
        ["queue"] = "The name of a queue.",
        ["messageId"] = "The message's id from the list.",
        ["token"] = "The signed token of a link.",
        ["type"] = "The type of an event, such as `chatpay.order.paid.v1`.",
    };

    public static JsonArray Of(Operation operation)
    {
        var parameters = new JsonArray();
        foreach (var name in operation.PathParameters)
            parameters.Add(Parameter(name, "path", OfPaths[name], Text(), required: true));
        foreach (var query in operation.Function.GetCustomAttributes<QueryAttribute>().OrderBy(q => q.Name, StringComparer.Ordinal))
            parameters.Add(Parameter(query.Name, "query", query.Meaning, SchemaOf(query)));
        if (operation.Function.IsDefined(typeof(PagedAttribute)))
        {
            parameters.Add(Parameter(
                PagedAttribute.Cursor, "query", "The `next` of the previous page, unchanged; omit it for the first page.", Text()));
            parameters.Add(Parameter(PagedAttribute.Limit, "query", "The maximum number of items.", new()
            {
                ["type"] = "integer",
                ["minimum"] = 1,
                ["maximum"] = Paging.MaxItems,
                ["default"] = Paging.DefaultItems,
            }));
        }

        if (operation is { Changes: true, Roles.Count: > 0 })
        {
            parameters.Add(Parameter(
                IdempotencyKey.Header, "header",
                "Chosen by the caller, such as a random UUID: a repeat under the same key gets the first answer, for 30 days.",
                new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 255 }, operation.NeedsKey));
        }

        if (operation.HonoursIfMatch)
        {
            parameters.Add(Parameter(
                "If-Match", "header",
                operation.NeedsIfMatch
                    ? "The `ETag` of the version that the caller decided on."
                    : "The `ETag` of the version that the caller decided on; omit it for any version.",
                Text(), operation.NeedsIfMatch));
        }

        if (operation.AnswersNotModified)
        {
            parameters.Add(Parameter(
                "If-None-Match", "header", "The `ETag` that the caller has; the answer is 304 if nothing has changed since.", Text()));
        }

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
        else if (query.Of is { } named)
            schema["enum"] = new JsonArray([.. EnumNames.All(named).Select(v => JsonValue.Create(v))]);
        if (query.Format is not null)
            schema["format"] = query.Format;
        return schema;
    }

    private static JsonObject Text() => new() { ["type"] = "string" };
}
