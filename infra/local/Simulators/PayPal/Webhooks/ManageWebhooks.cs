using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Webhooks;

/// <summary>A webhook registration. It selects the events to send; they are posted to <see cref="PayPalSimulator.WebhookUrl"/>,
/// signed for the simulator's only webhook id.</summary>
internal sealed record SimulatedWebhook(string Id, string Url, IReadOnlyList<string> EventTypes)
{
    /// <summary>Whether events of this type are registered; <c>*</c> stands for all.</summary>
    public bool Wants(string type) => EventTypes.Contains(type) || EventTypes.Contains("*");
}

/// <summary><c>/v1/notifications/webhooks</c>: create, list, update, delete.</summary>
internal static class ManageWebhooks
{
    public static ApiAnswer Create(PayPalTransaction transaction, ApiCall call)
    {
        var body = call.Body();
        var url = Field.Text(body, "url", "", 2_048, required: true)!;
        // PayPal itself accepts https only; the simulator also accepts addresses on this machine.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || address.IsLoopback))
            throw PayPalRefusal.V1(400, "VALIDATION_ERROR", "Invalid data provided", new RefusalDetail("Not a valid webhook URL", "url"));
        if (transaction.Connection.All<SimulatedWebhook>().Any(w => w.Url == url))
            throw PayPalRefusal.V1(400, "WEBHOOK_URL_ALREADY_EXISTS", "Webhook URL already exists");

        var made = new SimulatedWebhook(transaction.NewId(), url, Types(body["event_types"]));
        transaction.Connection.Save(made.Id, made);
        return new ApiAnswer(201, Json(transaction, made));
    }

    public static ApiAnswer List(PayPalTransaction transaction, ApiCall call) => new(200, new JsonObject
    {
        ["webhooks"] = new JsonArray([.. transaction.Connection.All<SimulatedWebhook>().Select(w => Json(transaction, w))]),
    });

    /// <summary>The only supported change: <c>replace /event_types</c>.</summary>
    public static ApiAnswer Update(PayPalTransaction transaction, ApiCall call)
    {
        var webhook = Find(transaction, call.Ids[0]);
        if (call.Patch() is not [JsonObject patch] || (string?)patch["op"] != "replace" || (string?)patch["path"] != "/event_types")
            throw PayPalRefusal.V1(400, "WEBHOOK_PATCH_REQUEST_NO_CHANGE", "No changes are made to the webhook");
        var changed = transaction.Connection.Save(webhook.Id, webhook with { EventTypes = Types(patch["value"]) });
        return new ApiAnswer(200, Json(transaction, changed));
    }

    public static ApiAnswer Delete(PayPalTransaction transaction, ApiCall call)
    {
        transaction.Connection.Remove<SimulatedWebhook>(Find(transaction, call.Ids[0]).Id);
        return new ApiAnswer(204, null);
    }

    private static SimulatedWebhook Find(PayPalTransaction transaction, string id) => transaction.Connection.Find<SimulatedWebhook>(id)
        ?? throw PayPalRefusal.V1(404, "INVALID_RESOURCE_ID", "The requested resource ID was not found");

    private static IReadOnlyList<string> Types(JsonNode? types) => types is JsonArray { Count: > 0 } array
        ? [.. array.Select(t => (string?)t?["name"] ?? throw Invalid())]
        : throw Invalid();

    private static PayPalRefusal Invalid() =>
        PayPalRefusal.V1(400, "VALIDATION_ERROR", "Invalid data provided", new RefusalDetail("may not be empty", "event_types"));

    private static JsonObject Json(PayPalTransaction transaction, SimulatedWebhook webhook) => new()
    {
        ["id"] = webhook.Id,
        ["url"] = webhook.Url,
        ["event_types"] = new JsonArray([.. webhook.EventTypes.Select(t => new JsonObject { ["name"] = t })]),
        ["links"] = new JsonArray(transaction.Link($"v1/notifications/webhooks/{webhook.Id}", "self")),
    };
}
