using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>A caller can make a step conditional on the version that was read, so nobody acts on an order that has changed.</summary>
public sealed class VersionJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_step_that_was_decided_on_an_older_order_is_refused_until_it_is_read_again()
    {
        var sale = await ShippedAsync();
        var read = await VersionAsync(sale.Seller, sale);
        Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/refund-requests", new { all = true }, "ask"), 201);

        var stale = await GiveBackAsync(sale, read);
        Assert.Equal((412, "version-stale"), (stale.Status, stale["code"]));
        Assert.DoesNotContain("refundStarted", await sale.EventsAsync());

        Sale.Must(await GiveBackAsync(sale, await VersionAsync(sale.Seller, sale)), 200);
        Assert.Contains("refundStarted", await sale.EventsAsync());
    }

    [Fact]
    public async Task A_step_of_the_buyer_is_not_refused_for_what_only_the_seller_is_shown()
    {
        var sale = await ShippedAsync();
        var (buyers, sellers) = (await VersionAsync(sale.Buyer, sale), await VersionAsync(sale.Seller, sale));
        Sale.Must(await sale.Operator.PostAsync($"orders/{sale.OrderId}/blocks", new { reason = "The parcel is looked for." }), 200);

        var correction = new { carrier = "USPS", trackingNumber = "9400111899223817428490" };
        var shipment = Sale.Must(await sale.Seller.GetAsync($"orders/{sale.OrderId}"), 200).Body.GetProperty("shipments")[0];
        var path = $"orders/{sale.OrderId}/shipments/{shipment.GetProperty("id").GetString()}";
        Assert.Equal(412, (await sale.Seller.SendAsync(HttpMethod.Patch, path, correction, null, sellers)).Status);
        Sale.Must(
            await sale.Buyer.SendAsync(HttpMethod.Post, $"orders/{sale.OrderId}/delivery-confirmation", null, null, buyers), 200);
    }

    [Fact]
    public async Task A_step_of_somebody_else_is_not_told_whether_the_version_is_right()
    {
        var (sale, other) = (await ShippedAsync(), await SellerAsync("Somebody_else"));
        var path = $"orders/{sale.OrderId}/cancellation";
        Assert.Equal(404, (await other.Seller.SendAsync(HttpMethod.Post, path, null, null, "\"0\"")).Status);
        Assert.Equal(412, (await sale.Seller.SendAsync(HttpMethod.Post, path, null, null, "\"0\"")).Status);
    }

    private static Task<SaleClient.Answer> GiveBackAsync(Sale sale, string version) => sale.Seller.SendAsync(
        HttpMethod.Post,
        $"orders/{sale.OrderId}/refund-requests/1/decision",
        new { decision = "grant" },
        $"grant-{version.Trim('"')}",
        version);

    private static async Task<string> VersionAsync(SaleClient person, Sale sale) =>
        Sale.Must(await person.GetAsync($"orders/{sale.OrderId}"), 200).ETag!;
}
