using ChatPay.Functions.Features.Webhooks;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>The operator registers this app's webhook at PayPal.</summary>
public sealed class RegistrationJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task The_webhook_is_registered_once_with_all_that_the_app_takes_in()
    {
        var sale = await SellerAsync();
        Assert.Equal(404, (await sale.Seller.PutAsync("ops/paypal-webhook", new { })).Status);
        var made = Sale.Must(await sale.Operator.PutAsync("ops/paypal-webhook", new { }), 200);
        var again = Sale.Must(await sale.Operator.PutAsync("ops/paypal-webhook", new { }), 200);
        Assert.Equal((made["id"], made["url"]), (again["id"], again["url"]));
        Assert.Equal(new Uri(Local.Address, "api/webhooks/paypal").AbsoluteUri, made["url"]);
        Assert.Contains(made["id"]!, made["toDo"], StringComparison.Ordinal);
        Assert.Equal(PayPalEventTypes.All, made.Body.GetProperty("eventTypes").EnumerateArray().Select(e => e.GetString()!));
    }
}
