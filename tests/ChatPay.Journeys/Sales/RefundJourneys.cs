using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>Refunds: by the seller, at the buyer's request, or in the provider's dashboard.</summary>
public sealed class RefundJourneys(JourneyPlatform platform) : Journey(platform)
{
    private static readonly TimeSpan ToThePayout = TimeSpan.FromHours(75);

    [Fact]
    public async Task A_part_given_back_in_the_hold_reaches_the_buyer_and_the_seller_is_paid_the_rest()
    {
        var sale = await ShippedAsync();
        var given = Sale.Must(await GiveAsync(sale, new { amount = Usd("10.00"), message = "One handle is chipped." }), 201);
        Assert.Equal("refunding", given["status"]);
        Assert.Equal(201, (await GiveAsync(sale, new { amount = Usd("10.00"), message = "One handle is chipped." })).Status);
        await Clock.DrainAsync();

        Assert.Equal("shipped", await sale.StatusAsync());
        var refund = Assert.Single(PayPal.RefundsOf(sale));
        Assert.Equal(("COMPLETED", 10_00), (refund.Status, refund.Amount));
        await Pass(ToThePayout);
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(42_11, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
    }

    [Fact]
    public async Task Everything_given_back_before_it_is_shipped_ends_the_order()
    {
        var sale = await PaidAsync();
        Sale.Must(await GiveAsync(sale, new { all = true }), 201);
        await Clock.DrainAsync();
        Assert.Equal("refunded", await sale.StatusAsync());
        Assert.Equal(54_50, Assert.Single(PayPal.RefundsOf(sale)).Amount);
        var late = await sale.Seller.PostAsync($"orders/{sale.OrderId}/shipments", new { });
        Assert.Equal((409, "refunded"), (late.Status, late["code"]));
        await Pass(TimeSpan.FromDays(8));
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));
    }

    [Fact]
    public async Task A_part_given_back_after_the_payout_is_the_sellers_debt()
    {
        var sale = await ShippedAsync();
        await Pass(ToThePayout);
        Sale.Must(await GiveAsync(sale, new { amount = Usd("20.00") }), 201);
        await Clock.DrainAsync();
        var book = await Book.OfAsync(sale);
        Assert.Equal((20_00, 0, 0), (book["debt"], book["payable"], book["refund:inflight"]));
        Assert.Equal("paidOut", await sale.StatusAsync());
    }

    [Fact]
    public async Task What_a_seller_owes_is_kept_from_the_next_payout()
    {
        var sale = await ShippedAsync();
        await Pass(ToThePayout);
        var first = sale.OrderId;
        Sale.Must(await GiveAsync(sale, new { amount = Usd("20.00") }), 201);

        await sale.RequestPaymentAsync("request-2");
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync("checkout-2"));
        await sale.ShipAsync();
        await Pass(ToThePayout);
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(32_11, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
        var book = await Book.OfAsync(sale.Operator, first);
        Assert.Equal((0, 20_00), (book["debt"], book["netting"]));
        Assert.Contains("debtNetted", await sale.EventsAsync());
    }

    [Fact]
    public async Task A_debt_that_will_not_be_paid_is_written_off_by_the_operator_once()
    {
        var sale = await ShippedAsync();
        await Pass(ToThePayout);
        Sale.Must(await GiveAsync(sale, new { amount = Usd("20.00") }), 201);
        await Clock.DrainAsync();
        var path = $"orders/{sale.OrderId}/debt-write-off";
        Assert.Equal(404, (await sale.Seller.PostAsync(path, new { reason = "Please." }, "off")).Status);
        Sale.Must(await sale.Operator.PostAsync(path, new { reason = "The shop has closed." }, "off"), 200);
        Sale.Must(await sale.Operator.PostAsync(path, new { reason = "The shop has closed." }, "off"), 200);
        var book = await Book.OfAsync(sale);
        Assert.Equal((0, 20_00), (book["debt"], book["costs:losses"]));
    }

    [Fact]
    public async Task A_request_of_the_buyer_keeps_the_payout_back_until_the_seller_denies_it()
    {
        var sale = await ShippedAsync();
        var asked = Sale.Must(
            await sale.Buyer.PostAsync(
                $"orders/{sale.OrderId}/refund-requests", new { all = true, message = "It has not arrived." }, "ask"),
            201);
        Assert.DoesNotContain("refund-requests", asked.Body.GetProperty("allowedActions").EnumerateArray().Select(a => a.GetString()));
        await Pass(TimeSpan.FromDays(4));
        Assert.Equal("shipped", await sale.StatusAsync());
        Assert.Contains("refundRequestUnanswered", await sale.EventsAsync());

        var decision = $"orders/{sale.OrderId}/refund-requests/1/decision";
        Assert.Equal(400, (await sale.Seller.PostAsync(decision, new { decision = "deny" }, "no-words")).Status);
        Sale.Must(
            await sale.Seller.PostAsync(decision, new { decision = "deny", message = "The carrier says it was delivered." }, "no"), 200);
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Empty(PayPal.RefundsOf(sale));
    }

    [Fact]
    public async Task A_request_that_the_seller_grants_is_refunded_once()
    {
        var sale = await ShippedAsync();
        Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/refund-requests", new { lines = new[] { 0 } }, "ask"), 201);
        var decision = $"orders/{sale.OrderId}/refund-requests/1/decision";
        Assert.Equal(
            404,
            (await sale.Seller.PostAsync($"orders/{sale.OrderId}/refund-requests/2/decision", new { decision = "grant" }, "nothing")).Status
        );
        Assert.Equal("idempotency-key-missing", (await sale.Seller.PostAsync(decision, new { decision = "grant" }))["code"]);
        Sale.Must(await sale.Seller.PostAsync(decision, new { decision = "grant" }, "yes"), 200);
        Sale.Must(await sale.Seller.PostAsync(decision, new { decision = "grant" }, "yes-again"), 200);
        await Clock.DrainAsync();
        Assert.Equal("refunded", await sale.StatusAsync());
        Assert.Equal(54_50, Assert.Single(PayPal.RefundsOf(sale)).Amount);
    }

    [Fact]
    public async Task A_refund_made_in_the_dashboard_is_taken_over()
    {
        var sale = await ShippedAsync();
        var capture = Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId);
        await PayPal.RefundInDashboardAsync(capture.Id, 10_00);
        await Clock.DrainAsync();

        var order = Sale.Must(await sale.Buyer.GetAsync($"orders/{sale.OrderId}"), 200).Body;
        var refund = Assert.Single(order.GetProperty("refunds").EnumerateArray());
        Assert.Equal(("adopted", "completed"), (refund.GetProperty("reason").GetString(), refund.GetProperty("status").GetString()));
        await Pass(ToThePayout);
        Assert.Equal(42_11, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
    }

    [Fact]
    public async Task A_refund_that_was_made_in_the_dashboard_unheard_is_not_made_again()
    {
        var sale = await PaidAsync();
        using (Deaf())
            await PayPal.RefundInDashboardAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id);
        Sale.Must(await GiveAsync(sale, new { all = true }), 201);
        await Pass(TimeSpan.FromMinutes(5));

        Assert.Equal("refunded", await sale.StatusAsync());
        Assert.Equal(54_50, Assert.Single(PayPal.RefundsOf(sale)).Amount);
        var book = await Book.OfAsync(sale);
        Assert.Equal((0, 0, -2_39), (book["held"] + book["debt"] - 2_39, book["refund:inflight"], book["processor:balance"]));
    }

    [Fact]
    public async Task Whoever_is_not_the_seller_gives_nothing_back_and_too_much_is_refused()
    {
        var sale = await ShippedAsync();
        var other = await SellerAsync("another seller");
        var path = $"orders/{sale.OrderId}/refunds";
        Assert.Equal(404, (await other.Seller.PostAsync(path, new { }, "key")).Status);
        Assert.Equal(404, (await sale.Buyer.PostAsync(path, new { }, "key")).Status);
        Assert.Equal((400, "idempotency-key-missing"), Of(await sale.Seller.PostAsync(path, new { })));
        Assert.Equal((422, "refund-too-large"), Of(await GiveAsync(sale, new { amount = Usd("54.51") })));
        Assert.Equal((422, "refund-zero"), Of(await GiveAsync(sale, new { amount = Usd("0.00") })));
        Assert.Equal((422, "no-such-line"), Of(await GiveAsync(sale, new { lines = new[] { 1 } })));
        Assert.Equal((400, "refund-ambiguous"), Of(await GiveAsync(sale, new { lines = new[] { 0 }, amount = Usd("1.00") })));
        Assert.Equal((409, "not-paid"), Of(await GiveAsync(await RequestedAsync("unpaid sale"), new { all = true })));
        Assert.Empty(PayPal.RefundsOf(sale));

        Sale.Must(await sale.Operator.PostAsync(path, new { amount = Usd("1.00") }, "operator"), 201);
        Assert.Equal((422, "idempotency-key-reused"), Of(await sale.Operator.PostAsync(path, new { amount = Usd("2.00") }, "operator")));
        await Clock.DrainAsync();
        Assert.Equal(1_00, Assert.Single(PayPal.RefundsOf(sale)).Amount);
    }

    private static Task<SaleClient.Answer> GiveAsync(Sale sale, object wish) =>
        sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", wish, "refund");

    private static (int, string?) Of(SaleClient.Answer answer) => (answer.Status, answer["code"]);

    private static object Usd(string amount) => new { amount, currency = "USD" };
}
