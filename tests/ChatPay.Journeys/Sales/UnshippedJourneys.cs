using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Disputes;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Web;

namespace ChatPay.Journeys.Sales;

/// <summary>Orders that are paid and never marked as shipped.</summary>
public sealed class UnshippedJourneys(JourneyPlatform platform) : Journey(platform)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task What_is_never_marked_as_shipped_is_refunded_in_full_after_7_days_and_never_paid_out()
    {
        var sale = await PaidAsync();
        await Pass(TimeSpan.FromDays(7) - Minute);
        Assert.Equal("paid", await sale.StatusAsync());
        Assert.Empty(PayPal.RefundsOf(sale));

        await Pass(Minute);
        Assert.Equal("refunded", await sale.StatusAsync());
        await AssertRefundedOnceAsync(sale);
        Assert.Equal(
            [
                "paymentRequested",
                "checkoutStarted",
                "paymentApproved",
                "paid",
                "shipReminder",
                "shipReminder",
                "shipReminder",
                "refundStarted",
                "refundCompleted",
            ],
            await sale.EventsAsync());

        var late = await sale.Seller.PostAsync($"orders/{sale.OrderId}/shipments", new { });
        Assert.Equal((409, "refunded"), (late.Status, late["code"]));
        await Pass(TimeSpan.FromDays(7));
        Assert.Equal("refunded", await sale.StatusAsync());
        await AssertRefundedOnceAsync(sale);
    }

    [Fact]
    public async Task What_is_marked_in_the_last_minute_is_not_refunded()
    {
        var sale = await PaidAsync();
        await Pass(TimeSpan.FromDays(7) - Minute);
        await sale.ShipAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Empty(PayPal.RefundsOf(sale));
    }

    [Fact]
    public async Task A_mark_taken_back_late_leaves_the_seller_48_hours_to_ship()
    {
        var sale = await PaidAsync();
        await Pass(TimeSpan.FromDays(6));
        await sale.ShipAsync();
        await sale.UnmarkAsync();
        await Pass(TimeSpan.FromHours(48) - Minute);
        Assert.Equal("paid", await sale.StatusAsync());
        await Pass(Minute);
        Assert.Equal("refunded", await sale.StatusAsync());
        await AssertRefundedOnceAsync(sale);
    }

    [Theory]
    [InlineData(Fault.TimeOutAfterSuccess, 1)]
    [InlineData(Fault.TimeOutAfterSuccess, 5)]
    [InlineData(Fault.TimeOutBefore, 5)]
    [InlineData(Fault.MalformedBody, 5)]
    [InlineData(Fault.Error503, 5)]
    [InlineData(Fault.Unauthenticated, 1)]
    public async Task A_refund_that_the_provider_does_not_answer_is_made_once(Fault fault, int times)
    {
        var sale = await PaidAsync($"refund {fault} {times}");
        await Pass(TimeSpan.FromDays(7) - Minute);
        PayPal.Faults.Next("refund", fault, times);
        await Pass(TimeSpan.FromHours(12));
        PayPal.Faults.Clear();
        Assert.Equal("refunded", await sale.StatusAsync());
        await AssertRefundedOnceAsync(sale);
    }

    [Fact]
    public async Task A_refund_that_stays_pending_is_done_when_the_provider_completes_it()
    {
        var sale = await PaidAsync();
        PayPal.Outcomes.NextRefund(RefundOutcome.Pending);
        await Pass(TimeSpan.FromDays(7));
        Assert.Equal("refunding", await sale.StatusAsync());
        using (Deaf())
        {
            await PayPal.CompleteRefundAsync(Assert.Single(PayPal.RefundsOf(sale)).Id);
            await Pass(TimeSpan.FromHours(6));
        }

        Assert.Equal("refunded", await sale.StatusAsync());
        await AssertRefundedOnceAsync(sale);
    }

    /// <summary>The seller was once paid for what was never shipped: the failed refund's money joined the rest.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_price_of_a_line_never_shipped_is_not_paid_out_when_paypal_refuses_its_refund(bool later)
    {
        var sale = await HalfShippedAsync($"refused unshipped {later}");
        PayPal.Outcomes.NextRefund(later ? RefundOutcome.Pending : new RefundOutcome(Refusal: "REFUND_NOT_ALLOWED"));
        await Pass(TimeSpan.FromDays(7));
        if (later)
            await PayPal.FailRefundAsync(Assert.Single(PayPal.RefundsOf(sale)).Id);
        await Pass(TimeSpan.FromDays(12));
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));
        var blocks = Sale.Must(await sale.Seller.GetAsync($"orders/{sale.OrderId}"), 200).Body.GetProperty("blocks");
        Assert.Equal("refundOwed", Assert.Single(blocks.EnumerateArray()).GetProperty("kind").GetString());

        // The cause is gone: the buyer gets the money, and the seller the price of what was shipped.
        Sale.Must(await sale.Operator.PostAsync($"orders/{sale.OrderId}/refunds", new { amount = Sale.Usd("20.00") }, "again"), 201);
        await Pass(TimeSpan.FromHours(28));
        var capture = Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId);
        Assert.Equal(capture.Gross - capture.Fee - 20_00, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
    }

    /// <summary>PayPal gives the buyer the price of one mug, and nothing says which: the seller was once paid for the other, which may
    /// be the one that was never shipped.</summary>
    [Fact]
    public async Task A_dispute_lost_after_a_refused_refund_does_not_free_the_price_of_a_line_never_shipped()
    {
        var sale = await HalfShippedAsync("refused and disputed");
        PayPal.Outcomes.NextRefund(new RefundOutcome(Refusal: "REFUND_NOT_ALLOWED"));
        await Pass(TimeSpan.FromDays(7));
        var capture = Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId);
        var dispute = await PayPal.OpenDisputeAsync(capture.Id, null);
        await Clock.DrainAsync();
        await PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.Partly(20_00));
        await Pass(TimeSpan.FromDays(12));
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));
        var blocks = Sale.Must(await sale.Seller.GetAsync($"orders/{sale.OrderId}"), 200).Body.GetProperty("blocks");
        Assert.Equal("refundOwed", Assert.Single(blocks.EnumerateArray()).GetProperty("kind").GetString());

        // The operator has seen at PayPal that the dispute was about that one.
        for (var i = 0; i < 2; i++)
            Sale.Must(await sale.Operator.PostAsync($"orders/{sale.OrderId}/refunds/1/end", null, "about-it"), 200);
        await Pass(TimeSpan.FromHours(28));
        Assert.Equal(capture.Gross - capture.Fee - 20_00, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
    }

    /// <summary>Two mugs, of which one is shipped.</summary>
    private async Task<Sale> HalfShippedAsync(string name)
    {
        var sale = await SellerAsync(name);
        await sale.TalkAsync();
        var lines = new[] { "Blue mug", "Green mug" }
            .Select(mug => new { description = mug, quantity = 1, unitPrice = Sale.Usd("20.00") });
        await sale.RequestPaymentAsync(new { lines });
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        Sale.Must(await sale.Seller.PostAsync(
            $"orders/{sale.OrderId}/shipments",
            new { lines = new[] { 0 }, carrier = "USPS", trackingNumber = "9400100000000000000000" }), 201);
        return sale;
    }

    // Row 8: the provider keeps its fee, and the seller owes it.
    private async Task AssertRefundedOnceAsync(Sale sale)
    {
        var refund = Assert.Single(PayPal.RefundsOf(sale));
        Assert.Equal(("COMPLETED", 54_50), (refund.Status, refund.Amount));
        var book = await Book.OfAsync(sale);
        Assert.Equal((0, 2_39, 0, -2_39), (book["held"], book["debt"], book["refund:inflight"], book["processor:balance"]));
        Assert.Equal((1, 1), (book.Count("refund submitted"), book.Count("refund completed")));
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));
    }
}
