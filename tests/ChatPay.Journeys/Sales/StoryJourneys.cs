using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.PayPal.Payouts;

namespace ChatPay.Journeys.Sales;

/// <summary>What happens between people and their money, from the request to the last posting.</summary>
public sealed class StoryJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task One_line_is_out_of_stock_and_is_refunded_at_once_and_the_rest_is_paid_out()
    {
        var sale = await ThreeMugsAsync();
        Sale.Must(
            await sale.Seller.PostAsync(
                $"orders/{sale.OrderId}/shipments",
                new
                {
                    lines = new[] { 0, 2 },
                    carrier = "USPS",
                    trackingNumber = "9400100000000000000000",
                }),
            201);
        Assert.Equal("partlyShipped", await sale.StatusAsync());
        Sale.Must(
            await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { lines = new[] { 1 }, message = "Out of stock." }, "refund"),
            201);
        await Pass(TimeSpan.FromHours(75));

        Assert.Equal("paidOut", await sale.StatusAsync());
        // 20.00 plus its share of the tax of 6.00 on 60.00.
        Assert.Equal(22_00, Assert.Single(PayPal.RefundsOf(sale)).Amount);
        var capture = Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId);
        Assert.Equal(capture.Gross - capture.Fee - 22_00, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
    }

    [Fact]
    public async Task An_echeck_that_takes_five_days_is_shipped_when_it_has_cleared()
    {
        var sale = await RequestedAsync();
        PayPal.Outcomes.NextCapture(new CaptureOutcome(PendingReason: "ECHECK"));
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        Assert.Equal("paymentProcessing", await sale.StatusAsync());
        Assert.Equal(409, (await sale.Seller.PostAsync($"orders/{sale.OrderId}/shipments", new { })).Status);
        await Pass(TimeSpan.FromDays(5));
        Assert.Equal("paymentProcessing", await sale.StatusAsync());

        await PayPal.CompletePendingAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id);
        await Clock.DrainAsync();
        Assert.Equal("paid", await sale.StatusAsync());
        await sale.ShipAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
    }

    [Fact]
    public async Task An_edit_while_the_buyer_is_at_the_checkout_leaves_one_request_to_be_paid()
    {
        var sale = await RequestedAsync();
        var first = sale.OrderId;
        var atCheckout = Sale.ProviderOrderOf(await sale.CheckoutAsync());
        var edited = Sale.Must(
            await sale.Seller.PostAsync($"conversations/{sale.ConversationId}/payment-requests", Cheaper(first), "edit"),
            201);
        Assert.Equal(
            (201, edited["id"]),
            Of(await sale.Seller.PostAsync($"conversations/{sale.ConversationId}/payment-requests", Cheaper(first), "edit")));
        Assert.Equal(first, edited["replaces"]);

        // The page that the buyer still has open can no longer pay.
        await PayPal.ApproveAsync(atCheckout);
        await Pass(TimeSpan.FromMinutes(10));
        Assert.DoesNotContain(PayPal.Captures, c => c.InvoiceId == first);
        Assert.Equal("cancelled", await sale.StatusAsync());

        var approve = new Uri(
            Sale.Must(await sale.Buyer.PostAsync($"orders/{edited["id"]}/checkout", idempotencyKey: "checkout-2"), 200)["approveUrl"]!);
        await sale.ApproveInBrowserAsync(approve);
        Assert.Equal(50_00, Assert.Single(PayPal.Captures, c => c.InvoiceId == edited["id"]).Gross);
    }

    [Fact]
    public async Task An_edit_of_what_is_paid_or_of_somebody_elses_request_is_refused()
    {
        var sale = await PaidAsync();
        var requests = $"conversations/{sale.ConversationId}/payment-requests";
        Assert.Equal((409, "request-ended"), Code(await sale.Seller.PostAsync(requests, Cheaper(sale.OrderId), "edit")));
        var other = await RequestedAsync("somebody else");
        Assert.Equal((422, "replaces-unknown"), Code(await sale.Seller.PostAsync(requests, Cheaper(other.OrderId), "edit-2")));
        Assert.Equal((422, "replaces-unknown"), Code(await sale.Seller.PostAsync(requests, Cheaper("ord-1"), "edit-3")));
        Assert.Equal("awaitingPayment", await other.StatusAsync());
    }

    [Fact]
    public async Task Two_requests_in_one_conversation_are_paid_and_refunded_each_for_itself()
    {
        var sale = await PaidAsync();
        var first = sale.OrderId;
        await sale.RequestPaymentAsync("request-2");
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync("checkout-2"));
        Assert.NotEqual(first, sale.OrderId);

        Sale.Must(await sale.Seller.PostAsync($"orders/{first}/refunds", new { all = true }, "refund"), 201);
        await sale.ShipAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal("refunded", Sale.Must(await sale.Buyer.GetAsync($"orders/{first}"), 200)["status"]);
        // The fee of 2.39 that PayPal keeps of the refunded order is deducted from the other one's payout.
        Assert.Equal(49_72, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
        Assert.Empty(PayPal.RefundsOf(sale));
    }

    [Fact]
    public async Task A_refund_larger_than_what_is_held_makes_the_rest_the_sellers_debt()
    {
        var sale = await ShippedAsync();
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { amount = Sale.Usd("54.00") }, "refund"), 201);
        await Pass(TimeSpan.FromHours(75));
        var book = await Book.OfAsync(sale);
        Assert.Equal((1_89, 0, 0), (book["debt"], book["held"], book["payable"]));
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));
    }

    [Fact]
    public async Task A_payout_returned_after_it_was_paid_is_owed_to_the_seller_again()
    {
        var sale = await ShippedAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
        await PayPal.SettlePayoutItemAsync(Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Id, new PayoutOutcome("REVERSED"));
        await Pass(TimeSpan.FromHours(1));
        Assert.Equal("payoutHeld", await sale.StatusAsync());
        Assert.Equal(-52_11, (await Book.OfAsync(sale))["payable"]);

        var retry = $"orders/{sale.OrderId}/payouts/1/retry";
        Assert.Equal(404, (await sale.Seller.PostAsync(retry, null, "retry")).Status);
        Assert.Equal(404, (await sale.Operator.PostAsync($"orders/{sale.OrderId}/payouts/2/retry", null, "retry")).Status);
        Sale.Must(await sale.Operator.PostAsync(retry, null, "retry"), 200);
        Sale.Must(await sale.Operator.PostAsync(retry, null, "retry"), 200);
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(["REVERSED", "SUCCESS"], PayPal.Payouts.Where(p => p.IsOf(sale)).Select(p => p.Status));
        Assert.Equal(409, (await sale.Operator.PostAsync($"orders/{sale.OrderId}/payouts/2/retry", null, "again")).Status);

        // The old payout number no longer accepts actions, but its own request still gets its first response.
        var old = await sale.Operator.PostAsync(retry, null, "another");
        Assert.Equal((409, "payout-replaced"), (old.Status, old["code"]));
        Assert.Contains("payout 2", old["detail"], StringComparison.Ordinal);
        Sale.Must(await sale.Operator.PostAsync(retry, null, "retry"), 200);
    }

    [Fact]
    public async Task A_payout_that_cannot_be_paid_is_handed_over_once_and_counts_as_paid()
    {
        var sale = await ShippedAsync();
        PayPal.Outcomes.Payout($"{sale.OrderId}-payout-1", PayoutOutcome.Unclaimed);
        var handover = $"orders/{sale.OrderId}/payouts/1/handover";
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal(409, (await sale.Operator.PostAsync(handover, new { message = "State of Ohio" }, "too-early")).Status);
        await Pass(TimeSpan.FromDays(26));
        Assert.Equal("payoutHeld", await sale.StatusAsync());

        Assert.Equal(404, (await sale.Seller.PostAsync(handover, new { message = "To me" }, "mine")).Status);
        for (var i = 0; i < 2; i++)
            Sale.Must(await sale.Operator.PostAsync(handover, new { message = "State of Ohio" }, "handover"), 200);
        await PayPal.MoveToBankAsync(52_11);
        await Pass(TimeSpan.FromDays(2));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(1, (await Book.OfAsync(sale)).Count("handed over"));
        Assert.Equal(409, (await sale.Operator.PostAsync($"orders/{sale.OrderId}/payouts/1/retry", null, "again")).Status);
        Sale.Must(await sale.Operator.PostAsync($"orders/{sale.OrderId}/refunds", new { amount = Sale.Usd("1.00") }, "refund"), 201);
        await Clock.DrainAsync();
        Assert.Equal(1_00, (await Book.OfAsync(sale))["debt"]);
    }

    [Fact]
    public async Task A_payout_that_nobody_claims_is_told_three_times_cancelled_and_paid_to_the_corrected_account()
    {
        var sale = await ShippedAsync();
        PayPal.Outcomes.Payout($"{sale.OrderId}-payout-1", PayoutOutcome.Unclaimed);
        await Pass(TimeSpan.FromHours(75));
        await Pass(TimeSpan.FromDays(15));
        Assert.Equal(3, (await sale.EventsAsync()).Count(e => e == "payoutUnclaimed"));
        Assert.Equal(409, (await sale.Operator.PostAsync($"orders/{sale.OrderId}/payouts/1/retry", null, "too-early")).Status);

        await Pass(TimeSpan.FromDays(11));
        Assert.Equal("RETURNED", Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Status);
        Assert.Contains("payoutReturned", await sale.EventsAsync());
        var receiver = Sale.Must(await sale.Seller.PutAsync("sellers/me/payout-receiver", new { payPalMerchantId = "CQRRECTEDSEL2" }), 200);
        Assert.Equal("pending", receiver["status"]);
        await sale.VerifyAsync();
        Sale.Must(await sale.Operator.PostAsync($"orders/{sale.OrderId}/payouts/1/retry", null, "retry"), 200);
        await Pass(TimeSpan.FromHours(70));
        Assert.NotEqual("paidOut", await sale.StatusAsync());
        await Pass(TimeSpan.FromHours(5));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(("SUCCESS", "CQRRECTEDSEL2"), PayPal.Payouts.Where(p => p.IsOf(sale)).Select(p => (p.Status, p.Receiver)).Last());
    }

    [Fact]
    public async Task A_balance_that_is_short_at_the_sweep_pays_when_it_is_filled_again()
    {
        var sale = await ShippedAsync();
        var moved = PayPal.Balance - 10_00;
        await PayPal.MoveToBankAsync(moved);
        await Pass(TimeSpan.FromHours(80));
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));
        Assert.Equal(-52_11, (await Book.OfAsync(sale))["payable"]);

        await PayPal.MoveToBankAsync(-moved);
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Single(PayPal.Payouts, p => p.IsOf(sale));
        // A refund of another sale may fall into these days, and also waits for the balance: it is retried within a day.
        await Pass(TimeSpan.FromHours(24));
    }

    private async Task<Sale> ThreeMugsAsync()
    {
        var sale = await SellerAsync();
        await sale.TalkAsync();
        var lines = new[] { "Blue mug", "Green mug", "Red mug" }.Select(name => new
        {
            description = name,
            quantity = 1,
            unitPrice = Sale.Usd("20.00"),
        });
        await sale.RequestPaymentAsync(
            new
            {
                lines,
                shipping = Sale.Usd("5.00"),
                tax = Sale.Usd("6.00"),
            });
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        return sale;
    }

    private static object Cheaper(string replaces) =>
        new { lines = new[] { new { description = "Two blue mugs", quantity = 2, unitPrice = Sale.Usd("25.00") } }, replaces };

    private static (int, string?) Of(SaleClient.Answer answer) => (answer.Status, answer["id"]);

    private static (int, string?) Code(SaleClient.Answer answer) => (answer.Status, answer["code"]);
}
