using System.Text.Json;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Web;

namespace ChatPay.Journeys.Access;

/// <summary>The audit trail tells who did what, without any content.</summary>
public sealed class AuditJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task What_was_done_to_an_order_and_to_a_seller_is_listed_with_who_did_it_and_what_was_refused()
    {
        var sale = await ShippedAsync();
        Assert.Equal(409, (await sale.Seller.PostAsync($"orders/{sale.OrderId}/cancellation")).Status);
        Sale.Must(await sale.Operator.PostAsync($"sellers/{sale.SellerId}/restriction", new { reason = "canary-reason" }), 200);

        var order = await EntriesAsync(sale, $"subject={sale.OrderId}");
        Assert.Equal(
            ["CancelRequest request-ended", "MarkShipped done"],
            order.Where(e => e.Actor == sale.SellerId).Select(e => $"{e.Action} {e.Outcome}"));
        Assert.Contains(order, e => e.Action == "CheckoutOrder" && e.Actor.StartsWith("byr-", StringComparison.Ordinal));
        var seller = await EntriesAsync(sale, $"subject={sale.SellerId}");
        Assert.Equal(
            ["RestrictSeller done", "RestrictSeller begun", "VerifySeller done", "VerifySeller begun"],
            seller.Where(e => e.Actor.StartsWith("opr-", StringComparison.Ordinal)).Select(e => $"{e.Action} {e.Outcome}"));
        Assert.Equal(["SubmitKyc", "AcceptTerms", "RegisterSeller"], seller.Where(e => e.Actor == sale.SellerId).Select(e => e.Action));

        var sellers = await EntriesAsync(sale, $"day={Clock.GetUtcNow():yyyy-MM-dd}&actor={sale.SellerId}");
        Assert.All(sellers, e => Assert.Equal(sale.SellerId, e.Actor));
        Assert.Empty(order.Concat(seller).Where(e => e.Actor == sale.SellerId).Except(sellers));

        var day = await EntriesAsync(sale, $"day={Clock.GetUtcNow():yyyy-MM-dd}");
        Assert.All(seller.Concat(order), e => Assert.Contains(e, day));
        Assert.DoesNotContain(await TextAsync(sale, $"day={Clock.GetUtcNow():yyyy-MM-dd}"), "canary-", StringComparison.Ordinal);
    }

    /// <summary>One token could write a million rows a day, under anybody's order.</summary>
    [Fact]
    public async Task What_is_refused_again_and_again_is_listed_once_an_hour_and_buries_nobodys_trail()
    {
        var sale = await ShippedAsync();
        var stranger = sale.As("a stranger", "buyer");
        var before = await EntriesAsync(sale, $"subject={sale.OrderId}");
        const string NoOrder = "ord-00000000000000000000000000";
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(404, (await stranger.PostAsync($"orders/{sale.OrderId}/decline")).Status);
            Assert.Equal(404, (await stranger.PostAsync($"orders/{NoOrder}/decline")).Status);
        }

        Assert.Equal("DeclineRequest not-found", Assert.Single((await NewAsync()).Select(e => $"{e.Action} {e.Outcome}")));
        Assert.Empty(await EntriesAsync(sale, $"subject={NoOrder}"));

        // Another action, another code, another caller, another hour: each is listed.
        Assert.Equal(404, (await stranger.PostAsync($"orders/{sale.OrderId}/delivery-confirmation")).Status);
        Assert.Equal(404, (await sale.As("another", "buyer").PostAsync($"orders/{sale.OrderId}/decline")).Status);
        Assert.Equal(409, (await sale.Buyer.PostAsync($"orders/{sale.OrderId}/decline")).Status);
        await Pass(TimeSpan.FromHours(1));
        Assert.Equal(404, (await stranger.PostAsync($"orders/{sale.OrderId}/decline")).Status);
        Assert.Equal(5, (await NewAsync()).Count);

        // An operator's calls are all listed.
        for (var i = 0; i < 2; i++)
            Assert.Equal(404, (await sale.Operator.PostAsync($"orders/{NoOrder}/index-rebuild")).Status);
        Assert.Equal(4, (await EntriesAsync(sale, $"subject={NoOrder}")).Count);

        async Task<IReadOnlyList<Entry>> NewAsync() => [.. (await EntriesAsync(sale, $"subject={sale.OrderId}")).Except(before)];
    }

    /// <summary>The acceptance is recorded in the order before PayPal refuses it.</summary>
    [Fact]
    public async Task What_has_changed_an_order_before_it_was_refused_is_listed_each_time()
    {
        var sale = await ShippedAsync();
        var first = sale.OrderId;
        await AcceptAsync(sale);
        await sale.RequestPaymentAsync("request-2");
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync("checkout-2"));
        await sale.ShipAsync();
        await AcceptAsync(sale);

        foreach (var order in new[] { first, sale.OrderId })
            Assert.Single(
                await EntriesAsync(sale, $"subject={order}"), e => e is { Action: "AcceptDispute", Outcome: "case-step-refused" });

        async Task AcceptAsync(Sale of)
        {
            var dispute = await PayPal.OpenDisputeAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == of.OrderId).Id);
            await Clock.DrainAsync();
            PayPal.Faults.Next("accept-claim", Fault.Unauthenticated, 20);
            var refused = await of.Seller.PostAsync($"orders/{of.OrderId}/cases/{dispute.Id}/acceptance", new { }, "accept");
            PayPal.Faults.Clear();
            Assert.Equal((409, "case-step-refused"), (refused.Status, refused["code"]));
        }
    }

    [Fact]
    public async Task The_trail_is_for_operators_and_asks_for_a_subject_or_a_day()
    {
        var sale = await SellerAsync();
        Assert.Equal(404, (await sale.Seller.GetAsync("ops/audit")).Status);
        foreach (var query in new[] { "subject=nonsense", "day=yesterday", $"subject={sale.SellerId}&day=2026-03-02" })
            Assert.Equal(
                (400, "audit-query-invalid"),
                (await sale.Operator.GetAsync("ops/audit?" + query) is var answer ? answer.Status : 0, answer["code"]));
        var first = Sale.Must(await sale.Operator.GetAsync($"ops/audit?subject={sale.SellerId}&limit=2"), 200);
        var second = Sale.Must(await sale.Operator.GetAsync($"ops/audit?subject={sale.SellerId}&limit=2&cursor={first["next"]}"), 200);
        Assert.Empty(Read(first.Body).Intersect(Read(second.Body)));
    }

    private sealed record Entry(DateTimeOffset At, string Actor, string Action, string Outcome);

    private static async Task<IReadOnlyList<Entry>> EntriesAsync(Sale sale, string query) =>
        Read(Sale.Must(await sale.Operator.GetAsync($"ops/audit?limit=100&{query}"), 200).Body);

    private static async Task<string> TextAsync(Sale sale, string query) =>
        Sale.Must(await sale.Operator.GetAsync($"ops/audit?limit=100&{query}"), 200).Body.GetRawText();

    private static IReadOnlyList<Entry> Read(JsonElement page) =>
        [
            .. page.GetProperty("items")
                .EnumerateArray()
                .Select(e => new Entry(
                    e.GetProperty("at").GetDateTimeOffset(),
                    e.GetProperty("actor").GetString()!,
                    e.GetProperty("action").GetString()!,
                    e.GetProperty("outcome").GetString()!)),
        ];
}
