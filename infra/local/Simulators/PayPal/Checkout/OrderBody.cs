using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Checkout;

/// <summary>Writes an order as the API returns it (schema <c>order</c>).</summary>
internal static class OrderBody
{
    public static JsonObject Full(PayPalTransaction transaction, SimulatedOrder order)
    {
        var body = new JsonObject { ["id"] = order.Id, ["intent"] = "CAPTURE", ["status"] = order.Status };
        AddSource(body, order);
        body["purchase_units"] = new JsonArray(Unit(transaction, order, order.Unit.DeepClone().AsObject()));
        AddPayer(body, order);
        body["create_time"] = PayPalTransaction.Time(order.Created);
        body["update_time"] = PayPalTransaction.Time(order.Updated);
        body["links"] = Links(transaction, order);
        return body;
    }

    /// <summary>The response without <c>Prefer: return=representation</c>.</summary>
    public static JsonObject Minimal(PayPalTransaction transaction, SimulatedOrder order)
    {
        var body = new JsonObject { ["id"] = order.Id, ["status"] = order.Status };
        AddSource(body, order);
        if (order.Status == "COMPLETED")
        {
            body["purchase_units"] = new JsonArray(
                Unit(transaction, order, new JsonObject { ["reference_id"] = order.Unit["reference_id"]!.DeepClone() }));
            AddPayer(body, order);
        }

        body["links"] = Links(transaction, order);
        return body;
    }

    public static JsonObject Wanted(PayPalTransaction transaction, ApiCall call, SimulatedOrder order) =>
        call.Representation ? Full(transaction, order) : Minimal(transaction, order);

    public static JsonArray Links(PayPalTransaction transaction, SimulatedOrder order)
    {
        var links = new JsonArray(transaction.Link($"v2/checkout/orders/{order.Id}", "self"));
        if (order.Status == "COMPLETED")
            return links;

        links.Add(transaction.Link($"checkoutnow?token={order.Id}", order.NamesPayPal ? "payer-action" : "approve"));
        if (order.Status == "APPROVED")
            links.Add(transaction.Link($"v2/checkout/orders/{order.Id}/capture", "capture", "POST"));
        return links;
    }

    private static JsonObject Unit(PayPalTransaction transaction, SimulatedOrder order, JsonObject unit)
    {
        if (Shipping(transaction, order) is { } shipping)
            unit["shipping"] = shipping;
        if (order.CaptureId is not { } captureId)
            return unit;

        var capture = transaction.Connection.Find<SimulatedCapture>(captureId)!;
        var payments = new JsonObject { ["captures"] = new JsonArray(CaptureBody.InOrder(transaction, capture)) };
        var refunds = transaction.Connection.Under<SimulatedRefund>(captureId);
        if (refunds.Count > 0)
            payments["refunds"] = new JsonArray([.. refunds.Select(r => RefundBody.Full(transaction, r))]);
        unit["payments"] = payments;
        return unit;
    }

    private static JsonObject? Shipping(PayPalTransaction transaction, SimulatedOrder order)
    {
        var shipping = order.Unit["shipping"]?.DeepClone().AsObject();
        if (order.ShippingPreference == "NO_SHIPPING")
            return null;
        if (order.ShippingPreference == "GET_FROM_FILE" && order.Buyer is { } buyer)
            shipping = buyer.Shipping();
        if (order.Trackers.Count > 0)
        {
            shipping ??= [];
            shipping["trackers"] = new JsonArray([.. order.Trackers.Select(t => Tracker(transaction, order, t))]);
        }

        return shipping;
    }

    private static JsonObject Tracker(PayPalTransaction transaction, SimulatedOrder order, SimulatedTracker tracker) => new()
    {
        ["id"] = tracker.Id,
        ["status"] = tracker.Status,
        ["links"] = new JsonArray(
            transaction.Link($"v2/checkout/orders/{order.Id}", "up"),
            transaction.Link($"v2/checkout/orders/{order.Id}/trackers/{tracker.Id}", "update", "PATCH")),
        ["create_time"] = PayPalTransaction.Time(tracker.Created),
        ["update_time"] = PayPalTransaction.Time(tracker.Updated),
    };

    private static void AddSource(JsonObject body, SimulatedOrder order)
    {
        if (order.Buyer is { } buyer)
        {
            body["payment_source"] = new JsonObject
            {
                ["paypal"] = new JsonObject
                {
                    ["email_address"] = buyer.Email,
                    ["account_id"] = buyer.PayerId,
                    ["account_status"] = "VERIFIED",
                    ["name"] = buyer.Name(),
                    ["address"] = new JsonObject { ["country_code"] = buyer.CountryCode },
                },
            };
        }
        else if (order.NamesPayPal)
        {
            body["payment_source"] = new JsonObject { ["paypal"] = new JsonObject() };
        }
    }

    private static void AddPayer(JsonObject body, SimulatedOrder order)
    {
        if (order.Buyer is { } buyer)
        {
            body["payer"] = new JsonObject
            {
                ["name"] = buyer.Name(),
                ["email_address"] = buyer.Email,
                ["payer_id"] = buyer.PayerId,
                ["address"] = new JsonObject { ["country_code"] = buyer.CountryCode },
            };
        }
    }
}
