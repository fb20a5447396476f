using System.Globalization;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>The deadline to ship: the seller is reminded, and the buyer can agree to a later one.</summary>
public sealed class ShipByJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_seller_who_needs_more_time_asks_the_buyer_and_ships_late_with_consent()
    {
        var sale = await PaidAsync();
        var until = Clock.GetUtcNow() + TimeSpan.FromDays(12);
        var (ask, answer) = ($"orders/{sale.OrderId}/ship-by-extension-request", $"orders/{sale.OrderId}/ship-by-extension");
        Assert.Equal(409, (await sale.Buyer.PostAsync(answer, new { decision = "accept" })).Status);
        Assert.Equal(404, (await sale.Buyer.PostAsync(ask, new { until })).Status);
        Assert.Equal(400, (await sale.Seller.PostAsync(ask, new { })).Status);
        Assert.Equal(422, (await sale.Seller.PostAsync(ask, new { until = until + TimeSpan.FromDays(20) })).Status);
        Sale.Must(await sale.Seller.PostAsync(ask, new { until, reason = "The glaze is still drying." }), 200);
        Assert.Equal(404, (await sale.Seller.PostAsync(answer, new { decision = "accept" })).Status);
        Assert.Contains("ship-by-extension", await ActionsAsync(sale.Buyer, sale));
        var agreed = Sale.Must(await sale.Buyer.PostAsync(answer, new { decision = "accept" }), 200);
        Assert.Equal(until, DateTimeOffset.Parse(agreed["shipBy"]!, CultureInfo.InvariantCulture));

        await Pass(TimeSpan.FromDays(11));
        Assert.Equal("paid", await sale.StatusAsync());
        await sale.ShipAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
    }

    [Fact]
    public async Task A_seller_who_does_not_ship_is_reminded_three_times_and_the_buyer_reads_none_of_it()
    {
        var sale = await PaidAsync();
        await Pass(TimeSpan.FromDays(6));
        Assert.Equal(3, (await sale.EventsAsync()).Count(e => e == "shipReminder"));
        Assert.Contains("is waiting", await MessagesAsync(sale.Seller, sale), StringComparison.Ordinal);
        Assert.DoesNotContain("is waiting", await MessagesAsync(sale.Buyer, sale), StringComparison.Ordinal);
        await Pass(TimeSpan.FromDays(2));
        Assert.Equal("refunded", await sale.StatusAsync());
    }

    private static async Task<IReadOnlyList<string?>> ActionsAsync(SaleClient person, Sale sale) =>
        [
            .. Sale.Must(await person.GetAsync($"orders/{sale.OrderId}"), 200)
                .Body.GetProperty("allowedActions")
                .EnumerateArray()
                .Select(a => a.GetString()),
        ];

    private static async Task<string> MessagesAsync(SaleClient person, Sale sale) =>
        Sale.Must(await person.GetAsync($"conversations/{sale.ConversationId}/messages"), 200).Body.GetRawText();
}
