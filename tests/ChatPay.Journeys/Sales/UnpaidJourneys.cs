using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Payments;

namespace ChatPay.Journeys.Sales;

/// <summary>Requests that expire unpaid, and payments that arrive anyway.</summary>
public sealed class UnpaidJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_request_that_nobody_pays_expires_after_24_hours()
    {
        var sale = await RequestedAsync();
        await Pass(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        Assert.Equal("awaitingPayment", await sale.StatusAsync());
        await Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("expired", await sale.StatusAsync());

        var late = await sale.Buyer.PostAsync($"orders/{sale.OrderId}/checkout", idempotencyKey: "late");
        Assert.Equal((409, "request-ended", "expired"), (late.Status, late["code"], late["currentStatus"]));
        Assert.Equal(["paymentRequested", "requestExpired"], await sale.EventsAsync());
        await AssertNothingChargedAsync(sale);
    }

    [Fact]
    public async Task A_checkout_that_the_buyer_abandons_does_not_keep_the_request_from_expiring()
    {
        var sale = await RequestedAsync();
        var link = await sale.CheckoutAsync();
        await Pass(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));
        Assert.Equal("expired", await sale.StatusAsync());
        using var browser = new Browser();
        Assert.Equal(404, (await browser.GetAsync(link)).Status);
        await AssertNothingChargedAsync(sale);
    }

    [Fact]
    public async Task A_buyer_who_let_a_checkout_go_stale_gets_a_new_one_and_pays()
    {
        var sale = await RequestedAsync();
        var stale = await sale.CheckoutAsync();
        await Pass(TimeSpan.FromHours(4));
        var fresh = await sale.CheckoutAsync("again");
        Assert.NotEqual(stale, fresh);
        await sale.ApproveInBrowserAsync(fresh);
        Assert.Equal("paid", await sale.StatusAsync());
        Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId);
    }

    [Fact]
    public async Task A_pay_link_sends_to_the_approval_page_and_is_not_there_any_more_after_its_end()
    {
        var sale = await RequestedAsync();
        await sale.CheckoutAsync();
        var link = PayLinkOf(sale);
        using var browser = new Browser();
        var seen = await browser.PostAsync(link);
        Assert.Equal((303, PayPal.Address.Port), (seen.Status, seen.Location!.Port));
        Assert.Equal(seen.Location, (await browser.PostAsync(link)).Location);

        await Pass(TimeSpan.FromHours(24));
        Assert.Equal((409, "request-ended"), await browser.ProblemOfPostAsync(link));
        var ended = await browser.GetAsync(link);
        Assert.Equal(200, ended.Status);
        Assert.DoesNotContain("<form", ended.Text, StringComparison.Ordinal);
        // The longest life of a paid order: after that nothing checks any more.
        await Pass(TimeSpan.FromDays(26));
        Assert.Equal((404, "link-invalid"), await browser.ProblemAsync(link));
        Assert.Equal((404, "link-invalid"), await browser.ProblemAsync(new Uri(link + "/return")));
        Assert.Equal((404, "link-invalid"), await browser.ProblemAsync(new Uri(link + "/cancel")));
        await AssertNothingChargedAsync(sale);
    }

    [Fact]
    public async Task A_pay_link_that_was_altered_leads_nowhere()
    {
        var sale = await RequestedAsync();
        await sale.CheckoutAsync();
        var link = PayLinkOf(sale).AbsoluteUri;
        using var browser = new Browser();
        var middle = link.Length - 30;
        foreach (var altered in new[] { link[..^1], link + "A", link[..middle] + (link[middle] == 'A' ? 'B' : 'A') + link[(middle + 1)..] })
            Assert.Equal((404, "link-invalid"), await browser.ProblemAsync(new Uri(altered)));
    }

    [Fact]
    public async Task An_approval_given_in_time_is_captured_in_the_hour_of_grace()
    {
        var sale = await RequestedAsync();
        await Pass(TimeSpan.FromHours(23));
        var order = Sale.ProviderOrderOf(await sale.CheckoutAsync());
        await Pass(TimeSpan.FromMinutes(59));
        using (Deaf())
        {
            await PayPal.ApproveAsync(order);
            await Pass(TimeSpan.FromMinutes(10));
        }

        Assert.Equal("paid", await sale.StatusAsync());
        Assert.Equal(0, (await Book.OfAsync(sale)).Count("after the request had ended"));
    }

    [Fact]
    public async Task An_approval_given_after_the_request_has_expired_is_not_captured()
    {
        var sale = await RequestedAsync();
        await Pass(TimeSpan.FromHours(23));
        var approval = await sale.CheckoutAsync();
        await Pass(TimeSpan.FromHours(1) + TimeSpan.FromMinutes(1));
        var back = await sale.ApproveInBrowserAsync(approval);
        Assert.Equal(200, back.Status);
        Assert.Contains("This request has expired", back.Page, StringComparison.Ordinal);
        await Pass(TimeSpan.FromHours(6));
        Assert.Equal("expired", await sale.StatusAsync());
        await AssertNothingChargedAsync(sale);
    }

    [Fact]
    public async Task A_capture_that_lands_after_expiry_is_recorded_and_refunded_in_full_once()
    {
        var sale = await RequestedAsync();
        await Pass(TimeSpan.FromHours(23));
        var approval = await sale.CheckoutAsync();
        await Pass(TimeSpan.FromHours(1) + TimeSpan.FromMinutes(1));
        Assert.Equal("expired", await sale.StatusAsync());
        await AssertRefundedWhenItLandsAsync(sale, approval);
    }

    [Fact]
    public async Task A_capture_that_lands_after_the_seller_cancelled_is_refunded_in_full_once()
    {
        var sale = await RequestedAsync();
        var approval = await sale.CheckoutAsync();
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/cancellation"), 200);
        Assert.Equal("cancelled", await sale.StatusAsync());
        await AssertRefundedWhenItLandsAsync(sale, approval);
    }

    [Fact]
    public async Task A_capture_that_lands_after_the_buyer_declined_is_refunded_in_full_once()
    {
        var sale = await RequestedAsync();
        var approval = await sale.CheckoutAsync();
        Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/decline"), 200);
        Assert.Equal("declined", await sale.StatusAsync());
        await AssertRefundedWhenItLandsAsync(sale, approval);
    }

    [Fact]
    public async Task A_payment_that_was_pending_when_the_seller_cancelled_is_refunded_when_it_lands()
    {
        var sale = await RequestedAsync();
        PayPal.Outcomes.NextCapture(CaptureOutcome.Pending, Sale.ProviderOrderOf(await sale.CheckoutAsync()));
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        Assert.Equal("paymentProcessing", await sale.StatusAsync());
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/cancellation"), 200);

        await PayPal.CompletePendingAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id);
        await Clock.DrainAsync();
        await AssertRefundedAsync(sale);
    }

    [Fact]
    public async Task A_slow_payment_that_started_in_time_is_not_late()
    {
        var sale = await RequestedAsync();
        PayPal.Outcomes.NextCapture(CaptureOutcome.Pending, Sale.ProviderOrderOf(await sale.CheckoutAsync()));
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        Assert.Equal("paymentProcessing", await sale.StatusAsync());
        await Pass(TimeSpan.FromHours(48));
        Assert.Equal("paymentProcessing", await sale.StatusAsync());

        await PayPal.CompletePendingAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id);
        await Clock.DrainAsync();
        Assert.Equal("paid", await sale.StatusAsync());
        Assert.Empty(PayPal.RefundsOf(sale));
    }

    // The app has stopped capturing; another client with the platform's credentials has not.
    private async Task AssertRefundedWhenItLandsAsync(Sale sale, Uri approval)
    {
        var order = Sale.ProviderOrderOf(approval);
        await PayPal.ApproveAsync(order);
        using var merchant = new Merchant(PayPal);
        Assert.Equal(201, await merchant.CaptureAsync(order));
        await Clock.DrainAsync();
        await AssertRefundedAsync(sale);
    }

    private async Task AssertRefundedAsync(Sale sale)
    {
        Assert.Equal("refunded", await sale.StatusAsync());
        await Pass(TimeSpan.FromDays(8));
        Assert.Equal("refunded", await sale.StatusAsync());
        var refund = Assert.Single(PayPal.RefundsOf(sale));
        Assert.Equal(("COMPLETED", 54_50), (refund.Status, refund.Amount));

        var book = await Book.OfAsync(sale);
        Assert.Equal((1, 1, 2), (book.Count("capture after the request had ended"), book.Count("refund completed"), book.Entries.Count));
        Assert.Equal((0, 2_39, -2_39), (book["refund:inflight"], book["costs:processing"], book["processor:balance"]));
        Assert.DoesNotContain(book.Entries.SelectMany(e => e.Postings), p => p.Account.StartsWith("seller:", StringComparison.Ordinal));
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));
    }

    private async Task AssertNothingChargedAsync(Sale sale)
    {
        Assert.DoesNotContain(PayPal.Captures, c => c.InvoiceId == sale.OrderId);
        Assert.Empty((await Book.OfAsync(sale)).Entries);
    }

    // The return address given to the provider, without its last segment.
    private Uri PayLinkOf(Sale sale)
    {
        var back = Assert.Single(PayPal.Orders, o => (string?)o.Unit["invoice_id"] == sale.OrderId).ReturnUrl!;
        return new Uri(back[..^"/return".Length]);
    }
}
