using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.PayPal.Payouts;

namespace ChatPay.Local.Tests.Simulators;

/// <summary>The fixture checks every response in every test of the simulator; these must have been among them.</summary>
public sealed class PayPalContractTests
{
    [Fact]
    public async Task Answers_OfAWholeSale_AreAsPublished()
    {
        Assert.SkipWhen(
            PayPalContract.Published.Value is null,
            "PAYPAL_OPENAPI_DIR does not name the folder of PayPal's OpenAPI documents.");
        await using var fixture = await PayPalFixture.StartAsync(startingBalance: 50000);
        fixture.PayPal.Outcomes.NextRefund(RefundOutcome.Pending);
        var order = await fixture.CreateAsync("ord-1", "k");
        var captured = await fixture.SellAsync("ord-2");
        var capture = PayPalFixture.CaptureId(captured);
        await fixture.GetAsync($"v2/checkout/orders/{(string?)order.Json["id"]}");
        await fixture.PostAsync(
            $"v2/checkout/orders/{(string?)captured.Json["id"]}/track",
            new JsonObject { ["capture_id"] = capture, ["tracking_number"] = "1Z999", ["carrier"] = "UPS" });
        await fixture.GetAsync($"v2/checkout/orders/{(string?)captured.Json["id"]}");
        await fixture.GetAsync($"v2/payments/captures/{capture}");
        var refund = await fixture.PostAsync($"v2/payments/captures/{capture}/refund", key: "r");
        await fixture.GetAsync($"v2/payments/refunds/{(string?)refund.Json["id"]}");
        await fixture.GetAsync($"v2/checkout/orders/{(string?)captured.Json["id"]}");

        fixture.PayPal.Outcomes.Payout("new@example.com", PayoutOutcome.Unclaimed);
        var batch = await fixture.PayAsync("b", ("new@example.com", "10.00", "i-1"), ("LCALSELLER222", "9.00", "i-2"));
        Assert.Equal("VALIDATION_ERROR", batch.Name);
        batch = await fixture.PayAsync("b", ("new@example.com", "10.00", "i-1"), ("seller@example.com", "9.00", "i-2"));
        await fixture.Clock.AdvanceAsync(TimeSpan.FromSeconds(10));
        await fixture.GetAsync($"v1/payments/payouts/{(string?)batch.Json["batch_header"]!["payout_batch_id"]}?total_required=true");
        await fixture.GetAsync($"v1/payments/payouts-item/{fixture.PayPal.Payouts[0].Id}");
        await fixture.PostAsync($"v1/payments/payouts-item/{fixture.PayPal.Payouts[0].Id}/cancel");
        await fixture.GetAsync("v1/payments/payouts/NONE");

        var disputed = await fixture.PayPal.OpenDisputeAsync(PayPalFixture.CaptureId(await fixture.SellAsync("ord-3")));
        await fixture.GetAsync("v1/customer/disputes");
        await fixture.PostAsync($"v1/customer/disputes/{disputed.Id}/accept-claim", new JsonObject { ["accept_claim_type"] = "REFUND" });
        await fixture.GetAsync($"v1/customer/disputes/{disputed.Id}");

        await fixture.PostAsync("v2/customer/partner-referrals", PayPalPartnerTests.Referral(granted: true));
        var hook = new JsonObject
        {
            ["url"] = "https://pay.example.com/hook",
            ["event_types"] = new JsonArray(new JsonObject { ["name"] = "PAYMENT.CAPTURE.COMPLETED" }),
        };
        await fixture.PostAsync("v1/notifications/webhooks", hook.DeepClone());
        await fixture.PostAsync("v1/notifications/webhooks", hook);
        await fixture.GetAsync("v1/notifications/webhooks");

        // A check that silently matched nothing would not count these; concurrent tests may add more.
        string[] kinds =
        [
            "POST /v2/checkout/orders 200",
            "GET /v2/checkout/orders/{id} 200",
            "POST /v2/checkout/orders/{id}/capture 201",
            "POST /v2/checkout/orders/{id}/track 201",
            "GET /v2/payments/captures/{capture_id} 200",
            "POST /v2/payments/captures/{capture_id}/refund 201",
            "GET /v2/payments/refunds/{refund_id} 200",
            "POST /v1/payments/payouts 201",
            "POST /v1/payments/payouts 400",
            "GET /v1/payments/payouts/{id} 200",
            "GET /v1/payments/payouts/{id} 404",
            "GET /v1/payments/payouts-item/{payout_item_id} 200",
            "POST /v1/payments/payouts-item/{payout_item_id}/cancel 200",
            "GET /v1/customer/disputes 200",
            "GET /v1/customer/disputes/{id} 200",
            "POST /v1/customer/disputes/{id}/accept-claim 200",
            "POST /v2/customer/partner-referrals 201",
            "POST /v1/notifications/webhooks 201", "POST /v1/notifications/webhooks 400", "GET /v1/notifications/webhooks 200",
        ];
        Assert.Empty(kinds.Except(PayPalContract.Published.Value.Checked.Keys));
    }

    [Fact]
    public void Contract_WrongAnswer_IsSeen()
    {
        Assert.SkipWhen(
            PayPalContract.Published.Value is null,
            "PAYPAL_OPENAPI_DIR does not name the folder of PayPal's OpenAPI documents.");
        var contract = PayPalContract.Published.Value;

        Assert.NotEmpty(contract.Differences("GET", "/v2/checkout/orders/X", 200, """{"id":"X","status":"PAID"}"""));
        Assert.NotEmpty(contract.Differences("GET", "/v2/payments/captures/X", 200, """{"id":"X","amount":{"value":"1.00"}}"""));
        Assert.NotEmpty(
            contract.Differences(
                "POST",
                "/v2/checkout/orders/X/capture",
                422,
                """{"name":"UNPROCESSABLE_ENTITY","details":[{"issue":"NO_SUCH_ISSUE"}]}"""));
        Assert.NotEmpty(contract.Differences("GET", "/v1/customer/disputes/X", 200, """{"dispute_id":"X","status":"LOST"}"""));
        Assert.NotEmpty(contract.Differences("GET", "/v1/payments/payouts-item/X", 200, """{"payout_item_id":"X"}"""));
        Assert.NotEmpty(contract.RequestDifferences("POST", "/v2/checkout/orders", """{"intent":"TAKE"}"""));
        Assert.NotEmpty(contract.RequestDifferences("POST", "/v1/payments/payouts", """{"items":[]}"""));
        Assert.NotEmpty(contract.Differences("POST", "/v2/customer/partner-referrals", 201, """{"links":[]}"""));
        Assert.NotEmpty(contract.Differences("POST", "/v1/notifications/webhooks", 201, """{"id":"X","url":"https://pay.example.com/"}"""));
        Assert.NotEmpty(contract.Differences("DELETE", "/v1/notifications/webhooks/X", 204, "{}"));
        Assert.NotEmpty(contract.RequestDifferences("POST", "/v2/customer/partner-referrals", """{"operations":[{"operation":"JOIN"}]}"""));
        Assert.NotEmpty(contract.RequestDifferences("PATCH", "/v1/notifications/webhooks/X", """[{"path":"/url"}]"""));
        Assert.Empty(
            contract.RequestDifferences("POST", "/v2/payments/captures/X/refund", """{"amount":{"value":"1.00","currency_code":"USD"}}"""));
    }
}
