using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>An operator finds an order by a carrier's or PayPal's number, and sees which sellers wait.</summary>
public sealed class SearchJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task An_order_is_found_by_whatever_a_buyer_a_carrier_or_PayPal_calls_it()
    {
        var sale = await ShippedAsync();
        Sale.Must(
            await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { amount = Sale.Usd("5.00") }, "part-back"), 200, 201, 202);
        await Clock.DrainAsync();
        var dispute = await PayPal.OpenDisputeAsync(CaptureOf(sale).Id);
        await Clock.DrainAsync();
        var order = Sale.Must(await sale.Operator.GetAsync($"orders/{sale.OrderId}"), 200);

        foreach (var query in new[]
        {
            $"orderId={sale.OrderId}",
            $"buyerId={order["buyerId"]}",
            $"sellerId={sale.SellerId}",
            $"payPalId={CaptureOf(sale).Id}",
            $"payPalId={CaptureOf(sale).Id.ToLowerInvariant()}",
            $"payPalId={Assert.Single(PayPal.RefundsOf(sale)).Id}",
            $"payPalId={dispute.Id}",
        })
            Assert.Equal((query, sale.OrderId), (query, Assert.Single(await FoundAsync(sale, query))));
        // Other sales of the tests have the same number.
        Assert.Contains(sale.OrderId, await FoundAsync(sale, "trackingNumber=9400100000000000000000"));
    }

    [Fact]
    public async Task A_buyer_and_a_seller_find_their_own_order_by_any_of_its_names_and_nobody_else_does()
    {
        var sale = await ShippedAsync();
        var other = await PaidAsync("stranger");
        foreach (var called in new[] { sale.OrderId, CaptureOf(sale).Id, "9400%201000%200000%200000%200000%2000" })
        {
            Assert.Equal([sale.OrderId], await OwnAsync(sale.Seller, called));
            Assert.Equal([sale.OrderId], await OwnAsync(sale.Buyer, called));
            Assert.Equal([sale.OrderId], await OwnAsync(sale.Seller, called + "&status=shipped"));
            Assert.Empty(await OwnAsync(sale.Seller, called + "&status=paid"));
            Assert.Empty(await OwnAsync(other.Seller, called));
            Assert.Empty(await OwnAsync(other.Buyer, called));
        }

        foreach (var wrong in new[] { "", "%20", new string('A', 101) })
            Assert.Equal("order-query-invalid", (await sale.Seller.GetAsync("orders?q=" + wrong))["code"]);

        static async Task<IReadOnlyList<string>> OwnAsync(SaleClient who, string called) =>
            IdsOf(Sale.Must(await who.GetAsync("orders?q=" + called), 200));
    }

    [Fact]
    public async Task What_nothing_has_is_an_empty_list_and_a_corrected_number_is_not_found()
    {
        var sale = await PaidAsync();
        var shipment = Sale.Must(
            await sale.Seller.PostAsync(
                $"orders/{sale.OrderId}/shipments", new { carrier = "UPS", trackingNumber = "1Z999AA10123456784" }), 201);
        var path = $"orders/{sale.OrderId}/shipments/{shipment.Body.GetProperty("shipments")[0].GetProperty("id").GetString()}";
        Sale.Must(await sale.Seller.PatchAsync(path, new { carrier = "UPS", trackingNumber = "1Z12345E0205271688" }), 200);
        Assert.Equal([sale.OrderId], await FoundAsync(sale, "trackingNumber=1Z12345E0205271688"));

        foreach (var query in new[]
        {
            "trackingNumber=1Z999AA10123456784",
            "trackingNumber=%27%20or%20%27",
            "payPalId=PP-D-0",
            "orderId=ord-1",
            "buyerId=" + sale.SellerId,
            "sellerId=sel-1",
        })
            Assert.Empty(await FoundAsync(sale, query));
    }

    [Fact]
    public async Task A_search_by_nothing_or_by_two_things_is_refused_and_is_for_operators()
    {
        var sale = await PaidAsync();
        foreach (var query in new[] { "", "?orderId=", $"?orderId={sale.OrderId}&sellerId={sale.SellerId}", "?payPalId=" + new string('A', 101) })
        {
            var refused = await sale.Operator.GetAsync("ops/orders" + query);
            Assert.Equal((400, "order-query-invalid"), (refused.Status, refused["code"]));
        }

        Assert.Equal("parameter-unknown", (await sale.Operator.GetAsync("ops/orders?tracking=1"))["code"]);
        Assert.Equal(404, (await sale.Seller.GetAsync($"ops/orders?orderId={sale.OrderId}")).Status);
    }

    [Fact]
    public async Task Orders_with_one_tracking_number_come_in_pages()
    {
        var sale = await ShippedAsync();
        var numbered = await FoundAsync(sale, "trackingNumber=9400100000000000000000");
        for (var more = 0; more < 2; more++)
        {
            await sale.RequestPaymentAsync($"another-{more}");
            await sale.ApproveInBrowserAsync(await sale.CheckoutAsync($"another-{more}"));
            await sale.ShipAsync();
        }

        var seen = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = Sale.Must(
                await sale.Operator.GetAsync($"ops/orders?trackingNumber=9400100000000000000000&limit=1&cursor={next}"), 200);
            seen.Add(Assert.Single(IdsOf(page)));
            next = page["next"];
        }

        Assert.Equal(numbered.Count + 2, seen.Distinct().Count());
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public async Task Sellers_who_wait_for_verification_are_listed_until_they_are_verified()
    {
        var sale = await SellerAsync();
        Assert.DoesNotContain(sale.SellerId, await SellersAsync(sale, "?status=pending"));
        Sale.Must(await sale.Seller.PutAsync("sellers/me/payout-receiver", new { payPalMerchantId = "SEARCHEDSELR2" }), 200);
        Assert.Contains(sale.SellerId, await SellersAsync(sale, "?status=pending"));

        await sale.VerifyAsync();
        Sale.Must(await sale.Operator.PostAsync($"sellers/{sale.SellerId}/restriction", new { reason = "A question." }), 200);
        Assert.DoesNotContain(sale.SellerId, await SellersAsync(sale, "?status=pending"));
        Assert.Contains(sale.SellerId, await SellersAsync(sale, "?status=restricted"));
        Assert.Contains(sale.SellerId, await SellersAsync(sale, "?limit=1"));

        Assert.Equal("status-invalid", (await sale.Operator.GetAsync("sellers?status=waiting"))["code"]);
        Assert.Equal(404, (await sale.Seller.GetAsync("sellers")).Status);
    }

    private async Task<IReadOnlyList<string>> SellersAsync(Sale sale, string query)
    {
        var seen = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = Sale.Must(
                await sale.Operator.GetAsync($"sellers{query}{(query.Length > 0 ? '&' : '?')}cursor={next}"), 200);
            seen.AddRange(IdsOf(page));
            next = page["next"];
        }

        return seen;
    }

    private async Task<IReadOnlyList<string>> FoundAsync(Sale sale, string query) =>
        IdsOf(Sale.Must(await sale.Operator.GetAsync("ops/orders?" + query), 200));

    private static IReadOnlyList<string> IdsOf(SaleClient.Answer page) =>
        [.. page.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    private Local.Simulators.PayPal.Payments.SimulatedCapture CaptureOf(Sale sale) =>
        Assert.Single(PayPal.Captures, capture => Checkout.OrderOfInvoice(capture.InvoiceId) == sale.OrderId);
}
