using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>An operator stops all payouts. A platform of its own: the pause is everybody's.</summary>
public sealed class PauseJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task While_payouts_are_paused_the_hold_ends_and_nobody_is_paid_and_afterwards_each_is_paid_once()
    {
        var sale = await ShippedAsync();
        Assert.Equal(404, (await sale.Seller.PutAsync("ops/payouts-pause", new { paused = true, reason = "Mine." })).Status);
        var missing = await sale.Operator.PutAsync("ops/payouts-pause", new { paused = true });
        Assert.Equal((400, "text-missing"), (missing.Status, missing["code"]));

        var paused = Sale.Must(
            await sale.Operator.PutAsync("ops/payouts-pause", new { paused = true, reason = "The books are being checked." }),
            200);
        Assert.Equal(("true", "The books are being checked."), (paused["paused"], paused["reason"]));
        await Pass(TimeSpan.FromHours(80));
        Assert.Equal("shipped", await sale.StatusAsync());
        Assert.Contains("payoutReleased", await sale.EventsAsync());
        Assert.Equal("true", Sale.Must(await sale.Operator.PostAsync("ops/payout-sweeps"), 200)["paused"]);
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));

        Sale.Must(await sale.Operator.PutAsync("ops/payouts-pause", new { paused = false }), 200);
        Assert.Equal("false", Sale.Must(await sale.Operator.GetAsync("ops/payouts-pause"), 200)["paused"]);
        await Pass(TimeSpan.FromHours(2));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Single(PayPal.Payouts, p => p.IsOf(sale));
    }
}
