using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Web;

namespace ChatPay.Local.Tests.Simulators;

public sealed class PayPalCheckoutTests
{
    [Fact]
    public async Task Sale_FromOrderToRefund_MovesTheBalanceToTheCent()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var created = await fixture.CreateAsync("ord-1", "ord-1-checkout-1");
        Assert.Equal("PAYER_ACTION_REQUIRED", (string?)created.Json["status"]);
        Assert.Contains(created.Json["links"]!.AsArray(), l => (string?)l!["rel"] == "payer-action");

        var id = (string)created.Json["id"]!;
        await fixture.PayPal.ApproveAsync(id);
        var captured = await fixture.PostAsync($"v2/checkout/orders/{id}/capture", key: "ord-1-capture-1");

        Assert.Equal(201, captured.Status);
        var capture = PayPalFixture.Capture(captured);
        Assert.Equal("3.98", (string?)capture["seller_receivable_breakdown"]!["paypal_fee"]!["value"]);
        Assert.Equal("96.02", (string?)capture["seller_receivable_breakdown"]!["net_amount"]!["value"]);
        Assert.Equal("San Jose", (string?)captured.Json["purchase_units"]![0]!["shipping"]!["address"]!["admin_area_2"]);
        Assert.Equal(9602, fixture.PayPal.Balance);

        var refund = await fixture.PostAsync(
            $"v2/payments/captures/{(string?)capture["id"]}/refund",
            new JsonObject { ["amount"] = new JsonObject { ["currency_code"] = "USD", ["value"] = "20.00" } },
            "ord-1-refund-1");
        Assert.Equal("COMPLETED", (string?)refund.Json["status"]);
        Assert.Equal(7602, fixture.PayPal.Balance);
        Assert.Equal(
            "PARTIALLY_REFUNDED",
            (string?)(await fixture.GetAsync($"v2/payments/captures/{(string?)capture["id"]}")).Json["status"]);

