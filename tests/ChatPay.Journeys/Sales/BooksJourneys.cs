using System.Text.RegularExpressions;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>The seller's and the buyer's view of their money.</summary>
public sealed class BooksJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_seller_reads_balance_payouts_statement_and_year_as_the_sale_goes_on()
    {
        var from = Day();
        var sale = await ShippedAsync();
        var balance = Sale.Must(await sale.Seller.GetAsync("sellers/me/balance"), 200).Body;
        Assert.Equal((52_11, 0, 0), (Cents(balance, "held"), Cents(balance, "payable"), Cents(balance, "debt")));
        Assert.True(balance.TryGetProperty("nextDueAt", out _));
        Assert.Equal(52_11, Cents(balance, "nextDue"));
        Assert.All(await WeeksAsync(sale), week => Assert.Equal((0, 0), week));

        await Pass(TimeSpan.FromHours(75));
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { amount = Sale.Usd("20.00") }, "refund"), 201);
        await Clock.DrainAsync();
        balance = Sale.Must(await sale.Seller.GetAsync("sellers/me/balance"), 200).Body;
        Assert.Equal((0, 20_00), (Cents(balance, "held"), Cents(balance, "debt")));

        Assert.Equal(8, (await WeeksAsync(sale)).Count);
        Assert.Equal([(1, 52_11)], (await WeeksAsync(sale, "?weeks=2")).Where(week => week.Count > 0));
        foreach (var wrong in new[] { "0", "54", "-1", "many" })
            Assert.Equal("weeks-invalid", (await sale.Seller.GetAsync("sellers/me/payout-weeks?weeks=" + wrong))["code"]);
        var payout = Assert.Single(
            Sale.Must(await sale.Seller.GetAsync("sellers/me/payouts"), 200).Body.GetProperty("items").EnumerateArray());
        foreach (var (status, count) in new[] { ("paid", 1), ("withheld", 0) })
            Assert.Equal(count, Sale.Must(
                await sale.Seller.GetAsync($"sellers/me/payouts?status={status}"), 200).Body.GetProperty("items").GetArrayLength());
        Assert.Equal(400, (await sale.Seller.GetAsync("sellers/me/payouts?status=gone")).Status);
        Assert.Equal(("paid", 52_11), (payout.GetProperty("status").GetString(), Cents(payout, "amount")));
        var statement = Sale.Must(await sale.Seller.GetAsync($"sellers/me/statement?from={from}&to={Day()}"), 200).Body;
        Assert.Equal((0, -20_00), (Cents(statement, "opening"), Cents(statement, "closing")));
        Assert.Equal([54_50, -2_39, -52_11, -20_00], statement.GetProperty("lines").EnumerateArray().Select(l => Cents(l, "amount")));
        var year = Sale.Must(await sale.Seller.GetAsync($"sellers/me/tax-summary?year={Clock.GetUtcNow().Year}"), 200)
            .Body.GetProperty("total");
        Assert.Equal((54_50, 20_00, 2_39), (Cents(year, "gross"), Cents(year, "returned"), Cents(year, "fees")));
    }

    [Fact]
    public async Task A_statement_is_a_table_for_who_asks_for_one()
    {
        var sale = await PaidAsync();
        var csv = await sale.Seller.TextAsync($"sellers/me/statement?from={Day()}&to={Day()}&format=csv");
        Assert.StartsWith("time,order,what,amount,balance,currency\r\n", csv, StringComparison.Ordinal);
        Assert.Contains($"{sale.OrderId},capture completed,54.50,54.50,USD", csv, StringComparison.Ordinal);
        Assert.Equal(400, (await sale.Seller.GetAsync("sellers/me/statement?from=2026-03-31&to=2026-03-01")).Status);
        Assert.Equal(400, (await sale.Seller.GetAsync("sellers/me/statement?from=yesterday")).Status);
        Assert.Equal(400, (await sale.Seller.GetAsync("sellers/me/tax-summary?year=2999")).Status);
        Assert.Equal(404, (await sale.Buyer.GetAsync("sellers/me/statement")).Status);
    }

    [Fact]
    public async Task Orders_are_listed_in_pages_the_newest_first_across_months()
    {
        var sale = await RequestedAsync();
        var ids = new List<string> { sale.OrderId };
        for (var i = 2; i <= 5; i++)
        {
            await Pass(TimeSpan.FromDays(20));
            await sale.RequestPaymentAsync($"request-{i}");
            ids.Insert(0, sale.OrderId);
        }

        foreach (var person in new[] { sale.Seller, sale.Buyer })
        {
            var listed = new List<string>();
            string? cursor = null;
            do
            {
                var page = Sale.Must(await person.GetAsync($"orders?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}"), 200);
                listed.AddRange(page.Body.GetProperty("items").EnumerateArray().Select(o => o.GetProperty("id").GetString()!));
                cursor = page["next"];
            }
            while (cursor is not null);
            Assert.Equal(ids, listed);
        }

        var waiting = Sale.Must(await sale.Seller.GetAsync("orders?status=awaitingPayment"), 200)
            .Body.GetProperty("items")
            .EnumerateArray();
        Assert.Equal(sale.OrderId, Assert.Single(waiting).GetProperty("id").GetString());
        Assert.Equal(400, (await sale.Seller.GetAsync("orders?cursor=bm9uZQ")).Status);

        // Filtered pages are as full as those of the whole list, and only the last one has no next.
        var first = Sale.Must(await sale.Seller.GetAsync("orders?status=expired&limit=3"), 200);
        var last = Sale.Must(await sale.Seller.GetAsync($"orders?status=expired&limit=3&cursor={first["next"]}"), 200);
        Assert.Equal(
            (3, 1, null),
            (first.Body.GetProperty("items").GetArrayLength(), last.Body.GetProperty("items").GetArrayLength(), last["next"]));
        var unknown = await sale.Seller.GetAsync("orders?status=awaiting%20payment");
        Assert.Equal((400, "status-invalid", "status"), (unknown.Status, unknown["code"], unknown["field"]));
    }

    [Fact]
    public async Task A_receipt_names_seller_processor_refunds_and_hold_and_nobody_elses_money()
    {
        var sale = await RequestedAsync();
        Assert.Equal(409, (await sale.Buyer.GetAsync($"orders/{sale.OrderId}/receipt")).Status);
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { amount = Sale.Usd("10.00") }, "refund"), 201);
        await Clock.DrainAsync();

        var receipt = Sale.Must(await sale.Buyer.GetAsync($"orders/{sale.OrderId}/receipt"), 200);
        Assert.Equal(
            ("Example Pottery", "PayPal", "PAYPAL *EXAMPLEPOTTERY"),
            (receipt["seller"], receipt["processor"], receipt["statementDescriptor"]));
        Assert.Equal(10_00, Cents(Assert.Single(receipt.Body.GetProperty("refunds").EnumerateArray()), "amount"));
        Assert.Contains("on hold", receipt["hold"], StringComparison.Ordinal);
        // The members' names: ids are random, and may spell any short word.
        Assert.DoesNotContain(
            Regex.Matches(receipt.Body.GetRawText(), @"""(\w+)"":").Select(m => m.Groups[1].Value),
            name => name.Contains("fee", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(404, (await (await RequestedAsync("stranger")).Buyer.GetAsync($"orders/{sale.OrderId}/receipt")).Status);
    }

    private string Day() => Clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<(int Count, long Amount)>> WeeksAsync(Sale sale, string query = "") =>
    [
        .. Sale.Must(await sale.Seller.GetAsync("sellers/me/payout-weeks" + query), 200).Body.GetProperty("items").EnumerateArray()
            .Select(week => (week.GetProperty("count").GetInt32(), Cents(week, "amount"))),
    ];

    private static long Cents(System.Text.Json.JsonElement parent, string name) => Book.Cents(parent.GetProperty(name));
}
