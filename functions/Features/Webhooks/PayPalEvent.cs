using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Webhooks;

/// <summary>What is kept of a PayPal webhook: only ids and the type. The resource is read from the provider, so that order,
/// duplicates and outdated bodies do not matter.</summary>
/// <param name="EventId">The provider's event id.</param>
/// <param name="EventType">Such as <c>PAYMENT.CAPTURE.COMPLETED</c>.</param>
public sealed record PayPalEvent(string EventId, string EventType)
{
    private const string Captured = "PAYMENT.CAPTURE.COMPLETED";
    private const string Reversed = "PAYMENT.CAPTURE.REVERSED";

    /// <summary>For a checkout or a refund: the derived key that we gave it.</summary>
    public string? CustomId { get; init; }

    /// <summary>For a payout or its batch: our batch id.</summary>
    public string? BatchId { get; init; }

    /// <summary>For a payout or its batch: the provider's batch id. The only way to a batch whose own response was lost.</summary>
    public string? ProviderBatchId { get; init; }

    /// <summary>For a refund: the provider's id of the capture.</summary>
    public string? CaptureId { get; init; }

    /// <summary>The event's key in tables and queues. The provider's own id may be longer than a queue allows, and have characters
    /// that a table does not allow.</summary>
    [JsonIgnore]
    public string Key => Ids.Derived("evt", EventId);

    /// <summary>Whether it reports money returned to the buyer.</summary>
    [JsonIgnore]
    public bool IsOfRefund => IsRefund(EventType);

    /// <summary>Whether PayPal has taken money back by itself, such as for the buyer's bank.</summary>
    [JsonIgnore]
    public bool IsOfReversal => EventType == Reversed;

    /// <summary>For a completed payment: the provider's capture id. It is used where the event arrives, and not passed
    /// on.</summary>
    [JsonIgnore]
    public string? CapturedId { get; init; }

    /// <summary>For a refund or a reversal: the provider's id of it.</summary>
    public string? RefundId { get; init; }

    /// <summary>Our order; known once it has been looked up.</summary>
    public string? OrderId { get; init; }

    /// <summary>For a dispute: its id.</summary>
    public string? CaseId { get; init; }

    /// <summary>For a seller's own account at PayPal: its id.</summary>
    public string? MerchantId { get; init; }

    /// <summary>For a seller who was onboarded on PayPal's page: our id of them.</summary>
    public string? SellerId { get; init; }

    /// <summary>For a dispute: when PayPal made the event, UTC; null when it does not say so.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Parses an event's envelope; null when it is not one.</summary>
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
            var caseId = CaseIdOf(type, resource);
            return new PayPalEvent(id, type)
            {
                CustomId = CustomIdOf(resource),
                BatchId = BatchIdOf(resource),
                ProviderBatchId =
                    Plain(resource, "payout_batch_id")
                    ?? (Object(resource, "batch_header") is { } header ? Plain(header, "payout_batch_id") : null),
                CaptureId = CaptureIdOf(resource),
                CapturedId = type == Captured ? Plain(resource, "id") : null,
                CaseId = caseId,
                At = caseId is null ? null : TimeOf(root),
                RefundId = IsRefund(type) ? Plain(resource, "id") : null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter for a lone surrogate, which is valid JSON and not valid text.
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

    // PayPal reports a refund's capture only as a link.
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

    private static DateTimeOffset? TimeOf(JsonElement root) =>
        DateTimeOffset.TryParse(
            Text(root, "create_time"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at)
            ? at
            : null;

    private static bool IsRefund(string type) =>
        type is Reversed or "PAYMENT.CAPTURE.REFUNDED" or "PAYMENT.REFUND.PENDING" or "PAYMENT.REFUND.FAILED";

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
