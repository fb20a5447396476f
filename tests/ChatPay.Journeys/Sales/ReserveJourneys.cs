using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>Part of a new seller's payouts is held in reserve for a while.</summary>
public sealed class ReserveJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_reserve_bears_a_late_refund_and_the_rest_of_it_is_paid_out_at_its_end()
    {
        var sale = await SellerAsync();
        var path = $"sellers/{sale.SellerId}/reserve";
        Assert.Equal(404, (await sale.Seller.PutAsync(path, new { basisPoints = 0 })).Status);
        Assert.Equal(400, (await sale.Operator.PutAsync(path, new { basisPoints = 10_001 })).Status);
        Sale.Must(await sale.Operator.PutAsync(path, new { basisPoints = 2_000 }), 200);
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await sale.ShipAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
        // 54.50 less PayPal's 2.39 is 52.11, and a fifth of it stays.
        Assert.Equal("10.42", await ReservedAsync(sale));
        Assert.Equal(4_169, PayPal.Payouts.Single(p => p.IsOf(sale)).Amount);

        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { amount = Sale.Usd("4.00") }, "refund"), 201);
        await Clock.DrainAsync();
        Assert.Equal("6.42", await ReservedAsync(sale));
        await Pass(TimeSpan.FromDays(61));
        Assert.Equal([642L, 4_169L], PayPal.Payouts.Where(p => p.IsOf(sale)).Select(p => p.Amount).Order());
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal("0.00", await ReservedAsync(sale));
    }

    private static async Task<string> ReservedAsync(Sale sale) =>
        Sale.Must(await sale.Seller.GetAsync("sellers/me/balance"), 200).Body.GetProperty("reserved").GetProperty("amount").GetString()!;
}
