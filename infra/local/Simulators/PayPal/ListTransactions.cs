using System.Globalization;
using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary><c>GET /v1/reporting/transactions</c>: payments and refunds that have gone through, oldest first.</summary>
internal static class ListTransactions
{
    // As the real reports do: what is younger is not shown yet.
    private static readonly TimeSpan Delay = TimeSpan.FromHours(3);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    public static PayPalAnswer Run(PayPalTransaction transaction, PayPalCall call)
    {
        var (from, to) = (Time(call, "start_date"), Time(call, "end_date"));
        if (to < from || to - from > Longest)
            throw PayPalRefusal.V1(400, "INVALID_REQUEST", "Date range is greater than 31 days.", new PayPalIssue("INVALID_REQUEST"));
        var (page, size) = (Number(call, "page", 1), Number(call, "page_size", 100));

        var all = transaction.Connection.All<SimulatedCapture>().Where(c => c.Status is not ("PENDING" or "DECLINED")).Select(c => (c.Created, Json: Of(c)))
            .Concat(transaction.Connection.All<SimulatedRefund>().Where(r => r.Status == "COMPLETED").Select(r => (Created: r.Updated, Json: Of(r))))
            .Where(t => t.Created >= from && t.Created <= to && t.Created <= transaction.Now - Delay)
            .OrderBy(t => t.Created).ToList();
        return new PayPalAnswer(200, new JsonObject
        {
            ["transaction_details"] = new JsonArray([.. all.Skip((page - 1) * size).Take(size).Select(t => new JsonObject { ["transaction_info"] = t.Json })]),
            ["account_number"] = transaction.Options.MerchantId,
            ["page"] = page,
            ["total_items"] = all.Count,
            ["total_pages"] = Math.Max(1, (all.Count + size - 1) / size),
        });
    }

    private static JsonObject Of(SimulatedCapture capture)
    {
        var info = Info(capture.Id, "T0006", capture.Currency, capture.Gross, capture.Created, capture.InvoiceId, capture.CustomId);
        info["fee_amount"] = Money.Json(capture.Currency, -capture.Fee);
        return info;
    }

    private static JsonObject Of(SimulatedRefund refund) =>
        Info(refund.Id, "T1107", refund.Currency, -refund.Amount, refund.Updated, refund.InvoiceId, refund.CustomId);

    private static JsonObject Info(string id, string code, string currency, long cents, DateTimeOffset at, string? invoice, string? custom)
    {
        var info = new JsonObject
        {
            ["transaction_id"] = id,
            ["transaction_event_code"] = code,
            // This API alone writes the offset without a colon.
            ["transaction_initiation_date"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture),
            ["transaction_amount"] = Money.Json(currency, cents),
            ["transaction_status"] = "S",
        };
        if (invoice is not null)
            info["invoice_id"] = invoice;
        if (custom is not null)
            info["custom_field"] = custom;
        return info;
    }

    private static DateTimeOffset Time(PayPalCall call, string name) =>
        DateTimeOffset.TryParse(call.Http.Request.Query[name], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw PayPalRefusal.V1(400, "INVALID_REQUEST", $"{name} is missing or no time.", new PayPalIssue("INVALID_REQUEST"));

    private static int Number(PayPalCall call, string name, int otherwise) =>
        int.TryParse(call.Http.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 500 ? number : otherwise;
}