        await fixture.Clock.DrainAsync();
        Assert.Equal(
            ["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED", "PAYMENT.CAPTURE.REFUNDED"], fixture.ReceivedTypes().Order());
    }

    [Fact]
    public async Task Create_SameKeySameBody_GivesTheSameOrder()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var first = await fixture.CreateAsync("ord-1", "key-1");
        var second = await fixture.CreateAsync("ord-1", "key-1");

        Assert.Equal(200, second.Status);
        Assert.Equal((string?)first.Json["id"], (string?)second.Json["id"]);
        Assert.Single(fixture.PayPal.Orders);
    }

    [Fact]
    public async Task Create_SameKeyOtherBody_IsRefused()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        await fixture.CreateAsync("ord-1", "key-1");
        var second = await fixture.CreateAsync("ord-1", "key-1", "99.00");

        Assert.Equal((422, "DUPLICATE_REQUEST_ID"), (second.Status, second.Issue));
    }

    [Fact]
    public async Task Create_PaymentSourceWithoutKey_IsRefused()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var answer = await fixture.PostAsync("v2/checkout/orders", PayPalFixture.OrderRequest("ord-1", "10.00"));

        Assert.Equal((400, "PAYPAL_REQUEST_ID_REQUIRED"), (answer.Status, answer.Issue));
    }

    [Theory]
    [InlineData("amount/value", "90.00", "AMOUNT_MISMATCH")]
    [InlineData("amount/value", "0.00", "CANNOT_BE_ZERO_OR_NEGATIVE")]
    [InlineData("amount/value", "1.005", "DECIMAL_PRECISION")]
    [InlineData("amount/value", "-1.00", "CANNOT_BE_NEGATIVE")]
    [InlineData("amount/value", "ten", "INVALID_PARAMETER_SYNTAX")]
    [InlineData("amount/currency_code", "XXX", "INVALID_CURRENCY_CODE")]
    [InlineData("items/0/quantity", "2", "ITEM_TOTAL_MISMATCH")]
    [InlineData("items/0/quantity", "1.5", "INVALID_PARAMETER_SYNTAX")]
    [InlineData("items/0/name", null, "MISSING_REQUIRED_PARAMETER")]
    [InlineData("amount/breakdown", null, "ITEM_TOTAL_REQUIRED")]
    [InlineData("payee", "me", "INVALID_PARAMETER_SYNTAX")]
    [InlineData("shipping", "home", "INVALID_PARAMETER_SYNTAX")]
    public async Task Create_BadUnit_IsRefusedByName(string path, string? value, string issue)
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var request = PayPalFixture.OrderRequest("ord-1", "100.00");
        JsonNode at = request["purchase_units"]![0]!;
        var steps = path.Split('/');
        foreach (var step in steps[..^1])
            at = int.TryParse(step, out var index) ? at[index]! : at[step]!;
        at[steps[^1]] = value;

        var answer = await fixture.PostAsync("v2/checkout/orders", request, "key-1");

        Assert.Equal(issue, answer.Issue);
        Assert.Empty(fixture.PayPal.Orders);
    }

    [Fact]
    public async Task Capture_NotApproved_IsRefused()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var created = await fixture.CreateAsync("ord-1", "key-1");
        var answer = await fixture.PostAsync($"v2/checkout/orders/{(string?)created.Json["id"]}/capture", key: "cap-1");

        Assert.Equal((422, "ORDER_NOT_APPROVED"), (answer.Status, answer.Issue));
    }

    [Fact]
    public async Task Capture_Again_IsAReplayWithItsKeyAndRefusedWithAnother()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var captured = await fixture.SellAsync("ord-1");
        var path = $"v2/checkout/orders/{(string?)captured.Json["id"]}/capture";

        var replay = await fixture.PostAsync(path, key: "ord-1-capture-1");
        var other = await fixture.PostAsync(path, key: "ord-1-capture-2");

        Assert.Equal(200, replay.Status);
        Assert.Equal(PayPalFixture.CaptureId(captured), PayPalFixture.CaptureId(replay));
        Assert.Equal((422, "ORDER_ALREADY_CAPTURED"), (other.Status, other.Issue));
        Assert.Equal(9602, fixture.PayPal.Balance);
    }

    [Fact]
    public async Task Capture_SecondOrderOfAnInvoice_IsRefused()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        await fixture.SellAsync("ord-1");
        var second = await fixture.CreateAsync("ord-1", "ord-1-checkout-2");
        await fixture.PayPal.ApproveAsync((string)second.Json["id"]!);
        var answer = await fixture.PostAsync($"v2/checkout/orders/{(string?)second.Json["id"]}/capture", key: "ord-1-capture-2");

        Assert.Equal((422, "DUPLICATE_INVOICE_ID"), (answer.Status, answer.Issue));
    }

    [Fact]
    public async Task Capture_OfAnInvoiceWhosePendingPaymentWasDenied_IsRefused()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        fixture.PayPal.Outcomes.NextCapture(CaptureOutcome.Pending);
        await fixture.PayPal.DenyPendingAsync(PayPalFixture.CaptureId(await fixture.SellAsync("ord-1")));
        var second = await fixture.CreateAsync("ord-1", "ord-1-checkout-2");
        await fixture.PayPal.ApproveAsync((string)second.Json["id"]!);
        var answer = await fixture.PostAsync($"v2/checkout/orders/{(string?)second.Json["id"]}/capture", key: "ord-1-capture-2");

        Assert.Equal((422, "DUPLICATE_INVOICE_ID"), (answer.Status, answer.Issue));
    }

    [Fact]
    public async Task Capture_InstrumentDeclined_SendsTheBuyerBackAndCanSucceedLater()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        fixture.PayPal.Outcomes.NextCapture(CaptureOutcome.InstrumentDeclined);
        var declined = await fixture.SellAsync("ord-1");

        Assert.Equal((422, "INSTRUMENT_DECLINED"), (declined.Status, declined.Issue));
        Assert.Contains(declined.Json["links"]!.AsArray(), l => (string?)l!["rel"] == "redirect");
        var again = await fixture.PostAsync($"v2/checkout/orders/{fixture.PayPal.Orders[0].Id}/capture", key: "ord-1-capture-2");
        Assert.Equal(201, again.Status);
    }

    [Fact]
    public async Task Capture_Pending_CountsWhenItCompletes()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        fixture.PayPal.Outcomes.NextCapture(CaptureOutcome.Pending);
        var captured = await fixture.SellAsync("ord-1");
        Assert.Equal("PENDING", (string?)PayPalFixture.Capture(captured)["status"]);
        Assert.Equal(0, fixture.PayPal.Balance);
        Assert.Equal(
            "PENDING_CAPTURE",
            (await fixture.PostAsync($"v2/payments/captures/{PayPalFixture.CaptureId(captured)}/refund")).Issue);

        await fixture.PayPal.CompletePendingAsync(PayPalFixture.CaptureId(captured));

        Assert.Equal(9602, fixture.PayPal.Balance);
        await fixture.Clock.DrainAsync();
        Assert.Contains("PAYMENT.CAPTURE.COMPLETED", fixture.ReceivedTypes());
    }

    [Fact]
    public async Task Order_ThreeHoursWithoutApproval_IsGone()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var created = await fixture.CreateAsync("ord-1", "key-1");
        await fixture.Clock.AdvanceAsync(TimeSpan.FromHours(3));

        Assert.Equal(404, (await fixture.GetAsync($"v2/checkout/orders/{(string?)created.Json["id"]}")).Status);
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.PayPal.ApproveAsync((string)created.Json["id"]!));
    }

    [Fact]
    public async Task Order_ThreeHoursWithoutCapture_LosesItsApproval()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var created = await fixture.CreateAsync("ord-1", "key-1");
        await fixture.PayPal.ApproveAsync((string)created.Json["id"]!);
        await fixture.Clock.AdvanceAsync(TimeSpan.FromHours(3));

        Assert.Equal(404, (await fixture.PostAsync($"v2/checkout/orders/{(string?)created.Json["id"]}/capture", key: "c")).Status);
        Assert.Contains("CHECKOUT.PAYMENT-APPROVAL.REVERSED", fixture.ReceivedTypes());
    }

    [Fact]
    public async Task ApprovalPage_Approve_SendsTheBrowserBackWithTheToken()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var created = await fixture.CreateAsync("ord-1", "key-1");
        var id = (string)created.Json["id"]!;
        var link = (string)created.Json["links"]!.AsArray().First(l => (string?)l!["rel"] == "payer-action")!["href"]!;
        var page = await fixture.Http.GetStringAsync(new Uri(link));
        Assert.Contains("100.00 USD", page, StringComparison.Ordinal);

        using var form = new FormUrlEncodedContent([new("token", id)]);
        using var approved = await fixture.Http.PostAsync("checkoutnow/approve", form);
        Assert.Equal(302, (int)approved.StatusCode);
        Assert.Equal($"http://127.0.0.1:7071/paid?order=1&token={id}&PayerID=LCALBUYER2222", approved.Headers.Location!.AbsoluteUri);

        using var cancelForm = new FormUrlEncodedContent([new("token", id)]);
        using var cancelled = await fixture.Http.PostAsync("checkoutnow/cancel", cancelForm);
        Assert.Equal($"http://127.0.0.1:7071/cancelled?token={id}", cancelled.Headers.Location!.AbsoluteUri);
    }

    [Fact]
    public async Task Track_CapturedOrder_ShowsTheParcel()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var captured = await fixture.SellAsync("ord-1");
        var path = $"v2/checkout/orders/{(string?)captured.Json["id"]}";
        var body = new JsonObject
        {
            ["capture_id"] = PayPalFixture.CaptureId(captured),
            ["tracking_number"] = "1Z999",
            ["carrier"] = "UPS",
            ["notify_payer"] = false,
        };

        var tracked = await fixture.PostAsync($"{path}/track", body);
        Assert.Equal(201, tracked.Status);
        Assert.Equal("SHIPPED", (string?)tracked.Json["purchase_units"]![0]!["shipping"]!["trackers"]![0]!["status"]);
        Assert.Equal(200, (await fixture.PostAsync($"{path}/track", body)).Status);
        Assert.Equal("CAPTURE_ID_NOT_FOUND", (await fixture.PostAsync($"{path}/track", new JsonObject { ["capture_id"] = "OTHER" })).Issue);
    }

    [Fact]
    public async Task Request_WithoutToken_IsUnauthenticated()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        fixture.Http.DefaultRequestHeaders.Authorization = null;
        var answer = await fixture.GetAsync("v2/checkout/orders/X");

        Assert.Equal((401, "AUTHENTICATION_FAILURE"), (answer.Status, answer.Name));
    }

    [Fact]
    public async Task Token_NineHoursOld_IsRefused()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        await fixture.Clock.AdvanceAsync(TimeSpan.FromHours(9));

        Assert.Equal(401, (await fixture.GetAsync("v1/reporting/balances")).Status);
    }

    [Fact]
    public async Task Capture_TimesOutAfterSuccess_IsFoundByItsKey()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        fixture.PayPal.Faults.Next("capture", Fault.TimeOutAfterSuccess);
        var sale = SellAtWork();
        await fixture.Clock.AdvanceAsync(Faults.Hold);
        await Assert.ThrowsAsync<HttpRequestException>(() => sale);

        var again = await fixture.PostAsync($"v2/checkout/orders/{fixture.PayPal.Orders[0].Id}/capture", key: "ord-1-capture-1");
        Assert.Equal(200, again.Status);
        Assert.Equal(9602, fixture.PayPal.Balance);

        async Task SellAtWork()
        {
            using var work = fixture.Clock.Working("a sale");
            await fixture.SellAsync("ord-1");
        }
    }
}
