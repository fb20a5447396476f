using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Web;

namespace ChatPay.Journeys.Sales;

/// <summary>The buyer's money arrives exactly once, whatever happens on the way.</summary>
public sealed class PaymentJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_buyer_who_closes_the_browser_is_charged_by_the_webhook()
    {
        var sale = await RequestedAsync();
        await PayPal.ApproveAsync(Sale.ProviderOrderOf(await sale.CheckoutAsync()));
        await Clock.DrainAsync();
        await AssertPaidOnceAsync(sale);
    }

    [Fact]
    public async Task A_buyer_who_closes_the_browser_while_webhooks_are_lost_is_charged_by_the_poll()
    {
        var sale = await RequestedAsync();
        var approval = await sale.CheckoutAsync();
        using (Deaf())
        {
            await PayPal.ApproveAsync(Sale.ProviderOrderOf(approval));
            await Clock.DrainAsync();
            Assert.Equal("awaitingPayment", await sale.StatusAsync());
            await Pass(TimeSpan.FromMinutes(4));
            await AssertPaidOnceAsync(sale);
        }

        await Pass(TimeSpan.FromHours(4));
        await AssertPaidOnceAsync(sale);
    }

    [Fact]
    public async Task Return_page_webhook_and_capture_calls_at_once_charge_once()
    {
        var sale = await RequestedAsync();
        var back = (await PayPal.ApproveAsync(Sale.ProviderOrderOf(await sale.CheckoutAsync())))!;
        using var browser = new Browser();
        var pages = Enumerable.Range(0, 3).Select(_ => browser.GetAsync(back)).ToArray();
        var calls = Enumerable
            .Range(0, 3)
            .Select(n => sale.Buyer.PostAsync($"orders/{sale.OrderId}/capture", idempotencyKey: $"capture-{n}"))
            .ToArray();
        await ToTheEndOf(Task.WhenAll([.. pages, .. calls]));

        Assert.All(pages, page => Assert.Equal(200, page.Result.Status));
        Assert.All(calls, call => Assert.Equal((200, "paid"), (call.Result.Status, call.Result["status"])));
        await AssertPaidOnceAsync(sale);
    }

    [Fact]
    public async Task Taps_on_pay_at_once_make_one_checkout_at_the_provider()
    {
        var sale = await RequestedAsync();
        var taps = Enumerable.Range(0, 6).Select(n => sale.CheckoutAsync($"tap-{n}")).ToArray();
        await ToTheEndOf(Task.WhenAll(taps));

        var order = Assert.Single(PayPal.Orders, o => (string?)o.Unit["invoice_id"] == sale.OrderId);
        Assert.All(taps, tap => Assert.Equal(order.Id, Sale.ProviderOrderOf(tap.Result)));
        Assert.Equal(["paymentRequested", "checkoutStarted"], await sale.EventsAsync());
    }

    [Theory]
    [InlineData(Fault.TimeOutAfterSuccess)]
    [InlineData(Fault.MalformedBody)]
    [InlineData(Fault.Error503)]
    [InlineData(Fault.Unauthenticated)]
    public async Task A_checkout_whose_first_call_goes_wrong_is_made_once(Fault fault)
    {
        var sale = await RequestedAsync($"create {fault}");
        PayPal.Faults.Next("create-order", fault);
        var tap = sale.Buyer.PostAsync($"orders/{sale.OrderId}/checkout", idempotencyKey: "tap");
        await ToTheEndOf(tap);

        // Either the app has read the outcome, or the buyer is asked to tap again.
        Assert.True((await tap).Status is 200 or 503);
        var approval = await sale.CheckoutAsync("tap");
        Assert.Single(PayPal.Orders, o => (string?)o.Unit["invoice_id"] == sale.OrderId);
        await sale.ApproveInBrowserAsync(approval);
        await AssertPaidOnceAsync(sale);
    }

    [Theory]
    [InlineData(Fault.TimeOutAfterSuccess, 1)]
    [InlineData(Fault.TimeOutAfterSuccess, 4)]
    [InlineData(Fault.TimeOutBefore, 1)]
    [InlineData(Fault.TimeOutBefore, 6)]
    [InlineData(Fault.MalformedBody, 1)]
    [InlineData(Fault.MalformedBody, 4)]
    [InlineData(Fault.Error503, 1)]
    [InlineData(Fault.Error503, 12)]
    [InlineData(Fault.Error500, 4)]
    [InlineData(Fault.TooManyRequests, 2)]
    [InlineData(Fault.InProgress, 2)]
    [InlineData(Fault.InProgress, 6)]
    [InlineData(Fault.Unauthenticated, 1)]
    public async Task A_capture_that_goes_wrong_on_the_way_charges_once(Fault fault, int times)
    {
        var sale = await RequestedAsync($"capture {fault} {times}");
        var approval = await sale.CheckoutAsync();
        PayPal.Faults.Next("capture", fault, times);
        await PayPal.ApproveAsync(Sale.ProviderOrderOf(approval));
        await Pass(TimeSpan.FromMinutes(30));
        PayPal.Faults.Clear();
        await AssertPaidOnceAsync(sale);
    }

    [Fact]
    public async Task A_buyer_whose_capture_has_no_answer_cannot_start_a_second_payment_meanwhile()
    {
        var sale = await RequestedAsync();
        var approval = await sale.CheckoutAsync();
        PayPal.Faults.Next("capture", Fault.TimeOutBefore);
        await PayPal.ApproveAsync(Sale.ProviderOrderOf(approval));
        await Clock.DrainAsync();
        Assert.Equal("paymentProcessing", await sale.StatusAsync());

        var second = await sale.Buyer.PostAsync($"orders/{sale.OrderId}/checkout", idempotencyKey: "again");
        Assert.Equal((409, "payment-in-progress", "paymentProcessing"), (second.Status, second["code"], second["currentStatus"]));
        var cancelled = await sale.Seller.PostAsync($"orders/{sale.OrderId}/cancellation");
        Assert.Equal((409, "payment-in-progress"), (cancelled.Status, cancelled["code"]));
        var declined = await sale.Buyer.PostAsync($"orders/{sale.OrderId}/decline");
        Assert.Equal((409, "payment-in-progress"), (declined.Status, declined["code"]));

        await Pass(TimeSpan.FromMinutes(5));
        await AssertPaidOnceAsync(sale);
    }

    /// <summary>Case 25.</summary>
    [Fact]
    public async Task A_buyer_whose_card_is_declined_is_led_back_to_choose_another_and_charged_then()
    {
        var sale = await RequestedAsync();
        var order = Sale.ProviderOrderOf(await sale.CheckoutAsync());
        PayPal.Outcomes.NextCapture(CaptureOutcome.InstrumentDeclined, order);
        using var browser = new Browser();
        using (Deaf())
        {
            var back = (await PayPal.ApproveAsync(order))!;
            var page = await browser.GetAsync(back);
            Assert.Equal((303, order), (page.Status, Sale.ProviderOrderOf(page.Location!)));

            // A declined approval stays declined, however often the page is opened.
            Assert.Equal(303, (await browser.GetAsync(back)).Status);
            await Pass(TimeSpan.FromMinutes(10));
            Assert.Equal("awaitingPayment", await sale.StatusAsync());
            Assert.Equal(order, Sale.ProviderOrderOf(await sale.CheckoutAsync("again")));

            back = (await PayPal.ApproveAsync(order))!;
            Assert.Equal(200, (await browser.GetAsync(back)).Status);
            await AssertPaidOnceAsync(sale);
        }

        Assert.Equal($"{sale.OrderId}-checkout-1", Assert.Single(Charges(sale)).CustomId);
    }

    /// <summary>Case 25.</summary>
    [Fact]
    public async Task A_buyer_whose_cards_are_declined_three_times_pays_with_a_second_checkout()
    {
        var sale = await RequestedAsync();
        var order = Sale.ProviderOrderOf(await sale.CheckoutAsync());
        for (var n = 0; n < 3; n++)
        {
            PayPal.Outcomes.NextCapture(CaptureOutcome.InstrumentDeclined, order);
            await PayPal.ApproveAsync(order);
            await Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("paymentFailed", await sale.StatusAsync());
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync("second"));
        await AssertPaidOnceAsync(sale);
    }

    /// <summary>Case 24.</summary>
    [Fact]
    public async Task A_buyer_whose_slow_payment_was_denied_pays_under_a_new_invoice_number()
    {
        var sale = await RequestedAsync();
        var first = await sale.CheckoutAsync();
        PayPal.Outcomes.NextCapture(new CaptureOutcome(PendingReason: "ECHECK"), Sale.ProviderOrderOf(first));
        await sale.ApproveInBrowserAsync(first);
        await PayPal.DenyPendingAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id);
        await Clock.DrainAsync();

        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync("second"));
        Assert.Equal("paymentFailed", await sale.StatusAsync());
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync("third"));
        await AssertPaidOnceAsync(sale);
        Assert.Equal($"{sale.OrderId}-3", Assert.Single(Charges(sale)).InvoiceId);
    }

    /// <summary>Case 26: a payment that waits for us alerts operators at once, one that waits for a bank does not.</summary>
    [Theory]
    [InlineData("RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION", true)]
    [InlineData("VERIFICATION_REQUIRED", true)]
    [InlineData("UNILATERAL", true)]
    [InlineData("ECHECK", false)]
    public async Task A_payment_that_waits_for_us_is_an_operators_matter_at_once(string reason, bool forUs)
    {
        var sale = await RequestedAsync($"waits {reason}");
        var approval = await sale.CheckoutAsync();
        PayPal.Outcomes.NextCapture(new CaptureOutcome(PendingReason: reason), Sale.ProviderOrderOf(approval));
        await sale.ApproveInBrowserAsync(approval);
        Assert.Equal("paymentProcessing", await sale.StatusAsync());
        Assert.Equal(forUs ? 1 : 0, (await ItemsAsync(sale)).Count);

        await PayPal.CompletePendingAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id);
        await Clock.DrainAsync();
        await AssertPaidOnceAsync(sale);
        Assert.Empty(await ItemsAsync(sale));
    }

    [Fact]
    public async Task A_buyer_whose_payment_is_declined_pays_with_a_second_checkout()
    {
        var sale = await RequestedAsync();
        var first = await sale.CheckoutAsync();
        // For the return page and the webhook, which may run concurrently.
        for (var n = 0; n < 2; n++)
            PayPal.Outcomes.NextCapture(CaptureOutcome.Declined, Sale.ProviderOrderOf(first));
        var back = await sale.ApproveInBrowserAsync(first);
        Assert.Equal(200, back.Status);
        Assert.Contains("Your payment did not go through, and you were not charged.", back.Page, StringComparison.Ordinal);
        Assert.Empty((await Book.OfAsync(sale)).Entries);

        var second = await sale.CheckoutAsync("second");
        Assert.NotEqual(first, second);
        await sale.ApproveInBrowserAsync(second);
        await AssertPaidOnceAsync(sale);
        Assert.Equal($"{sale.OrderId}-checkout-2", Assert.Single(Charges(sale)).CustomId);

        // Late events of the first one change nothing.
        foreach (var news in PayPal.Webhooks.Where(w => w.Body.Contains($"{sale.OrderId}-checkout-1", StringComparison.Ordinal)).ToList())
            await PayPal.Resend(news.Id);
        await Pass(TimeSpan.FromHours(4));
        await AssertPaidOnceAsync(sale);
    }

    [Fact]
    public async Task A_buyer_who_approves_two_checkouts_is_charged_for_the_newer_one()
    {
        var sale = await RequestedAsync();
        var first = await sale.CheckoutAsync();
        await Pass(TimeSpan.FromHours(3) - TimeSpan.FromSeconds(10));
        using (Deaf())
        {
            await PayPal.ApproveAsync(Sale.ProviderOrderOf(first));
            await Pass(TimeSpan.FromSeconds(20));
            var second = await sale.CheckoutAsync("second");
            await PayPal.ApproveAsync(Sale.ProviderOrderOf(second));
            await Pass(TimeSpan.FromHours(7));
        }

        Assert.Equal("paid", await sale.StatusAsync());
        Assert.Single(Charges(sale));
        await Pass(TimeSpan.FromHours(4));
        Assert.Single(Charges(sale));
    }

    [Fact]
    public async Task A_seller_restricted_before_the_capture_gets_nothing_and_the_buyer_is_not_charged()
    {
        var sale = await RequestedAsync();
        var approval = await sale.CheckoutAsync();
        Sale.Must(
            await sale.Operator.PostAsync($"sellers/{sale.SellerId}/restriction", new { reason = "A document has to be looked at again." }),
            200);
        await sale.ApproveInBrowserAsync(approval);
        Assert.Empty(Charges(sale));
        var again = await sale.Buyer.PostAsync($"orders/{sale.OrderId}/checkout", idempotencyKey: "again");
        Assert.Equal((422, "seller-not-active"), (again.Status, again["code"]));

        Sale.Must(await sale.Operator.DeleteAsync($"sellers/{sale.SellerId}/restriction"), 200);
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync("later"));
        await AssertPaidOnceAsync(sale);
    }

    [Fact]
    public async Task A_buyer_can_spend_2250_in_seven_days_and_no_more()
    {
        var sale = await SellerAsync();
        await sale.TalkAsync();
        var orders = new List<string>();
        foreach (var key in new[] { "one", "two", "three", "four" })
        {
            orders.Add(Sale.Must(
                await sale.Seller.PostAsync(
                    $"conversations/{sale.ConversationId}/payment-requests",
                    new { lines = new[] { new { description = "Vase", quantity = 1, unitPrice = Sale.Usd("750.00") } } }, key),
                201)["id"]!);
        }

        Task<SaleClient.Answer> Pay(int n) => sale.Buyer.PostAsync($"orders/{orders[n]}/checkout", idempotencyKey: "pay");
        for (var n = 0; n < 3; n++)
            Sale.Must(await Pay(n), 200);
        Sale.Must(await Pay(0), 200);
        var fourth = await Pay(3);
        Assert.Equal((422, "buyer-limit"), (fourth.Status, fourth["code"]));

        Sale.Must(await sale.Buyer.PostAsync($"orders/{orders[1]}/decline"), 200);
        Sale.Must(await Pay(3), 200);
    }

    private static async Task<IReadOnlyList<string>> ItemsAsync(Sale sale) =>
        [
            .. Sale.Must(await sale.Operator.GetAsync("ops/attention?limit=100"), 200)
                .Body.GetProperty("items")
                .EnumerateArray()
                .Where(i =>
                    i.GetProperty("kind").GetString() == "capture-pending"
                    && i.GetProperty("subject").GetString() == $"{sale.OrderId}-checkout-1")
                .Select(i => i.GetRawText()),
        ];

    private async Task AssertPaidOnceAsync(Sale sale)
    {
        Assert.Equal("paid", await sale.StatusAsync());
        var charge = Assert.Single(Charges(sale));
        Assert.Equal(("COMPLETED", 54_50), (charge.Status, charge.Gross));
        var book = await Book.OfAsync(sale);
        Assert.Equal((1, 1, 2), (book.Count("capture completed"), book.Count("fees of the capture"), book.Entries.Count));
        Assert.Equal(-52_11, book["held"]);
        Assert.Single(await sale.EventsAsync(), "paid");
    }

    private List<SimulatedCapture> Charges(Sale sale) =>
        [.. PayPal.Captures.Where(c => Checkout.OrderOfInvoice(c.InvoiceId) == sale.OrderId && c.Status != "DECLINED")];
}
