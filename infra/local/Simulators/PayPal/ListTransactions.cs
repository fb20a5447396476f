using System.Globalization;
using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary><c>GET /v1/reporting/transactions</c>: every movement of the available balance, oldest first.</summary>
internal static class ListTransactions
{
    // Like the real reports, leaves out younger transactions.
    private static readonly TimeSpan Delay = TimeSpan.FromHours(3);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    public static ApiAnswer Run(PayPalTransaction transaction, ApiCall call)
    {
        var (from, to) = (Time(call, "start_date"), Time(call, "end_date"));
        if (to < from || to - from > Longest)
            throw PayPalRefusal.V1(400, "INVALID_REQUEST", "Date range is greater than 31 days.", new RefusalDetail("INVALID_REQUEST"));
        var (page, size) = (Number(call, "page", 1), Number(call, "page_size", 100));

        var id = call.Http.Request.Query["transaction_id"].ToString();

        var all = transaction.Connection.All<AccountMovement>()
            .Where(m => m.At >= from && m.At < to.AddSeconds(1) && m.At <= transaction.Now - Delay)
            .Where(m => id.Length == 0 || m.Id == id)
            .OrderBy(m => m.At)
            .ThenBy(m => m.Id, StringComparer.Ordinal)
            .ToList();
        return new ApiAnswer(
            200,
            new JsonObject
            {
                ["transaction_details"] = new JsonArray([
                    .. all.Skip((page - 1) * size).Take(size).Select(t => new JsonObject { ["transaction_info"] = Of(t) }),
                ]),
                ["account_number"] = transaction.Options.MerchantId,
                ["last_refreshed_datetime"] = Written(transaction.Now - Delay),
                ["page"] = page,
                ["total_items"] = all.Count,
                ["total_pages"] = Math.Max(1, (all.Count + size - 1) / size),
            });
    }

    private static JsonObject Of(AccountMovement movement)
    {
        var info = new JsonObject
        {
            ["transaction_id"] = movement.Id,
            ["transaction_event_code"] = movement.Code,
            ["transaction_initiation_date"] = Written(movement.At),
            ["transaction_amount"] = PayPalMoney.Json(movement.Currency, movement.Amount),
            ["transaction_status"] = "S",
        };
        if (movement.Fee != 0)
            info["fee_amount"] = PayPalMoney.Json(movement.Currency, movement.Fee);
        if (movement.InvoiceId is { } invoice)
            info["invoice_id"] = invoice;
        if (movement.CustomField is { } custom)
            info["custom_field"] = custom;
        if (movement.ReferenceId is { } reference)
            (info["paypal_reference_id"], info["paypal_reference_id_type"]) = (reference, "TXN");
        return info;
    }

    // Only this API writes the offset without a colon.
    private static string Written(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(ApiCall call, string name) =>
        DateTimeOffset.TryParse(call.Http.Request.Query[name], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw PayPalRefusal.V1(400, "INVALID_REQUEST", $"{name} is missing or no time.", new RefusalDetail("INVALID_REQUEST"));

    private static int Number(ApiCall call, string name, int otherwise) =>
        int.TryParse(call.Http.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is > 0 and <= 500
            ? number
            : otherwise;
}
