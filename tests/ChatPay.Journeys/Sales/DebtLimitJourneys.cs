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

    /// <summary>Refunds after the payout come out of the platform's balance: a seller with accomplices must not cash out with
    /// them.</summary>
    [Fact]
    public async Task What_was_paid_out_is_refunded_by_the_seller_only_up_to_the_limit()
    {
        var sale = await ShippedAsync();
        List<string> orders = [sale.OrderId];
        for (var n = 2; n <= 7; n++)
        {
            await sale.RequestPaymentAsync($"request-{n}");
            await sale.ApproveInBrowserAsync(await sale.CheckoutAsync($"checkout-{n}"));
            await sale.ShipAsync();
            orders.Add(sale.OrderId);
        }

        await Pass(TimeSpan.FromHours(75));
        var answers = await Task.WhenAll(orders.Select(id => RefundAsync(sale.Seller, id, "all")));
        foreach (var refusal in answers.Where(a => a.Status != 201))
            Assert.Equal((409, "refund-needs-operator"), (refusal.Status, refusal["code"]));
        Assert.InRange(answers.Count(a => a.Status == 201), 0, 3);
        await Pass(TimeSpan.FromHours(2));
        Assert.InRange(await OwedAsync(sale, orders), 0, 200_00);

        // At the same time fewer may have passed; one after another, as many as the limit takes.
        var left = new Queue<string>(orders.Where((_, n) => answers[n].Status != 201));
        while ((await RefundAsync(sale.Seller, left.Peek(), "again")).Status == 201)
        {
            left.Dequeue();
            await Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(orders.Count - 3, left.Count);
        Assert.Equal(3 * 54_50, await OwedAsync(sale, orders));

        // A refusal keeps nothing back for a smaller refund, and an operator is told and can refund.
        var refused = left.Dequeue();
        Sale.Must(await sale.Seller.PostAsync($"orders/{refused}/refunds", new { amount = Sale.Usd("5.00") }, "part"), 201);
        Assert.Contains(refused, await AlertsAsync(sale, "refund-needs-operator"));
        await Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(201, (await RefundAsync(sale.Operator, refused, "rest")).Status);
        await Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("refunded", (await sale.Buyer.GetAsync($"orders/{refused}"))["status"]);

        // Neither a request granted nor a complaint resolved gets around it.
        var (wanted, complained) = (left.Dequeue(), left.Dequeue());
        Sale.Must(await sale.Buyer.PostAsync($"orders/{wanted}/refund-requests", new { all = true }, "asked"), 201);
        Assert.Equal(
            "refund-needs-operator",
            (await sale.Seller.PostAsync($"orders/{wanted}/refund-requests/1/decision", new { decision = "grant" }, "granted"))["code"]);
        Sale.Must(await sale.Buyer.PostAsync($"orders/{complained}/complaints", new { message = "Broken." }, "complained"), 201);
        Assert.Equal(
            "refund-needs-operator",
            (await sale.Seller.PostAsync(
                $"orders/{complained}/complaints/1/decision",
                new { decision = "resolve", refund = new { all = true } },
                "resolved"))["code"]);
        Assert.Equal(
            200,
            (await sale.Seller.PostAsync($"orders/{complained}/complaints/1/decision", new { decision = "resolve" }, "resolved-2")).Status);
    }

    private static Task<SaleClient.Answer> RefundAsync(SaleClient by, string orderId, string key) =>
        by.PostAsync($"orders/{orderId}/refunds", new { all = true }, key);

    private static async Task<long> OwedAsync(Sale sale, IEnumerable<string> orders)
    {
        var owed = 0L;
        foreach (var id in orders)
            owed += (await Book.OfAsync(sale.Operator, id))["debt"];
        return owed;
    }

    private static async Task<IReadOnlyList<string>> AlertsAsync(Sale sale, string kind) =>
        [
            .. Sale.Must(await sale.Operator.GetAsync($"ops/attention?limit=100&kind={kind}"), 200)
                .Body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("subject").GetString()!),
        ];

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
