using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.OrderEvents;

/// <summary>The JSON schema of an order event's data, which the event references as <c>dataschema</c>.</summary>
public sealed class GetEventSchema
{
    [Function(nameof(GetEventSchema))]
    [Open("a public description")]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/event-schemas/{type}")] HttpRequest http,
        string type
    ) => OrderEventCatalogue.All.Where(e => e.Row.PublicType == type).ToList() is [var found]
        ? Answers.OkUnlessKnown(http, SchemaOf(type, OrderEventMeanings.Of(found.Type)))
        : throw Problems.NotFound("type of event");

    private static Dictionary<string, object> SchemaOf(string type, string meaning) => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = type,
        ["description"] = meaning,
        ["type"] = "object",
        // Readers must ignore unknown members, so that members can be added without a new version.
        ["required"] = new[] { "orderId", "conversationId", "sellerId", "number" },
        ["properties"] = new Dictionary<string, object>
        {
            ["orderId"] = new { type = "string", pattern = "^ord-[0-9a-z]{26}$" },
            ["conversationId"] = new { type = "string", pattern = "^cnv-[0-9a-z]{26}$" },
            ["sellerId"] = new { type = "string", pattern = "^sel-[0-9a-z]{26}$" },
            ["number"] = new { type = "integer", minimum = 1 },
            ["amount"] = new
            {
                type = "object",
                required = new[] { "amount", "currency" },
                properties = new
                {
                    amount = new { type = "string", pattern = @"^[0-9]+(\.[0-9]+)?$" },
                    currency = new { type = "string", pattern = "^[A-Z]{3}$" },
                },
            },
        },
    };
}
