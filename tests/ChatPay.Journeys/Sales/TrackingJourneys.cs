using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>Tracking numbers: reported to PayPal, whose seller protection depends on them, corrected, and reviewed when they cannot
/// be valid.</summary>
public sealed class TrackingJourneys(JourneyPlatform platform) : Journey(platform)
{
    private const string Number = "9400100000000000000000";

    [Fact]
    public async Task A_tracking_number_is_told_PayPal_corrected_and_withdrawn()
    {
        var sale = await PaidAsync();
        var shipment = await ShipAsync(sale, new { carrier = "usps", trackingNumber = "9400 1000 0000 0000 0000 00" });
        await Clock.DrainAsync();
        Assert.Equal([("USPS", Number, "SHIPPED")], TrackersOf(sale));

        var path = $"orders/{sale.OrderId}/shipments/{shipment}";
        Assert.Equal(404, (await sale.Buyer.PatchAsync(path, new { carrier = "UPS", trackingNumber = "1Z999AA10123456784" })).Status);
        Assert.Equal(400, (await sale.Seller.PatchAsync(path, new { carrier = "UPS" })).Status);
        for (var i = 0; i < 2; i++)
            Sale.Must(await sale.Seller.PatchAsync(path, new { carrier = "UPS", trackingNumber = "1Z999AA10123456784" }), 200);
        await Clock.DrainAsync();
        Assert.Equal([("USPS", Number, "CANCELLED"), ("UPS", "1Z999AA10123456784", "SHIPPED")], TrackersOf(sale));

        Sale.Must(await sale.Seller.DeleteAsync(path), 200);
        await Clock.DrainAsync();
        Assert.All(TrackersOf(sale), t => Assert.Equal("CANCELLED", t.Status));
        await ShipAsync(sale, new { carrier = "UPS", trackingNumber = "1Z999AA10123456784" });
        await Clock.DrainAsync();
        Assert.Single(TrackersOf(sale), t => t is { Carrier: "UPS", Status: "SHIPPED" });
    }

    [Fact]
    public async Task A_number_that_the_carrier_does_not_give_keeps_the_payout_until_somebody_has_looked()
    {
        var sale = await PaidAsync();
        var shipment = await ShipAsync(sale, new { carrier = "USPS", trackingNumber = "1234" });
        await Pass(TimeSpan.FromHours(80));
        Assert.Equal("shipped", await sale.StatusAsync());
        var order = Sale.Must(await sale.Seller.GetAsync($"orders/{sale.OrderId}"), 200).Body;
        Assert.Equal("trackingReview", Assert.Single(order.GetProperty("blocks").EnumerateArray()).GetProperty("kind").GetString());

        var accept = $"orders/{sale.OrderId}/shipments/{shipment}/tracking-acceptance";
        Assert.Equal(404, (await sale.Seller.PostAsync(accept, new { })).Status);
        Sale.Must(await sale.Operator.PostAsync(accept, new { }), 200);
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
    }

    [Fact]
    public async Task A_number_that_is_added_later_shortens_the_hold()
    {
        var sale = await PaidAsync();
        var shipment = await ShipAsync(sale, new { });
        await Pass(TimeSpan.FromHours(71));
        Sale.Must(
            await sale.Seller.PatchAsync($"orders/{sale.OrderId}/shipments/{shipment}", new { carrier = "USPS", trackingNumber = Number }),
            200);
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
    }

    [Fact]
    public async Task The_carriers_whose_numbers_are_checked_are_listed()
    {
        var sale = await PaidAsync();
        var carriers = Sale.Must(await sale.Seller.GetAsync("carriers"), 200).Body.GetProperty("items").EnumerateArray().ToList();
        Assert.Contains(
            carriers,
            c =>
                c.GetProperty("code").GetString() == "USPS"
                && c.GetProperty("form").GetString()!.Contains("22 digits", StringComparison.Ordinal));
    }

    private static async Task<string> ShipAsync(Sale sale, object body) =>
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/shipments", body), 201)
            .Body.GetProperty("shipments")
            .EnumerateArray()
            .Last()
            .GetProperty("id")
            .GetString()!;

    private IReadOnlyList<(string? Carrier, string? Number, string Status)> TrackersOf(Sale sale)
    {
        var provider = PayPal.Captures.Single(c => c.InvoiceId == sale.OrderId).Id;
        return [.. PayPal.Orders.Single(o => o.CaptureId == provider).Trackers.Select(t => (t.Carrier, t.TrackingNumber, t.Status))];
    }
}
