using System.Text.Json.Nodes;

namespace ChatPay.Local.Tests.Simulators;

/// <summary>Referred sellers, and webhook registrations. The fixture checks each response against the published description.</summary>
public sealed class PayPalPartnerTests
{
    [Fact]
    public async Task Referral_TheSellerComesThrough_IsAMerchantThatCanBeLookedUp()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var referral = await fixture.PostAsync("v2/customer/partner-referrals", Referral(granted: true));
        Assert.Equal(201, referral.Status);
        Assert.Contains(referral.Json["links"]!.AsArray(), l => (string?)l!["rel"] == "action_url");
        Assert.Equal(404, (await fixture.GetAsync("v1/customer/partners/P1/merchant-integrations?tracking_id=sel-1")).Status);

        await fixture.PayPal.AgreeToReferralAsync("sel-1", "MERCHANTQF234");
        Assert.Equal(
            "MERCHANTQF234",
            (string?)(await fixture.GetAsync("v1/customer/partners/P1/merchant-integrations?tracking_id=sel-1")).Json["merchant_id"]);
        Assert.True(
            (bool)(await fixture.GetAsync("v1/customer/partners/P1/merchant-integrations/MERCHANTQF234")).Json["payments_receivable"]!);

        await fixture.PayPal.LimitAsync("MERCHANTQF234", paymentsReceivable: false);
        Assert.False(
            (bool)(await fixture.GetAsync("v1/customer/partners/P1/merchant-integrations/MERCHANTQF234")).Json["payments_receivable"]!);
        Assert.Equal(["MERCHANT.ONBOARDING.COMPLETED", "CUSTOMER.ACCOUNT-LIMITATION.ADDED"], fixture.PayPal.Webhooks.Select(w => w.Type));
    }

    [Fact]
    public async Task Referral_WithoutConsent_IsRefused()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        Assert.Equal("INVALID_PARAMETER_VALUE", (await fixture.PostAsync("v2/customer/partner-referrals", Referral(granted: false))).Issue);
        Assert.Equal(400, (await fixture.PostAsync("v2/customer/partner-referrals", new JsonObject())).Status);
    }

    [Fact]
    public async Task Webhook_RegisteredTwice_IsRefusedAndListedOnce()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var hook = new JsonObject
        {
            ["url"] = "https://pay.example.com/hook",
            ["event_types"] = new JsonArray(new JsonObject { ["name"] = "PAYMENT.CAPTURE.COMPLETED" }),
        };
        var made = await fixture.PostAsync("v1/notifications/webhooks", hook.DeepClone());
        Assert.Equal(201, made.Status);
        Assert.Equal("WEBHOOK_URL_ALREADY_EXISTS", (await fixture.PostAsync("v1/notifications/webhooks", hook.DeepClone())).Name);
        Assert.Equal(
            (string?)made.Json["id"],
            (string?)Assert.Single((await fixture.GetAsync("v1/notifications/webhooks")).Json["webhooks"]!.AsArray())!["id"]);
        hook["url"] = "http://pay.example.com/hook";
        Assert.Equal("VALIDATION_ERROR", (await fixture.PostAsync("v1/notifications/webhooks", hook.DeepClone())).Name);

        Assert.Equal(204, (await fixture.SendAsync(HttpMethod.Delete, $"v1/notifications/webhooks/{(string?)made.Json["id"]}")).Status);
        Assert.Empty((await fixture.GetAsync("v1/notifications/webhooks")).Json["webhooks"]!.AsArray());
    }

    internal static JsonObject Referral(bool granted) => new()
    {
        ["tracking_id"] = "sel-1",
        ["operations"] = new JsonArray(new JsonObject { ["operation"] = "API_INTEGRATION" }),
        ["legal_consents"] = new JsonArray(new JsonObject { ["type"] = "SHARE_DATA_CONSENT", ["granted"] = granted }),
    };
}
