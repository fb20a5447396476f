using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Tests.Simulators;

namespace ChatPay.Journeys.Sales;

/// <summary>Every journey compares the app's requests and the simulator's responses with PayPal's published description; these must
/// have been among them.</summary>
public sealed class ContractJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task What_the_app_and_PayPal_say_to_each_other_is_as_published()
    {
        Assert.SkipWhen(
            PayPalContract.Published.Value is null,
            "PAYPAL_OPENAPI_DIR does not name the folder of PayPal's OpenAPI documents: no journey compares what is said with it.");
        var sale = await ShippedAsync();
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { amount = Sale.Usd("10.00") }, "refund"), 201);
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
        var dispute = await PayPal.OpenDisputeAsync(PayPal.Captures.Single(c => c.InvoiceId == sale.OrderId).Id);
        await Clock.DrainAsync();
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/cases/{dispute.Id}/acceptance", new { }, "accept"), 200);

        string[] said =
        [
            "POST /v2/checkout/orders request",
            "POST /v2/checkout/orders 200",
            "GET /v2/checkout/orders/{id} 200",
            "POST /v2/checkout/orders/{id}/capture 201",
            "POST /v2/checkout/orders/{id}/track request",
            "POST /v2/checkout/orders/{id}/track 201",
            "POST /v2/payments/captures/{capture_id}/refund request",
            "POST /v2/payments/captures/{capture_id}/refund 201",
            "POST /v1/payments/payouts request",
            "POST /v1/payments/payouts 201",
            "GET /v1/payments/payouts/{id} 200",
            "POST /v1/customer/disputes/{id}/accept-claim 200",
            "GET /v1/customer/disputes/{id} 200",
        ];
        Assert.Empty(said.Except(PayPalContract.Published.Value.Checked.Keys));
    }
}
