using System.Globalization;
using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Payouts;

/// <summary><c>GET /v1/payments/payouts/{batch}</c> and <c>GET /v1/payments/payouts-item/{id}</c>.</summary>
internal static class FindPayout
{
    private const int LargestPage = 1000;

    public static ApiAnswer Batch(PayPalTransaction transaction, ApiCall call)
    {
        var batch = transaction.Connection.Find<SimulatedPayoutBatch>(call.Ids[0]) ?? throw NotFound();
        var items = transaction.Connection.Under<SimulatedPayoutItem>(batch.Id);
        var page = Number(call, "page", 1);
        var size = Math.Min(Number(call, "page_size", LargestPage), LargestPage);
        var pages = (items.Count + size - 1) / size;

        var body = new JsonObject();
        if (call.Http.Request.Query["total_required"] == "true")
        {
            body["total_items"] = items.Count;
            body["total_pages"] = pages;
        }

        body["batch_header"] = PayoutBody.Header(batch);
        body["items"] = new JsonArray([.. items.Skip((page - 1) * size).Take(size).Select(i => PayoutBody.Item(transaction, i))]);
        var links = new JsonArray(Page(page, "self"));
        if (page < pages)
            links.Add(Page(page + 1, "next"));
        if (page > 1)
            links.Add(Page(page - 1, "prev"));
        body["links"] = links;
        return new ApiAnswer(200, body);

        JsonObject Page(int number, string rel) =>
            transaction.Link(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"v1/payments/payouts/{batch.Id}?page={number}&page_size={size}&total_required=true"),
                rel);
    }

    public static ApiAnswer Item(PayPalTransaction transaction, ApiCall call) =>
        new(200, PayoutBody.Item(transaction, Find(transaction, call.Ids[0])));

    /// <exception cref="PayPalRefusal">There is no such item.</exception>
    public static SimulatedPayoutItem Find(PayPalTransaction transaction, string id) =>
        transaction.Connection.Find<SimulatedPayoutItem>(id) ?? throw NotFound();

    private static PayPalRefusal NotFound() => PayPalRefusal.V1(404, "INVALID_RESOURCE_ID", "Requested resource ID was not found.");

    private static int Number(ApiCall call, string name, int otherwise)
    {
        var text = call.Http.Request.Query[name].ToString();
        if (text.Length == 0)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= LargestPage
            ? number
            : throw PayPalRefusal.V1(
                400,
                "VALIDATION_ERROR",
                "Invalid request - see details",
                new RefusalDetail("Value is out of range", name, text, "query"));
    }
}
