using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>An operator pauses all payouts. On its own platform, because the pause affects everyone.</summary>
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
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Single(PayPal.Payouts, p => p.IsOf(sale));
    }

    [Fact]
    public async Task The_batches_that_were_sent_are_listed_the_newest_first_a_page_at_a_time()
    {
        var first = await ShippedAsync("batch of one");
        await Pass(TimeSpan.FromHours(80));
        var sale = await ShippedAsync("batch of another");
        await Pass(TimeSpan.FromHours(80));
        Assert.Equal(("paidOut", "paidOut"), (await first.StatusAsync(), await sale.StatusAsync()));

        Assert.Equal(404, (await sale.Seller.GetAsync("ops/payout-batches")).Status);
        var page = Sale.Must(await sale.Operator.GetAsync("ops/payout-batches?limit=1"), 200);
        var newest = Assert.Single(page.Body.GetProperty("items").EnumerateArray().ToList());
        Assert.Equal(
            ("settled", 1, "52.11"),
            (newest.GetProperty("status").GetString(), newest.GetProperty("payouts").GetInt32(),
                newest.GetProperty("total").GetProperty("amount").GetString()));
        var sent = PayPal.PayoutBatches.Select(batch => batch.SenderBatchId).ToHashSet();
        Assert.Contains(newest.GetProperty("id").GetString()!, sent);

        var older = Sale.Must(await sale.Operator.GetAsync($"ops/payout-batches?limit=1&cursor={page["next"]}"), 200);
        var before = Assert.Single(older.Body.GetProperty("items").EnumerateArray().ToList());
        Assert.NotEqual(newest.GetProperty("id").GetString(), before.GetProperty("id").GetString());
        Assert.True(before.GetProperty("at").GetDateTimeOffset() < newest.GetProperty("at").GetDateTimeOffset());
    }
}
