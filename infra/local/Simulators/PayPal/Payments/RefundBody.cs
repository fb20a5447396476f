using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Payments;

/// <summary>Writes a refund as the API returns it (schema <c>refund</c>).</summary>
internal static class RefundBody
{
    /// <summary><c>GET /v2/payments/refunds/{id}</c>.</summary>
    public static ApiAnswer Show(PayPalTransaction transaction, ApiCall call) =>
        new(200, Full(transaction, Find(transaction, call.Ids[0])));

    /// <exception cref="PayPalRefusal">There is no such refund.</exception>
    public static SimulatedRefund Find(PayPalTransaction transaction, string id) =>
        transaction.Connection.Find<SimulatedRefund>(id) ?? throw PayPalRefusal.NotFound("refund_id", id);

    public static JsonObject Wanted(PayPalTransaction transaction, ApiCall call, SimulatedRefund refund) => call.Representation
        ? Full(transaction, refund)
        : new JsonObject { ["id"] = refund.Id, ["status"] = refund.Status, ["links"] = Links(transaction, refund) };

    public static JsonObject Full(PayPalTransaction transaction, SimulatedRefund refund)
    {
        var body = new JsonObject { ["id"] = refund.Id, ["status"] = refund.Status };
        if (refund.Status == "PENDING")
            body["status_details"] = new JsonObject { ["reason"] = "ECHECK" };
        body["amount"] = PayPalMoney.Json(refund.Currency, refund.Amount);
        if (refund.InvoiceId is { } invoice)
            body["invoice_id"] = invoice;
        if (refund.CustomId is { } custom)
            body["custom_id"] = custom;
        if (refund.NoteToPayer is { } note)
            body["note_to_payer"] = note;

        // PayPal keeps its fee: the seller pays what the buyer gets.
        body["seller_payable_breakdown"] = new JsonObject
        {
            ["gross_amount"] = PayPalMoney.Json(refund.Currency, refund.Amount),
            ["paypal_fee"] = PayPalMoney.Json(refund.Currency, 0),
            ["net_amount"] = PayPalMoney.Json(refund.Currency, refund.Amount),
            ["total_refunded_amount"] = PayPalMoney.Json(refund.Currency, refund.TotalRefunded),
        };
        body["links"] = Links(transaction, refund);
        body["create_time"] = PayPalTransaction.Time(refund.Created);
        body["update_time"] = PayPalTransaction.Time(refund.Updated);
        return body;
    }

    private static JsonArray Links(PayPalTransaction transaction, SimulatedRefund refund) => new(
        transaction.Link($"v2/payments/refunds/{refund.Id}", "self"),
        transaction.Link($"v2/payments/captures/{refund.CaptureId}", "up"));
}
