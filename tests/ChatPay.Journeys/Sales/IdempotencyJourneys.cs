using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>A repeated request gets its first response, whatever the operation.</summary>
public sealed class IdempotencyJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_repeated_shipment_gets_its_first_answer_and_another_body_under_its_key_is_refused()
    {
        var sale = await PaidAsync();
        var path = $"orders/{sale.OrderId}/shipments";
        var body = new { carrier = "USPS", trackingNumber = "9400100000000000000000" };
        var first = await sale.Seller.PostAsync(path, body, "ship-1");
        Assert.Equal(201, first.Status);
        await Clock.DrainAsync();

        var again = await sale.Seller.PostAsync(path, body, "ship-1");
        Assert.Equal((201, first.Body.GetRawText()), (again.Status, again.Body.GetRawText()));
        var other = await sale.Seller.PostAsync(path, new { carrier = "UPS", trackingNumber = "1Z999AA10123456784" }, "ship-1");
        Assert.Equal((422, "idempotency-key-reused"), (other.Status, other["code"]));
        Assert.Equal((409, "already-shipped"), Of(await sale.Seller.PostAsync(path, body, "ship-2")));
        Assert.Single(Sale.Must(await sale.Seller.GetAsync($"orders/{sale.OrderId}"), 200).Body.GetProperty("shipments").EnumerateArray());
    }

    [Fact]
    public async Task A_key_belongs_to_its_caller_and_is_forgotten_after_thirty_days()
    {
        var (sale, other) = (await SellerAsync("first"), await SellerAsync("second"));
        Assert.Equal(200, (await PutAsync(sale, "one@pottery.example")).Status);
        Assert.Equal(200, (await PutAsync(other, "two@pottery.example")).Status);
        Assert.Equal((422, "idempotency-key-reused"), Of(await PutAsync(sale, "three@pottery.example")));

        await Pass(TimeSpan.FromDays(31));
        Assert.Equal(200, (await PutAsync(sale, "three@pottery.example")).Status);
    }

    /// <summary>A key used days ago once led to a PayPal page that was gone.</summary>
    [Fact]
    public async Task A_repeated_checkout_never_leads_to_a_link_that_is_dead()
    {
        var sale = await RequestedAsync();
        var path = $"orders/{sale.OrderId}/checkout";
        var first = Sale.Must(await sale.Buyer.PostAsync(path, new { }, "pay-1"), 200)["approveUrl"];
        Assert.Equal(first, Sale.Must(await sale.Buyer.PostAsync(path, new { }, "pay-1"), 200)["approveUrl"]);

        await Pass(TimeSpan.FromHours(7));
        var second = Sale.Must(await sale.Buyer.PostAsync(path, new { }, "pay-1"), 200)["approveUrl"]!;
        Assert.NotEqual(first, second);
        await sale.ApproveInBrowserAsync(new Uri(second));
        Assert.Equal("paid", await sale.StatusAsync());
        Assert.Equal((409, "already-paid"), Of(await sale.Buyer.PostAsync(path, new { }, "pay-1")));
    }

    /// <summary>The answer "verified" was once repeated after the identity data had been erased.</summary>
    [Fact]
    public async Task What_a_seller_has_erased_is_handed_in_anew_under_its_old_key()
    {
        var sale = await SellerAsync();
        Assert.Equal(200, (await PutAsync(sale, "one@pottery.example")).Status);
        Sale.Must(await sale.Seller.DeleteAsync("sellers/me/contact"), 200);
        Assert.Equal("true", Sale.Must(await PutAsync(sale, "one@pottery.example"), 200)["getsMail"]);
        Assert.Equal("true", Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["getsMail"]);

        Sale.Must(await PutAsync(sale, "one@pottery.example"), 200);
        Sale.Must(await sale.Seller.DeleteAsync("sellers/me/kyc"), 202);
        // No response about the account is stored: another body under the same key is a new request, not a reuse.
        Assert.Equal(200, (await PutAsync(sale, "two@pottery.example")).Status);
    }

    [Fact]
    public async Task A_refusal_leaves_its_key_free()
    {
        var sale = await RequestedAsync();
        Assert.Equal((409, "not-paid"), Of(await sale.Seller.PostAsync($"orders/{sale.OrderId}/shipments", new { }, "ship-1")));
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        Assert.Equal(201, (await sale.Seller.PostAsync($"orders/{sale.OrderId}/shipments", new { }, "ship-1")).Status);
    }

    private static Task<SaleClient.Answer> PutAsync(Sale sale, string email) =>
        sale.Seller.SendAsync(HttpMethod.Put, "sellers/me/contact", new { email }, "contact-1");

    private static (int, string?) Of(SaleClient.Answer answer) => (answer.Status, answer["code"]);
}
