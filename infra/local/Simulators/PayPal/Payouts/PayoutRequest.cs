using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatPay.Local.Simulators.PayPal.Payouts;

/// <summary>A parsed item of a request.</summary>
internal sealed record RequestedPayout(
    string RecipientType,
    string Receiver,
    string Currency,
    long Amount,
    string? SenderItemId,
    string? Note);

/// <summary>Parses and validates a batch; one invalid item fails the whole batch.</summary>
internal sealed partial class PayoutRequest
{
    // The API's limit; senders may use smaller batches.
    private const int MaxItems = 15000;
    private readonly List<RefusalDetail> _issues = [];

    private PayoutRequest(JsonObject body)
    {
        var header = body["sender_batch_header"] as JsonObject ?? [];
        SenderBatchId = Text(header, "sender_batch_header.sender_batch_id", "sender_batch_id", 256, required: true) ?? "";
        RecipientType = Text(header, "sender_batch_header.recipient_type", "recipient_type", 13, required: false);
        EmailSubject = Text(header, "sender_batch_header.email_subject", "email_subject", 255, required: false);
        EmailMessage = Text(header, "sender_batch_header.email_message", "email_message", 1000, required: false);
        if (body["items"] is not JsonArray { Count: > 0 and <= MaxItems } items)
        {
            Issue("items", "A batch has between 1 and 15000 items");
            Items = [];
            return;
        }

        Items = [.. items.Select(Item)];
        if (Items.Select(i => i.Currency).Distinct().Count() > 1)
            Issue("items", "All items of a batch have the same currency");
    }

    public string SenderBatchId { get; }

    public string? RecipientType { get; }

    public string? EmailSubject { get; }

    public string? EmailMessage { get; }

    public IReadOnlyList<RequestedPayout> Items { get; }

    /// <exception cref="PayPalRefusal">The batch is not valid; the error lists every issue.</exception>
    public static PayoutRequest Read(JsonObject body)
    {
        var request = new PayoutRequest(body);
        return request._issues.Count == 0
            ? request
            : throw PayPalRefusal.V1(400, "VALIDATION_ERROR", "Invalid request - see details", [.. request._issues]);
    }

    private RequestedPayout Item(JsonNode? node, int index)
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"items[{index}]");
        var item = node as JsonObject ?? [];
        var amount = item["amount"] as JsonObject ?? [];
        var currency = Text(amount, $"{at}.amount.currency", "currency", 3, required: true) ?? "";
        var value = Text(amount, $"{at}.amount.value", "value", 32, required: true);
        if (currency.Length > 0 && !PayPalMoney.IsSupported(currency))
            Issue($"{at}.amount.currency", "Currency is not supported");
        if (value is not null && PayPalMoney.Parse(value) is not > 0)
            Issue($"{at}.amount.value", "Amount must be positive and have at most two decimals");

        var type = Text(item, $"{at}.recipient_type", "recipient_type", 13, required: false) ?? RecipientType ?? "";
        var receiver = Text(item, $"{at}.receiver", "receiver", 127, required: true) ?? "";
        if (receiver.Length > 0 && !Fits(type, receiver))
            Issue($"{at}.receiver", $"Receiver is invalid or does not match with type {type}".TrimEnd());
        return new RequestedPayout(
            type,
            receiver,
            currency,
            PayPalMoney.Parse(value) ?? 0,
            Text(item, $"{at}.sender_item_id", "sender_item_id", 63, required: false),
            Text(item, $"{at}.note", "note", 4000, required: false));
    }

    private static bool Fits(string type, string receiver) => type switch
    {
        "EMAIL" => Email().IsMatch(receiver),
        "PAYPAL_ID" => AccountId().IsMatch(receiver),
        "PHONE" => receiver.Any(char.IsAsciiDigit),
        _ => false,
    };

    private string? Text(JsonObject parent, string field, string name, int longest, bool required)
    {
        var text = parent[name] is JsonValue value && value.TryGetValue<string>(out var found) ? found : null;
        if (string.IsNullOrEmpty(text))
        {
            if (required || (parent[name] is not null && text is null))
                Issue(field, "Required field is missing or not a text");
            return null;
        }

        if (text.Length > longest)
            Issue(field, string.Create(CultureInfo.InvariantCulture, $"Value is longer than {longest} characters"));
        return text;
    }

    private void Issue(string field, string issue) => _issues.Add(new RefusalDetail(issue, field, Location: "body"));

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex("^[2-9A-HJ-NP-Z]{13}$", RegexOptions.CultureInvariant)]
    private static partial Regex AccountId();
}
