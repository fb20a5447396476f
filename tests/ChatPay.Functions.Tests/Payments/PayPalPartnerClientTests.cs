using System.Net;
using System.Text.Json;
using ChatPay.Functions.Providers.PayPal;

namespace ChatPay.Functions.Tests.Payments;

public sealed class PayPalPartnerClientTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task CreateReferral_ForASeller_AsksForNoMoreThanReadingTheAccount()
    {
        var paypal = new PayPalBench(_ =>
            ScriptedHttp.Json(
                HttpStatusCode.Created,
                """
                {"links":[{"href":"https://api-m.paypal.com/v2/customer/partner-referrals/R1","rel":"self"},{"href":"https://www.paypal.com/entry?referralToken=R1","rel":"action_url"}]}
                """));

        var page = await paypal.Client.CreateReferralAsync(
            PayPalReferralRequest.Of("sel-1", new Uri("https://pay.example.com/back")),
            "sel-1-referral-1",
            None);

        Assert.Equal("https://www.paypal.com/entry?referralToken=R1", page.AbsoluteUri);
        var asked = Assert.Single(paypal.Calls);
        Assert.Equal(
            ("POST", "/v2/customer/partner-referrals", "sel-1-referral-1"),
            (asked.Method, asked.Path, asked.Header("PayPal-Request-Id")));
        using var body = JsonDocument.Parse(asked.Body);
        Assert.Equal("sel-1", body.RootElement.GetProperty("tracking_id").GetString());
        Assert.Equal(
            """["ACCESS_MERCHANT_INFORMATION"]""",
            body.RootElement.GetProperty("operations")[0]
                .GetProperty("api_integration_preference")
                .GetProperty("rest_api_integration")
                .GetProperty("third_party_details")
                .GetProperty("features")
                .GetRawText());
        Assert.Equal("""[{"type":"SHARE_DATA_CONSENT","granted":true}]""", body.RootElement.GetProperty("legal_consents").GetRawText());
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public async Task GetMerchant_CanBePaid_OnlyWithAConfirmedAddressAndNoLimit(bool receivable, bool confirmed, bool canBePaid)
    {
        var paypal = new PayPalBench(_ =>
            ScriptedHttp.Json(
                HttpStatusCode.OK,
                $$"""
                {"merchant_id":"M1","tracking_id":"sel-1","payments_receivable":{{(
                    receivable ? "true" : "false"
                )}},"primary_email_confirmed":{{(confirmed ? "true" : "false")}},
                 "products":[{"name":"EXPRESS_CHECKOUT","vetting_status":"SUBSCRIBED"}],"oauth_integrations":[]}
                """));

        var merchant = await paypal.Client.GetMerchantAsync("P1", "M1", None);

        Assert.Equal((canBePaid, "SUBSCRIBED"), (merchant.CanBePaid, merchant.Products![0].VettingStatus));
        Assert.Equal("/v1/customer/partners/P1/merchant-integrations/M1", Assert.Single(paypal.Calls).Path);
    }

    [Fact]
    public async Task FindMerchant_NotThroughYet_IsNull()
    {
        var paypal = new PayPalBench(_ =>
            ScriptedHttp.Json(HttpStatusCode.NotFound, """{"name":"RESOURCE_NOT_FOUND","details":[{"issue":"INVALID_RESOURCE_ID"}]}"""));
        Assert.Null(await paypal.Client.FindMerchantAsync("P1", "sel-1", None));
        Assert.Equal("/v1/customer/partners/P1/merchant-integrations?tracking_id=sel-1", Assert.Single(paypal.Calls).Path);
    }
}
