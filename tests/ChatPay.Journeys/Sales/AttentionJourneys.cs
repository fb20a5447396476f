using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Disputes;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.PayPal.Payouts;

namespace ChatPay.Journeys.Sales;

/// <summary>Whatever cannot continue by itself waits in the operator's list until the operator says what was done.</summary>
public sealed class AttentionJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_refund_that_is_refused_for_good_waits_for_the_operator()
    {
        var sale = await PaidAsync();
        PayPal.Outcomes.NextRefund(new RefundOutcome(Refusal: "REFUND_NOT_ALLOWED"));
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { all = true }, "refund"), 201);
        await Clock.DrainAsync();

        var item = Assert.Single(await OpenAsync(sale));
        Assert.Equal(("refund-refused", true), (item["kind"], item["what"]!.Contains("54.50 USD", StringComparison.Ordinal)));
        Assert.Equal(404, (await sale.Seller.GetAsync("ops/attention")).Status);
        var resolution = $"ops/attention/{item["id"]}/resolution";
        Assert.Equal(400, (await sale.Operator.PostAsync(resolution, new { resolution = " " })).Status);
        Assert.Equal(
            404,
            (await sale.Operator.PostAsync("ops/attention/att-00000000000000000000000000/resolution", new { resolution = "done" })).Status);
        Sale.Must(await sale.Operator.PostAsync(resolution, new { resolution = "Paid back by bank transfer." }), 200);
        Sale.Must(await sale.Operator.PostAsync(resolution, new { resolution = "Paid back by bank transfer." }), 200);
        Assert.Equal(409, (await sale.Operator.PostAsync(resolution, new { resolution = "Something else." })).Status);
        Assert.Empty(await OpenAsync(sale));

        // The money was moved outside of this app: it is no longer held for the seller.
        var paid = $"orders/{sale.OrderId}/refunds/1/paid-otherwise";
        Assert.Contains("refunds/1/paid-otherwise", await AllowedAsync(sale));
        Assert.Equal(404, (await sale.Seller.PostAsync(paid, new { message = "By me." }, "mine")).Status);
        Assert.Equal(400, (await sale.Operator.PostAsync(paid, new { message = " " }, "empty")).Status);
        for (var i = 0; i < 2; i++)
            Sale.Must(await sale.Operator.PostAsync(paid, new { message = "By bank transfer." }, "paid-otherwise"), 200);
        await PayPal.MoveToBankAsync(54_50);
        await Pass(TimeSpan.FromDays(2));
        Assert.Equal("refunded", await sale.StatusAsync());
        Assert.DoesNotContain("refunds/1/paid-otherwise", await AllowedAsync(sale));
        var book = await Book.OfAsync(sale);
        Assert.Equal((0, 0, 2_39, -2_39), (book["held"], book["refund:inflight"], book["debt"], book["processor:balance"]));
        Assert.Empty(await OpenAsync(sale));
        var told = Sale.Must(await sale.Buyer.GetAsync($"conversations/{sale.ConversationId}/messages"), 200).Body.GetRawText();
        Assert.Contains("54.50 USD was refunded to you (By bank transfer).", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refund_for_which_the_balance_is_short_is_told_after_a_day_and_made_when_it_is_filled()
    {
        var sale = await PaidAsync();
        var moved = PayPal.Balance;
        await PayPal.MoveToBankAsync(moved);
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { all = true }, "refund"), 201);
        await Pass(TimeSpan.FromHours(12));
        Assert.Empty(await OpenAsync(sale));
        await Pass(TimeSpan.FromHours(20));
        Assert.Equal("refund-slow", Assert.Single(await OpenAsync(sale))["kind"]);

        await PayPal.MoveToBankAsync(-moved);
        await Pass(TimeSpan.FromHours(7));
        Assert.Equal("refunded", await sale.StatusAsync());
        Assert.Single(PayPal.RefundsOf(sale));
        Assert.Empty(await OpenAsync(sale));
    }

    /// <summary>The seller was paid at once.</summary>
    [Fact]
    public async Task A_refund_that_the_operator_ends_is_owed_until_it_is_given_up()
    {
        var sale = await ShippedAsync();
        var moved = PayPal.Balance;
        await PayPal.MoveToBankAsync(moved);
        var amount = new { amount = "10.00", currency = "USD" };
        Sale.Must(await sale.Operator.PostAsync($"orders/{sale.OrderId}/refunds", new { amount }, "refund"), 201);
        await Clock.DrainAsync();
        var end = $"orders/{sale.OrderId}/refunds/1/end";
        Assert.Contains("refunds/1/end", await AllowedAsync(sale));
        Assert.Equal(404, (await sale.Seller.PostAsync(end, null, "mine")).Status);
        for (var i = 0; i < 2; i++)
            Sale.Must(await sale.Operator.PostAsync(end, null, "end-1"), 200);

        await PayPal.MoveToBankAsync(-moved);
        await Pass(TimeSpan.FromDays(5));
        var blocked = Sale.Must(await sale.Operator.GetAsync($"orders/{sale.OrderId}"), 200).Body;
        Assert.Contains("refundOwed", blocked.GetProperty("blocks").GetRawText(), StringComparison.Ordinal);
        Assert.Equal("failed", blocked.GetProperty("refunds")[0].GetProperty("status").GetString());
        Assert.Contains("an operator has ended the refund", Assert.Single(
            await OpenAsync(sale), i => i["kind"] == "refund-refused")["what"], StringComparison.Ordinal);

        for (var i = 0; i < 2; i++)
            Sale.Must(await sale.Operator.PostAsync(end, null, "end-2"), 200);
        await Pass(TimeSpan.FromHours(8));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.DoesNotContain("refunds/1/end", await AllowedAsync(sale));
        Assert.Empty(PayPal.RefundsOf(sale));
        Assert.DoesNotContain(await OpenAsync(sale), i => i["kind"] == "refund-refused");
    }

    /// <summary>It once stayed open until somebody closed it by hand, however the buyer had got the money.</summary>
    [Theory]
    [InlineData("refunded again")]
    [InlineData("paid otherwise")]
    [InlineData("refunded at PayPal")]
    [InlineData("disputed")]
    public async Task A_refused_refund_is_no_alert_any_more_when_the_buyer_has_the_money(string how)
    {
        var sale = await PaidAsync("refused and " + how);
        PayPal.Outcomes.NextRefund(new RefundOutcome(Refusal: "REFUND_NOT_ALLOWED"));
        var refunds = $"orders/{sale.OrderId}/refunds";
        var capture = Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id;
        Sale.Must(await sale.Operator.PostAsync(refunds, new { amount = Sale.Usd("10.00") }, "refund"), 201);
        await Clock.DrainAsync();
        Assert.Equal("refund-refused", Assert.Single(await OpenAsync(sale))["kind"]);
        switch (how)
        {
            case "refunded again":
                PayPal.Outcomes.NextRefund(RefundOutcome.Pending);
                Sale.Must(await sale.Operator.PostAsync(refunds, new { amount = Sale.Usd("10.00") }, "again"), 201);
                await Clock.DrainAsync();
                Assert.Equal("refund-refused", Assert.Single(await OpenAsync(sale))["kind"]);
                await PayPal.CompleteRefundAsync(Assert.Single(PayPal.RefundsOf(sale)).Id);
                break;
            case "paid otherwise":
                Sale.Must(await sale.Operator.PostAsync(refunds + "/1/paid-otherwise", new { message = "By bank transfer." }, "paid"), 200);
                await PayPal.MoveToBankAsync(10_00);
                break;
            case "refunded at PayPal":
                await PayPal.RefundInDashboardAsync(capture, 10_00);
                break;
            default:
                await PayPal.LoseDisputeAsync((await PayPal.OpenDisputeAsync(capture, null)).Id);
                break;
        }

        await Clock.DrainAsync();
        Assert.Empty(await OpenAsync(sale));
        var all = Sale.Must(await sale.Operator.GetAsync("ops/attention?status=resolved&kind=refund-refused"), 200).Body.GetRawText();
        Assert.Contains(sale.OrderId, all, StringComparison.Ordinal);
    }

    /// <summary>The dispute had stood in for the refund.</summary>
    [Fact]
    public async Task A_refused_refund_is_an_alert_again_when_the_seller_wins_the_dispute_back()
    {
        var sale = await ShippedAsync("refused and won back");
        PayPal.Outcomes.NextRefund(new RefundOutcome(Refusal: "REFUND_NOT_ALLOWED"));
        Sale.Must(await sale.Operator.PostAsync($"orders/{sale.OrderId}/refunds", new { amount = Sale.Usd("10.00") }, "refund"), 201);
        await Clock.DrainAsync();
        var dispute = await PayPal.OpenDisputeAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id, null);
        await PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.Partly(20_00));
        await Clock.DrainAsync();
        Assert.Empty(await OpenAsync(sale));

        await PayPal.ReopenDisputeAsync(dispute.Id);
        await PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.SellerWins);
        await Clock.DrainAsync();
        Assert.Equal("refund-refused", Assert.Single(await OpenAsync(sale))["kind"]);
    }

    [Fact]
    public async Task A_payment_that_is_pending_for_ten_days_is_looked_at()
    {
        var sale = await RequestedAsync();
        PayPal.Outcomes.NextCapture(new CaptureOutcome(PendingReason: "ECHECK"));
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await Pass(TimeSpan.FromDays(9));
        Assert.Empty(await OpenAsync(sale));
        await Pass(TimeSpan.FromDays(2));
        Assert.Equal("capture-pending", Assert.Single(await OpenAsync(sale))["kind"]);
    }

    [Theory]
    [InlineData("UNCLAIMED", "payout-withheld", "waiting at PayPal")]
    [InlineData("ONHOLD", "payout-withheld", "waiting at PayPal")]
    [InlineData("FAILED", "payout-refused", "did not accept")]
    [InlineData("BLOCKED", "payout-withheld", "waiting at PayPal")]
    public async Task A_payout_that_does_not_arrive_is_told_truly_and_waits_for_the_operator(string status, string kind, string told)
    {
        var sale = await ShippedAsync("payout " + status);
        PayPal.Outcomes.Payout($"{sale.OrderId}-payout-1", new PayoutOutcome(status, "RECEIVER_UNREGISTERED"));
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("payoutHeld", await sale.StatusAsync());
        Assert.Equal(kind, Assert.Single(await OpenAsync(sale))["kind"]);
        var messages = Sale.Must(await sale.Seller.GetAsync($"conversations/{sale.ConversationId}/messages"), 200).Body.GetRawText();
        Assert.Contains(told, messages, StringComparison.Ordinal);
        Assert.DoesNotContain(
            told,
            Sale.Must(await sale.Buyer.GetAsync($"conversations/{sale.ConversationId}/messages"), 200).Body.GetRawText(),
            StringComparison.Ordinal);
    }

    /// <summary>As after a restore: PayPal has the payout, and the order does not.</summary>
    [Fact]
    public async Task A_payout_that_only_PayPal_knows_is_found_by_night_and_booked_by_its_item()
    {
        var sale = await ShippedAsync("only PayPal knows");
        Sale.Must(await sale.Operator.PostAsync($"orders/{sale.OrderId}/blocks", new { reason = "It was paid before." }, "block"), 200);
        await Pass(TimeSpan.FromHours(75));
        await PayAtPayPalAsync(sale, "52.11");
        await Pass(TimeSpan.FromHours(40));
        Assert.Contains(await OpenAsync(sale), i => i["kind"] == "payout-not-booked");
        var item = Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Id;
        var paid = $"orders/{sale.OrderId}/payouts/1/paid-at-paypal";
        Assert.Contains("payouts/1/paid-at-paypal", await AllowedAsync(sale));
        Assert.Equal(404, (await sale.Seller.PostAsync(paid, new { payPalItemId = item }, "mine")).Status);
        Assert.Equal(400, (await sale.Operator.PostAsync(paid, new { payPalItemId = " " }, "none")).Status);
        var other = await sale.Operator.PostAsync(paid, new { payPalItemId = "ANOTHERITEM" }, "other");
        Assert.Equal((409, "payout-not-paid"), (other.Status, other["code"]));
        for (var i = 0; i < 2; i++)
            Sale.Must(await sale.Operator.PostAsync(paid, new { payPalItemId = item }, "paid"), 200);
        await Pass(TimeSpan.FromHours(28));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Empty(await OpenAsync(sale));
        Assert.DoesNotContain("payouts/1/paid-at-paypal", await AllowedAsync(sale));
        Assert.Single(PayPal.Payouts, p => p.IsOf(sale));
        var book = await Book.OfAsync(sale);
        Assert.Equal((0, 0, 0), (book["held"], book["payable"], book["payout:inflight"]));
    }

    [Fact]
    public async Task A_payout_that_stays_blocked_is_told_a_day_after_it_was_due()
    {
        var sale = await ShippedAsync();
        Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/refund-requests", new { all = true }, "ask"), 201);
        await Pass(TimeSpan.FromDays(3));
        Assert.DoesNotContain(await OpenAsync(sale), i => i["kind"] == "payout-late");
        await Pass(TimeSpan.FromDays(2));
        Assert.Single(await OpenAsync(sale), i => i["kind"] == "payout-late");
        Assert.Single(await OpenAsync(sale), i => i["kind"] == "refund-request-unanswered");

        // Decided and paid: closed without the operator.
        Sale.Must(
            await sale.Seller.PostAsync(
                $"orders/{sale.OrderId}/refund-requests/1/decision",
                new { decision = "deny", message = "It arrived in one piece." },
                "no"),
            200);
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Empty(await OpenAsync(sale));
    }

    private static async Task<IReadOnlyList<string?>> AllowedAsync(Sale sale) =>
        [.. Sale.Must(await sale.Operator.GetAsync($"orders/{sale.OrderId}"), 200).Body.GetProperty("allowedActions").EnumerateArray()
            .Select(a => a.GetString())];

    /// <summary>The open items about this sale.</summary>
    /// <summary>Sends the order's payout as an app did whose tables are lost.</summary>
    private async Task PayAtPayPalAsync(Sale sale, string value)
    {
        using var handler = new SocketsHttpHandler();
        using var http = new HttpClient(handler) { BaseAddress = PayPal.Address };
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("local-client:local-secret"u8));
        using var grant = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        using var token = await http.PostAsync("v1/oauth2/token", grant);
        var bearer = JsonDocument.Parse(await token.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString();
        http.DefaultRequestHeaders.Authorization = new("Bearer", bearer);
        using var answer = await http.PostAsJsonAsync("v1/payments/payouts", new
        {
            sender_batch_header = new { sender_batch_id = "lost-batch", recipient_type = "PAYPAL_ID" },
            items = new[]
            {
                new
                {
                    receiver = "EXAMPLESELL23",
                    amount = new { currency = "USD", value },
                    sender_item_id = $"{sale.OrderId}-payout-1",
                },
            },
        });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        await Clock.DrainAsync();
    }

    private static async Task<IReadOnlyList<SaleClient.Answer>> OpenAsync(Sale sale) =>
        [.. Sale.Must(await sale.Operator.GetAsync("ops/attention?limit=100"), 200).Body.GetProperty("items").EnumerateArray()
            .Select(i => new SaleClient.Answer(200, i)).Where(i => i["orderId"] == sale.OrderId)];
}
