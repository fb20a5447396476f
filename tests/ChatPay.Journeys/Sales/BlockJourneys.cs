using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>The seller sees what blocks a payout, and nobody else does.</summary>
public sealed class BlockJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_payout_that_an_operator_holds_back_waits_until_the_operator_lets_it_go()
    {
        var sale = await ShippedAsync();
        var path = $"orders/{sale.OrderId}/blocks";
        Assert.Equal(404, (await sale.Seller.PostAsync(path, new { reason = "No." })).Status);
        Assert.Equal(400, (await sale.Operator.PostAsync(path, new { reason = " " })).Status);
        Sale.Must(await sale.Operator.PostAsync(path, new { reason = "The parcel number belongs to another parcel." }), 200);
        Sale.Must(await sale.Operator.PostAsync(path, new { reason = "The parcel number belongs to another parcel." }), 200);
        await Pass(TimeSpan.FromHours(80));
        Assert.Equal([("manual", "The parcel number belongs to another parcel.")], await BlocksAsync(sale.Seller, sale));
        Assert.Empty(await BlocksAsync(sale.Buyer, sale));
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));

        Sale.Must(await sale.Operator.DeleteAsync(path), 200);
        Sale.Must(await sale.Operator.DeleteAsync(path), 200);
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Single(await sale.EventsAsync(), "payoutBlocked");
    }

    [Fact]
    public async Task Everything_that_holds_a_payout_back_is_named()
    {
        var sale = await ShippedAsync();
        Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/complaints", new { message = "It is broken." }, "complain"), 201);
        Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/refund-requests", new { all = true }, "ask"), 201);
        Sale.Must(await sale.Operator.PostAsync($"sellers/{sale.SellerId}/restriction", new { reason = "Too many complaints." }), 200);
        Sale.Must(await sale.Operator.PutAsync("ops/payouts-pause", new { paused = true, reason = "The year is being closed." }), 200);
        Assert.Equal(
            ["refundInFlight", "complaintOpen", "sellerRestricted", "globalPause"],
            (await BlocksAsync(sale.Seller, sale)).Select(b => b.Kind));
        Sale.Must(await sale.Operator.PutAsync("ops/payouts-pause", new { paused = false }), 200);
        Assert.Contains(("sellerRestricted", "Too many complaints."), await BlocksAsync(sale.Operator, sale));
    }

    private static async Task<IReadOnlyList<(string? Kind, string? Reason)>> BlocksAsync(SaleClient person, Sale sale) =>
        Sale.Must(await person.GetAsync($"orders/{sale.OrderId}"), 200).Body.TryGetProperty("blocks", out var blocks)
            ? [.. blocks.EnumerateArray().Select(b => (b.GetProperty("kind").GetString(), b.GetProperty("reason").GetString()))]
            : [];
}
