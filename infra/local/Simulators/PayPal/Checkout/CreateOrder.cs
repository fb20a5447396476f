using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Checkout;

/// <summary><c>POST /v2/checkout/orders</c>.</summary>
internal static class CreateOrder
{
    public static ApiAnswer Run(PayPalTransaction transaction, ApiCall call)
    {
        var body = call.Body();
        if (body["payment_source"] is not null && call.RequestId is null)
            throw PayPalRefusal.Invalid("PAYPAL_REQUEST_ID_REQUIRED", "PayPal-Request-Id", location: null);
        if (transaction.Replay(call, Idempotency.Orders) is { } made)
            return new ApiAnswer(200, OrderBody.Wanted(transaction, call, FindOrder.Live(transaction, made)));

        var order = Read(transaction, body);
        transaction.Connection.Save(order.Id, order);
        transaction.Remember(call, order.Id);

        // The reference says 201; with a payment source PayPal answers 200. Clients must accept both.
        return new ApiAnswer(order.NamesPayPal ? 200 : 201, OrderBody.Wanted(transaction, call, order));
    }

    private static SimulatedOrder Read(PayPalTransaction transaction, JsonObject body)
    {
        var intent = Field.Text(body, "intent", "", 36, required: true);
        if (intent != "CAPTURE")
            throw intent == "AUTHORIZE"
                ? PayPalRefusal.Unprocessable("UNSUPPORTED_INTENT", "/intent", intent)
                : PayPalRefusal.Invalid("INVALID_PARAMETER_VALUE", "/intent", intent);
        if (body["purchase_units"] is not JsonArray units)
            throw PayPalRefusal.Invalid("MISSING_REQUIRED_PARAMETER", "/purchase_units");
        if (units.Count != 1)
            throw PayPalRefusal.Invalid(units.Count == 0 ? "INVALID_ARRAY_MIN_ITEMS" : "INVALID_ARRAY_MAX_ITEMS", "/purchase_units");

        const string At = "/payment_source/paypal/experience_context";
        var source = body["payment_source"];
        var paypal = source is null ? null : Field.Object(Field.Object(source, "/payment_source")["paypal"], "/payment_source/paypal");
        var context = paypal?["experience_context"] is { } given ? Field.Object(given, At) : [];
        var preference = Field.Text(context, "shipping_preference", At, 24) ?? "GET_FROM_FILE";
        if (preference is not ("GET_FROM_FILE" or "NO_SHIPPING" or "SET_PROVIDED_ADDRESS"))
            throw PayPalRefusal.Invalid("INVALID_PARAMETER_VALUE", At + "/shipping_preference", preference);

        return new SimulatedOrder
        {
            Id = transaction.NewId(),
            Status = paypal is null ? "CREATED" : "PAYER_ACTION_REQUIRED",
            Created = transaction.Now,
            Updated = transaction.Now,
            Unit = PurchaseUnit.Read(units[0], "/purchase_units/0", transaction.Options.MerchantId),
            NamesPayPal = paypal is not null,
            ReturnUrl = Address(context, "return_url"),
            CancelUrl = Address(context, "cancel_url"),
            ShippingPreference = preference,
        };

        static string? Address(JsonObject context, string name) =>
            Field.Text(context, name, At, 4000) is not { } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? text
            : throw PayPalRefusal.Invalid("INVALID_PARAMETER_SYNTAX", $"{At}/{name}", text);
    }
}
