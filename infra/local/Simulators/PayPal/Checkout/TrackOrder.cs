using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Checkout;

/// <summary><c>POST /v2/checkout/orders/{id}/track</c> and <c>PATCH …/trackers/{id}</c>.</summary>
internal static class TrackOrder
{
    public static ApiAnswer Add(PayPalTransaction transaction, ApiCall call)
    {
        var order = FindOrder.Live(transaction, call.Ids[0]);
        var body = call.Body();
        var captureId = Field.Text(body, "capture_id", "", 50, required: true)!;
        if (order.CaptureId != captureId)
            throw PayPalRefusal.Unprocessable("CAPTURE_ID_NOT_FOUND", "/capture_id", captureId);
        if (CaptureBody.Find(transaction, captureId).Status is not ("COMPLETED" or "PARTIALLY_REFUNDED"))
            throw PayPalRefusal.Unprocessable("CAPTURE_STATUS_NOT_VALID", "/capture_id", captureId);

        var number = Field.Text(body, "tracking_number", "", 64);
        var carrier = Field.Text(body, "carrier", "", 64, required: number is not null);
        if (carrier == "OTHER")
            Field.Text(body, "carrier_name_other", "", 64, required: true);

        var id = number is null ? captureId : $"{captureId}-{number}";
        if (order.Trackers.Any(t => t.Id == id && t.Status != "CANCELLED"))
            return new ApiAnswer(200, OrderBody.Full(transaction, order));

        order = order with
        {
            Trackers =
            [
                .. order.Trackers.Where(t => t.Id != id),
                new SimulatedTracker(
                    id,
                    "SHIPPED",
                    carrier,
                    number,
                    transaction.Now,
                    transaction.Now,
                    (bool?)body["notify_payer"] ?? false),
            ],
            Updated = transaction.Now,
        };
        transaction.Connection.Save(order.Id, order);
        return new ApiAnswer(201, OrderBody.Full(transaction, order));
    }

    /// <summary>The only supported change: <c>replace /status CANCELLED</c>.</summary>
    public static ApiAnswer Update(PayPalTransaction transaction, ApiCall call)
    {
        var order = FindOrder.Live(transaction, call.Ids[0]);
        if (order.Trackers.FirstOrDefault(t => t.Id == call.Ids[1]) is not { } tracker)
            throw PayPalRefusal.NotFound("tracker_id", call.Ids[1]);
        if (call.Patch() is not [JsonObject patch]
            || Field.Text(patch, "op", "/0", 8) != "replace"
            || Field.Text(patch, "path", "/0", 200) != "/status"
            || Field.Text(patch, "value", "/0", 64) != "CANCELLED")
            throw PayPalRefusal.Invalid("INVALID_PARAMETER_VALUE", "/0");

        transaction.Connection.Save(order.Id, order with
        {
            Trackers = [.. order.Trackers.Select(t => t == tracker ? t with { Status = "CANCELLED", Updated = transaction.Now } : t)],
            Updated = transaction.Now,
        });
        return new ApiAnswer(204, null);
    }
}
