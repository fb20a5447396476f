using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Payments;

/// <summary>Writes a capture as the API returns it (schemas <c>capture</c>, <c>capture-2</c>).</summary>
internal static class CaptureBody
{
    /// <summary><c>GET /v2/payments/captures/{id}</c>.</summary>
    public static ApiAnswer Show(PayPalTransaction transaction, ApiCall call) =>
        new(200, Full(transaction, Find(transaction, call.Ids[0])));

    /// <exception cref="PayPalRefusal">There is no such capture.</exception>
    public static SimulatedCapture Find(PayPalTransaction transaction, string id) =>
        transaction.Connection.Find<SimulatedCapture>(id) ?? throw PayPalRefusal.NotFound("capture_id", id);

    public static JsonObject Full(PayPalTransaction transaction, SimulatedCapture capture)
    {
        var body = InOrder(transaction, capture);
        body["supplementary_data"] = new JsonObject { ["related_ids"] = new JsonObject { ["order_id"] = capture.OrderId } };
        if (capture.MerchantId is { } merchant)
            body["payee"] = new JsonObject { ["email_address"] = "merchant@example.com", ["merchant_id"] = merchant };
        return body;
    }

    /// <summary>Writes the capture as a part of its order.</summary>
    public static JsonObject InOrder(PayPalTransaction transaction, SimulatedCapture capture)
    {
        var body = new JsonObject { ["id"] = capture.Id, ["status"] = capture.Status };
        if (capture is { Status: "PENDING", Reason: { } reason })
            body["status_details"] = new JsonObject { ["reason"] = reason };
        body["amount"] = PayPalMoney.Json(capture.Currency, capture.Gross);
        body["final_capture"] = true;
        body["seller_protection"] = new JsonObject
        {
            ["status"] = "ELIGIBLE",
            ["dispute_categories"] = new JsonArray("ITEM_NOT_RECEIVED", "UNAUTHORIZED_TRANSACTION"),
        };
        if (capture.Status is not ("PENDING" or "DECLINED"))
            body["seller_receivable_breakdown"] = Breakdown(capture);
        if (capture.InvoiceId is { } invoice)
            body["invoice_id"] = invoice;
        if (capture.CustomId is { } custom)
            body["custom_id"] = custom;
        body["links"] = new JsonArray(
            transaction.Link($"v2/payments/captures/{capture.Id}", "self"),
            transaction.Link($"v2/payments/captures/{capture.Id}/refund", "refund", "POST"),
            transaction.Link($"v2/checkout/orders/{capture.OrderId}", "up"));
        body["create_time"] = PayPalTransaction.Time(capture.Created);
        body["update_time"] = PayPalTransaction.Time(capture.Updated);
        return body;
    }

    private static JsonObject Breakdown(SimulatedCapture capture) => new()
    {
        ["gross_amount"] = PayPalMoney.Json(capture.Currency, capture.Gross),
        ["paypal_fee"] = PayPalMoney.Json(capture.Currency, capture.Fee),
        ["net_amount"] = PayPalMoney.Json(capture.Currency, capture.Gross - capture.Fee),
    };
}
