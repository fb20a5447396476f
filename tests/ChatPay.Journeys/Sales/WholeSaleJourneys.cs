using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>The normal sale, and the hold.</summary>
public sealed class WholeSaleJourneys(JourneyPlatform platform) : Journey(platform)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_buyer_asks_and_pays_the_seller_ships_and_is_paid_once_after_72_hours()
    {
        var sale = await ShippedAsync();
        var shipped = Clock.GetUtcNow();

        await Pass(TimeSpan.FromHours(72) - Minute);
        Assert.Equal("shipped", await sale.StatusAsync());
        Assert.DoesNotContain(PayPal.Payouts, Of(sale));

        await Pass(TimeSpan.FromHours(3) + Minute);
        Assert.Equal("paidOut", await sale.StatusAsync());
        var payout = Assert.Single(PayPal.Payouts, Of(sale));
        Assert.Equal(("SUCCESS", 52_11, "EXAMPLESELL23"), (payout.Status, payout.Amount, payout.Receiver));
        Assert.InRange(payout.Processed!.Value, shipped + TimeSpan.FromHours(72), shipped + TimeSpan.FromHours(74));

        var book = await Book.OfAsync(sale);
        Assert.Equal((0, 0, 0), (book["held"], book["payable"], book["payout:inflight"]));
        Assert.Equal(54_50 - 2_39 - 52_11 - 25, book["processor:balance"]);
        Assert.Equal(
            ["paymentRequested", "checkoutStarted", "paymentApproved", "paid", "shipped", "payoutReleased", "payoutSubmitted", "paidOut"],
            await sale.EventsAsync());

        await Pass(TimeSpan.FromDays(3));
        Assert.Single(PayPal.Payouts, Of(sale));
    }

    [Fact]
    public async Task Without_a_tracking_number_the_seller_is_paid_after_96_hours()
    {
        var sale = await PaidAsync();
        await sale.ShipAsync(tracked: false);

        await Pass(TimeSpan.FromHours(96) - Minute);
        Assert.Equal("shipped", await sale.StatusAsync());
        Assert.DoesNotContain(PayPal.Payouts, Of(sale));

        await Pass(TimeSpan.FromHours(3) + Minute);
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(52_11, Assert.Single(PayPal.Payouts, Of(sale)).Amount);
    }

    [Fact]
    public async Task A_mark_taken_back_stops_the_hold_and_marking_again_starts_a_new_one()
    {
        var sale = await ShippedAsync();
        await Pass(TimeSpan.FromHours(71));
        await sale.UnmarkAsync();
        await Pass(TimeSpan.FromHours(24));
        Assert.Equal("paid", await sale.StatusAsync());

        await sale.ShipAsync();
        await Pass(TimeSpan.FromHours(72) - Minute);
        Assert.Equal("shipped", await sale.StatusAsync());
        Assert.DoesNotContain(PayPal.Payouts, Of(sale));

        await Pass(TimeSpan.FromHours(3) + Minute);
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Single(PayPal.Payouts, Of(sale));
    }

    [Fact]
    public async Task A_mark_taken_back_after_release_takes_the_release_back_and_a_new_hold_is_paid_as_the_next_generation()
    {
        var sale = await ShippedAsync();
        await ReleasedBeforeTheSweepAsync(sale);
        await sale.UnmarkAsync();
        Assert.Equal("paid", await sale.StatusAsync());
        var book = await Book.OfAsync(sale);
        Assert.Equal((-52_11, 0, 1), (book["held"], book["payable"], book.Count("release taken back")));

        await Pass(TimeSpan.FromHours(5));
        Assert.DoesNotContain(PayPal.Payouts, Of(sale));

        await sale.ShipAsync();
        await Pass(TimeSpan.FromHours(72) - Minute);
        Assert.DoesNotContain(PayPal.Payouts, Of(sale));
        await Pass(TimeSpan.FromHours(3) + Minute);
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal($"{sale.OrderId}-payout-2", Assert.Single(PayPal.Payouts, Of(sale)).SenderItemId);
    }

    [Fact]
    public async Task A_mark_cannot_be_taken_back_once_the_payout_is_submitted()
    {
        var sale = await ShippedAsync();
        await Pass(TimeSpan.FromHours(75));
        var answer = await sale.TryUnmarkAsync();
        Assert.Equal((409, "payout-submitted"), (answer.Status, answer["code"]));
        Assert.Equal("paidOut", await sale.StatusAsync());
    }

    [Fact]
    public async Task A_seller_restricted_in_the_hold_is_not_paid_until_the_restriction_is_lifted()
    {
        var sale = await ShippedAsync();
        Sale.Must(
            await sale.Operator.PostAsync($"sellers/{sale.SellerId}/restriction", new { reason = "A document has to be looked at again." }),
            200);
        await Pass(TimeSpan.FromHours(80));
        Assert.Equal("shipped", await sale.StatusAsync());
        Assert.DoesNotContain(PayPal.Payouts, Of(sale));

        Sale.Must(await sale.Operator.DeleteAsync($"sellers/{sale.SellerId}/restriction"), 200);
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Single(PayPal.Payouts, Of(sale));
    }

    [Fact]
    public async Task A_seller_restricted_between_release_and_sweep_is_not_paid_until_the_restriction_is_lifted()
    {
        var sale = await ShippedAsync();
        await ReleasedBeforeTheSweepAsync(sale);
        Sale.Must(
            await sale.Operator.PostAsync($"sellers/{sale.SellerId}/restriction", new { reason = "A document has to be looked at again." }),
            200);
        await Pass(TimeSpan.FromHours(5));
        Assert.DoesNotContain(PayPal.Payouts, Of(sale));

        Sale.Must(await sale.Operator.DeleteAsync($"sellers/{sale.SellerId}/restriction"), 200);
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Single(PayPal.Payouts, Of(sale));
    }

    // The sweep runs on the hour: shipped some minutes past it, an order is released some minutes before the next sweep.
    private async Task ReleasedBeforeTheSweepAsync(Sale sale)
    {
        await sale.UnmarkAsync();
        var past = Clock.GetUtcNow();
        await Pass(
            TimeSpan.FromHours(1) + TimeSpan.FromMinutes(10) - (past - new DateTimeOffset(past.Date, TimeSpan.Zero).AddHours(past.Hour)));
        await sale.ShipAsync();
        await Pass(TimeSpan.FromHours(72));
        Assert.Equal("payoutReleased", (await sale.EventsAsync())[^1]);
        Assert.DoesNotContain(PayPal.Payouts, Of(sale));
    }

    private static Predicate<Local.Simulators.PayPal.Payouts.SimulatedPayoutItem> Of(Sale sale) => payout => payout.IsOf(sale);
}
