using System.Net;
using System.Text.Json;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Tests.Payments;

public sealed class PayPalClientTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly PayPalCheckout Checkout = new(
        "order-1", "order-1-checkout-1", "Two mugs", [new("Mug", 2, new Money(1250, "USD")), new("Card", 1, new Money(0, "USD"))],
        IsShipped: true, new Uri("https://shop.example/back"), new Uri("https://shop.example/off"));

    [Fact]
    public async Task CreateOrder_OfTwoLines_SaysWhatPayPalAsksFor()
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.OK, """
            {"id":"5O190127TN364715T","status":"PAYER_ACTION_REQUIRED","links":[
             {"href":"https://api-m.paypal.com/v2/checkout/orders/5O190127TN364715T","rel":"self","method":"GET"},
             {"href":"https://www.paypal.com/checkoutnow?token=5O190127TN364715T","rel":"payer-action","method":"GET"}]}
            """));

        var order = await paypal.Client.CreateOrderAsync(Checkout, "order-1-checkout-1", None);

        Assert.Equal("https://www.paypal.com/checkoutnow?token=5O190127TN364715T", order.ApprovalUrl!.AbsoluteUri);
        var asked = Assert.Single(paypal.Calls);
        Assert.Equal("order-1-checkout-1", asked.Header("PayPal-Request-Id"));
        Assert.Equal("Bearer token-1", asked.Header("Authorization"));
        var body = JsonDocument.Parse(asked.Body).RootElement;
        var unit = body.GetProperty("purchase_units")[0];
        Assert.Equal(
            """{"currency_code":"USD","value":"25.00","breakdown":{"item_total":{"currency_code":"USD","value":"25.00"}}}""",
            unit.GetProperty("amount").GetRawText());
        Assert.Equal(
            """{"name":"Mug","quantity":"2","unit_amount":{"currency_code":"USD","value":"12.50"}}""",
            unit.GetProperty("items")[0].GetRawText());
        Assert.Equal("order-1", unit.GetProperty("invoice_id").GetString());
        var context = body.GetProperty("payment_source").GetProperty("paypal").GetProperty("experience_context");
        Assert.Equal("GET_FROM_FILE", context.GetProperty("shipping_preference").GetString());
        Assert.Equal("https://shop.example/back", context.GetProperty("return_url").GetString());
    }

    [Fact]
    public async Task CaptureOrder_ThatCompletes_TellsFeeNetAndAddress()
    {
        var paypal = new PayPalBench(_ =>
            ScriptedHttp.Json(
                HttpStatusCode.Created,
                """
                {"id":"O1","status":"COMPLETED","payer":{"payer_id":"P1","email_address":"x@example.com"},"purchase_units":[{"reference_id":"order-1",
                 "shipping":{"name":{"full_name":"A B"},"address":{"address_line_1":"1 Main St","admin_area_2":"San Jose","admin_area_1":"CA","postal_code":"95131","country_code":"US"}},
                 "payments":{"captures":[{"id":"C1","status":"COMPLETED","custom_id":"order-1-checkout-1","amount":{"currency_code":"USD","value":"100.00"},
                  "seller_receivable_breakdown":{"gross_amount":{"currency_code":"USD","value":"100.00"},"paypal_fee":{"currency_code":"USD","value":"3.98"},"net_amount":{"currency_code":"USD","value":"96.02"}},
                  "create_time":"2026-03-01T12:00:00Z"}]}}]}
                """));

        var order = await paypal.Client.CaptureOrderAsync("O1", "order-1-capture-1", None);

        var capture = Assert.Single(order.Captures);
        Assert.Equal(new Money(398, "USD"), capture.SellerReceivableBreakdown!.PaypalFee);
        Assert.Equal(new Money(9602, "USD"), capture.SellerReceivableBreakdown.NetAmount);
        Assert.Equal("1 Main St", order.Unit!.Shipping!.Address!.Line1);
        Assert.DoesNotContain("Main", order.ToString(), StringComparison.Ordinal);
        Assert.Equal("return=representation", Assert.Single(paypal.Calls).Header("Prefer"));
    }

    [Fact]
    public async Task Refund_OfAPart_SendsTheAmountAndFindsItsCapture()
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.Created, """
            {"id":"R1","status":"PENDING","amount":{"currency_code":"USD","value":"20"},"status_details":{"reason":"ECHECK"},
             "links":[{"href":"https://api-m.paypal.com/v2/payments/captures/C1","rel":"up","method":"GET"}]}
            """));

        var refund = await paypal.Client.RefundAsync("C1", new PayPalRefundRequest(new Money(2000, "USD")), "order-1-refund-1", None);

        Assert.Equal("""{"amount":{"currency_code":"USD","value":"20.00"}}""", Assert.Single(paypal.Calls).Body);
        Assert.Equal(("C1", new Money(2000, "USD")), (refund.CaptureId, refund.Amount));
    }

    [Fact]
    public async Task Refund_OfAllThatRemains_SendsAnEmptyObject()
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.Created, """{"id":"R1","status":"COMPLETED"}"""));

        await paypal.Client.RefundAsync("C1", new PayPalRefundRequest(), "order-1-refund-1", None);

        Assert.Equal("{}", Assert.Single(paypal.Calls).Body);
    }

    [Fact]
    public async Task Payout_ReadPageByPage_HasAllItemsAndItsOwnMoneyForm()
    {
        var paypal = new PayPalBench(asked =>
            ScriptedHttp.Json(
                HttpStatusCode.OK,
                $$$"""
                {"total_items":2,"total_pages":2,"batch_header":{"payout_batch_id":"B1","batch_status":"SUCCESS","fees":{"currency":"USD","value":"0.25"} },
                 "items":[{"payout_item_id":"I{{{(
                    asked.Path.Contains("page=1&", StringComparison.Ordinal) ? 1 : 2
                )}}}","payout_batch_id":"B1","transaction_status":"UNCLAIMED","payout_item_fee":{"currency":"USD","value":"0.25"},
                   "payout_item":{"receiver":"a@example.com","amount":{"currency":"USD","value":"91.02"},"sender_item_id":"order-1-payout-1"},
                   "errors":{"name":"RECEIVER_UNREGISTERED","message":"m","details":{},"links":{} } }]}
                """));

        var batch = await paypal.Client.GetPayoutAsync("B1", None);

        Assert.Equal(["I1", "I2"], batch.Items.Select(i => i.PayoutItemId));
        Assert.Equal(new Money(9102, "USD"), batch.Items[0].PayoutItem.Amount);
        Assert.Equal(new Money(25, "USD"), batch.Header.Fees);
        Assert.Equal("RECEIVER_UNREGISTERED", batch.Items[0].Errors!.Name);
        Assert.DoesNotContain("example.com", batch.Items[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payout_UnderABatchIdUsedBefore_NamesTheOriginal()
    {
        var paypal = new PayPalBench(_ =>
            ScriptedHttp.Json(
                HttpStatusCode.BadRequest,
                """
                {"name":"USER_BUSINESS_ERROR","message":"User business error.","debug_id":"d1",
                 "details":[{"field":"SENDER_BATCH_ID","issue":"Batch with given sender_batch_id already exists",
                 "link":[{"href":"https://api-m.paypal.com/v1/payments/payouts/CQMWKDQF5GFLL","rel":"self","method":"GET"}]}]}
                """));
        var payout = new PayPalPayoutRequest(
            new PayPalPayoutSender("batch-1", "PAYPAL_ID"), [new PayPalPayoutReceiver("P1", new Money(9102, "USD"), "order-1-payout-1")]);

        var refused = await Assert.ThrowsAsync<PayPalRefusedException>(() => paypal.Client.CreatePayoutAsync(payout, "batch-1", None));

        Assert.Equal("CQMWKDQF5GFLL", refused.OriginalPayoutBatchId);
        Assert.Contains(
            """{"receiver":"P1","amount":{"currency":"USD","value":"91.02"},"sender_item_id":"order-1-payout-1"}""",
            paypal.Calls.Single().Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tracking_Added_TellsTheTrackerToWithdrawItBy()
    {
        var paypal = new PayPalBench(asked => asked.Method == "PATCH"
            ? new HttpResponseMessage(HttpStatusCode.NoContent)
            : ScriptedHttp.Json(HttpStatusCode.Created, """
                {"id":"O1","status":"COMPLETED","purchase_units":[{"shipping":{"trackers":[{"id":"C1-1Z9","status":"SHIPPED"}]}}]}
                """));

        var tracker = await paypal.Client.AddTrackingAsync("O1", new PayPalTrackingRequest("C1", "1Z9", "UPS"), "order-1-track-1", None);
        await paypal.Client.CancelTrackingAsync("O1", tracker!, "order-1-untrack-1", None);

        Assert.Equal(
            [
                """{"capture_id":"C1","tracking_number":"1Z9","carrier":"UPS","notify_payer":false}""",
                """[{"op":"replace","path":"/status","value":"CANCELLED"}]""",
            ],
            paypal.Calls.Select(c => c.Body));
        Assert.Equal("/v2/checkout/orders/O1/trackers/C1-1Z9", paypal.Calls.Last().Path);
    }

    [Fact]
    public async Task Balance_BelowZero_IsRead()
    {
        var paypal = new PayPalBench(_ =>
            ScriptedHttp.Json(
                HttpStatusCode.OK,
                """
                {"balances":[{"currency":"USD","primary":true,"total_balance":{"currency_code":"USD","value":"-5.00"},"available_balance":{"currency_code":"USD","value":"-5.00"}}],"as_of_time":"2026-03-01T00:00:00Z"}
                """));

        var balances = await paypal.Client.GetBalancesAsync("USD", None);

        Assert.Equal(new Money(-500, "USD"), balances.Balances.Single().TotalBalance);
    }

    [Theory]
    [InlineData("")]
    [InlineData("order:1")]
    [InlineData("order_1")]
    [InlineData("täg")]
    public async Task IdempotencyKey_WithAnythingButLettersDigitsAndHyphens_IsRefusedBeforeSending(string key)
    {
        var paypal = new PayPalBench(_ => throw new InvalidOperationException());

        await Assert.ThrowsAsync<ArgumentException>(() => paypal.Client.CaptureOrderAsync("O1", key, None));
        await Assert.ThrowsAsync<ArgumentException>(() => paypal.Client.CaptureOrderAsync("O1", new string('a', 109), None));
        Assert.Empty(paypal.Http.Requests);
    }

    [Fact]
    public async Task Id_WithASlash_CannotLeadThePathElsewhere()
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.OK, """{"id":"x","status":"CREATED"}"""));

        await paypal.Client.GetOrderAsync("../../v1/x", None);

        Assert.Equal("/v2/checkout/orders/..%2F..%2Fv1%2Fx", paypal.Calls.Single().Path);
        await Assert.ThrowsAsync<ArgumentException>(() => paypal.Client.GetOrderAsync("..", None));
    }
}
