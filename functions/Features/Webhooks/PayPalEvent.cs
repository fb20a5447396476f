using System.Text.Json;
using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Webhooks;

/// <summary>What is kept of a PayPal webhook: ids and the type, no more. The resource is read again from the provider, so that
/// order, duplicates and stale bodies do not matter.</summary>
/// <param name="EventId">The provider's event id.</param>
/// <param name="EventType">Such as <c>PAYMENT.CAPTURE.COMPLETED</c>.</param>
public sealed record PayPalEvent(string EventId, string EventType)
{
    private const string Captured = "PAYMENT.CAPTURE.COMPLETED";
    private const string Reversed = "PAYMENT.CAPTURE.REVERSED";

    /// <summary>Of a checkout or a refund: the derived key that we gave it.</summary>
    public string? CustomId { get; init; }

    /// <summary>Of a payout or its batch: our batch id.</summary>
    public string? BatchId { get; init; }

    /// <summary>Of a payout or its batch: the provider's id of the batch. The only way to a batch whose own answer was lost.</summary>
    public string? ProviderBatchId { get; init; }

    /// <summary>Of a refund: the provider's id of the capture that it is of.</summary>
    public string? CaptureId { get; init; }

    /// <summary>Names the event in tables and queues. The provider's own id may be longer than a queue takes, and have letters that a table
    /// does not.</summary>
    [JsonIgnore]
    public string Key => Ids.Derived("evt", EventId);

    /// <summary>Whether it tells of money that went back to the buyer.</summary>
    [JsonIgnore]
    public bool IsOfRefund => EventType is Reversed or "PAYMENT.CAPTURE.REFUNDED" or "PAYMENT.REFUND.PENDING" or "PAYMENT.REFUND.FAILED";

    /// <summary>Whether PayPal has taken money back by itself, such as for the buyer's bank.</summary>
    [JsonIgnore]
    public bool IsOfReversal => EventType == Reversed;

    /// <summary>Of a payment that has gone through: the provider's id of the capture. It is looked at where the event comes in, and not
    /// sent on.</summary>
    [JsonIgnore]
    public string? CapturedId { get; init; }

    /// <summary>Of a reversal: the provider's id of it.</summary>
    public string? RefundId { get; init; }

    /// <summary>Our order that it is about; known once it has been looked for.</summary>
    public string? OrderId { get; init; }

    /// <summary>Of a dispute: its id.</summary>
    public string? CaseId { get; init; }

    /// <summary>Of a seller's own account at PayPal: its id.</summary>
    public string? MerchantId { get; init; }

    /// <summary>Of a seller who came through PayPal's page: our id of them.</summary>
    public string? SellerId { get; init; }

    /// <summary>Reads an event's envelope; null when it is not one.</summary>
    public static PayPalEvent? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (Text(root, "id") is not { Length: > 0 and <= 255 } id || Text(root, "event_type") is not { } type
                || !root.TryGetProperty("resource", out var resource) || resource.ValueKind != JsonValueKind.Object)
                return null;

            if (IsOfSeller(type))
                return new PayPalEvent(id, type) { MerchantId = Plain(resource, "merchant_id"), SellerId = Plain(resource, "tracking_id") };
            return new PayPalEvent(id, type)
            {
                CustomId = CustomIdOf(resource),
                BatchId = BatchIdOf(resource),
                ProviderBatchId =
                    Plain(resource, "payout_batch_id")
                    ?? (Object(resource, "batch_header") is { } header ? Plain(header, "payout_batch_id") : null),
                CaptureId = CaptureIdOf(resource),
                CapturedId = type == Captured ? Plain(resource, "id") : null,
                CaseId = CaseIdOf(type, resource),
                RefundId = type == Reversed ? Plain(resource, "id") : null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter for half a surrogate pair, which is JSON and no text.
            return null;
        }
    }

    private static string? CustomIdOf(JsonElement resource)
    {
        if (Text(resource, "custom_id") is { } own)
            return own;
        return
            resource.TryGetProperty("purchase_units", out var units) && units.ValueKind == JsonValueKind.Array && units.GetArrayLength() > 0
            ? Text(units[0], "custom_id")
            : null;
    }

    private static string? BatchIdOf(JsonElement resource)
    {
        if (Text(resource, "sender_batch_id") is { } own)
            return own;
        return Object(resource, "batch_header") is { } header && Object(header, "sender_batch_header") is { } sender
            ? Text(sender, "sender_batch_id")
            : null;
    }

    // PayPal names a refund's capture by a link only.
    private static string? CaptureIdOf(JsonElement resource)
    {
        if (!resource.TryGetProperty("links", out var links) || links.ValueKind != JsonValueKind.Array)
            return null;
        return links
            .EnumerateArray()
            .Where(link =>
                Text(link, "rel") == "up"
                && Text(link, "href") is { } href
                && href.Contains("/payments/captures/", StringComparison.Ordinal))
            .Select(link => Text(link, "href")!.Split('/')[^1])
            .FirstOrDefault(id => id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
    }

    private static string? CaseIdOf(string type, JsonElement resource) =>
        type.StartsWith("CUSTOMER.DISPUTE.", StringComparison.Ordinal) ? Plain(resource, "dispute_id") : null;

    private static bool IsOfSeller(string type) =>
        type.StartsWith("MERCHANT.", StringComparison.Ordinal) || type.StartsWith("CUSTOMER.ACCOUNT-LIMITATION.", StringComparison.Ordinal);

    /// <summary>An id of letters, digits and hyphens.</summary>
    private static string? Plain(JsonElement resource, string name) =>
        Text(resource, name) is { Length: > 0 and <= 64 } id && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? id : null;

    private static JsonElement? Object(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
