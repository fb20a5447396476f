using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>A seller in debt for too long cannot sell, and pays with earlier sales.</summary>
public sealed class DebtLimitJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task Who_owes_for_a_month_cannot_sell_until_the_debt_is_paid()
    {
        var sale = await ShippedAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { amount = Sale.Usd("20.00") }, "refund"), 201);
        await Pass(TimeSpan.FromDays(29));
        Assert.Equal("active", await SellerStateAsync(sale));
        await Pass(TimeSpan.FromDays(3));
        Assert.Equal("restricted", await SellerStateAsync(sale));
        Assert.Equal(422, (await AskAsync(sale, "request-2")).Status);
        Assert.Single(await ItemsAsync(sale));

        // An operator lets the seller sell for a while; the next payout pays the debt.
        Sale.Must(await sale.Operator.DeleteAsync($"sellers/{sale.SellerId}/restriction"), 200);
        await Pass(TimeSpan.FromDays(2));
        Assert.Equal("active", await SellerStateAsync(sale));
        Assert.Empty(await ItemsAsync(sale));
        await Pass(TimeSpan.FromDays(30));
        Assert.Equal("restricted", await SellerStateAsync(sale));

        Sale.Must(
            await sale.Operator.PostAsync($"orders/{sale.OrderId}/debt-write-off", new { reason = "Not to be had." }, "write-off"),
            200);
        await Pass(TimeSpan.FromDays(1));
        Assert.Equal("active", await SellerStateAsync(sale));
        Assert.Empty(await ItemsAsync(sale));
    }

    [Fact]
    public async Task A_payout_of_a_seller_who_owes_too_much_is_netted_and_the_seller_sells_again()
    {
        var sale = await ShippedAsync();
        var first = sale.OrderId;
        await Pass(TimeSpan.FromHours(75));
        Sale.Must(await sale.Seller.PostAsync($"orders/{first}/refunds", new { amount = Sale.Usd("20.00") }, "refund"), 201);
        await Pass(TimeSpan.FromDays(29.9));
        await sale.RequestPaymentAsync("request-2");
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync("checkout-2"));
        await Pass(TimeSpan.FromDays(2));
        Assert.Equal("restricted", await SellerStateAsync(sale));

        await sale.ShipAsync();
        await Pass(TimeSpan.FromDays(5));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(0, (await Book.OfAsync(sale.Operator, first))["debt"]);
        Assert.Equal("active", await SellerStateAsync(sale));
    }

    private static Task<SaleClient.Answer> AskAsync(Sale sale, string key) =>
        sale.Seller.PostAsync($"conversations/{sale.ConversationId}/payment-requests", Sale.TwoMugs(), key);

    private static async Task<string?> SellerStateAsync(Sale sale) => Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["status"];

    private static async Task<IReadOnlyList<string>> ItemsAsync(Sale sale) =>
        [
            .. Sale.Must(await sale.Operator.GetAsync("ops/attention?limit=100"), 200)
                .Body.GetProperty("items")
                .EnumerateArray()
                .Where(i => i.GetProperty("kind").GetString() == "debt-too-large" && i.GetProperty("subject").GetString() == sale.SellerId)
                .Select(i => i.GetRawText()),
        ];
}
