using ChatPay.Journeys.Platform;

namespace ChatPay.Journeys.Sales;

/// <summary>The app recovers when an order's orchestration, or the key that signs its links, is gone.</summary>
public sealed class WatchdogJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_buyer_whose_orders_orchestration_is_gone_is_refunded_all_the_same()
    {
        var sale = await PaidAsync();
        await Local.Durable.Client.TerminateInstanceAsync(sale.OrderId);
        await Clock.DrainAsync();
        await Local.Durable.Client.PurgeInstanceAsync(sale.OrderId);

        await Pass(TimeSpan.FromDays(7));
        Assert.Equal("paid", await sale.StatusAsync());
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("refunded", await sale.StatusAsync());
        Assert.Single(PayPal.RefundsOf(sale));
    }
}
