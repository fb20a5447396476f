using ChatPay.Journeys.Crash;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Checkout;

namespace ChatPay.Journeys.Sales;

/// <summary>The shipping address: the seller sees it while there is something to ship, and nobody else ever does.</summary>
public sealed class ShipToJourneys(JourneyPlatform platform) : Journey(platform)
{
    private static readonly SimulatedBuyer Buyer = new()
    {
        GivenName = "Canary",
        Surname = "Shipwright",
        AddressLine1 = "4711 Canary Wharf Road",
        AdminArea2 = "Canaryville",
        PostalCode = "60609",
    };
    private static readonly Marks Personal = new("Shipwright", "4711 Canary Wharf Road", "Canaryville");

    [Fact]
    public async Task The_seller_sees_the_address_until_it_is_shipped_and_again_when_the_mark_is_taken_back()
    {
        var sale = await PaidByAsync(Buyer);
        var shown = await ShipToAsync(sale.Seller, sale);
        Assert.Contains("4711 Canary Wharf Road", shown, StringComparison.Ordinal);
        Assert.Contains("Canary Shipwright", shown, StringComparison.Ordinal);
        Assert.Null(await ShipToAsync(sale.Buyer, sale));
        Assert.Null(await ShipToAsync(sale.Operator, sale));
        Assert.Empty(Personal.In(Sale.Must(await sale.Seller.GetAsync("orders"), 200).Body.GetRawText()));

        await sale.ShipAsync();
        Assert.Null(await ShipToAsync(sale.Seller, sale));
        await sale.UnmarkAsync();
        Assert.Equal(shown, await ShipToAsync(sale.Seller, sale));
        AssertSealed();
    }

    [Fact]
    public async Task After_the_payout_the_address_is_gone_within_a_week_and_before_it_stays()
    {
        var sale = await PaidByAsync(Buyer);
        await Pass(TimeSpan.FromDays(1));
        await sale.ShipAsync();
        await Pass(TimeSpan.FromDays(1));
        Assert.Single(await RowsAsync(sale));
        await Pass(TimeSpan.FromDays(8));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Empty(await RowsAsync(sale));
    }

    private async Task<Sale> PaidByAsync(SimulatedBuyer buyer, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        var sale = await RequestedAsync(name);
        await PayPal.ApproveAsync(Sale.ProviderOrderOf(await sale.CheckoutAsync()), buyer);
        await Clock.DrainAsync();
        Assert.Equal("paid", await sale.StatusAsync());
        return sale;
    }

    private static async Task<string?> ShipToAsync(SaleClient client, Sale sale) =>
        Sale.Must(await client.GetAsync($"orders/{sale.OrderId}"), 200)["shipTo"];

    private async Task<IReadOnlyList<string>> RowsAsync(Sale sale) =>
        [.. (await Rows.PictureAsync(Local)).Where(row => row.Contains(sale.OrderId + " ship-to", StringComparison.Ordinal))];

    // Checks every file except the provider's own, which has the address in its state and webhooks.
    private void AssertSealed() =>
        Assert.DoesNotContain(Personal.InFiles(Local.Options.DataFolder), hit => !hit.StartsWith("paypal.db", StringComparison.Ordinal));
}
