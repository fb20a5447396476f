using System.Text.Json;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using NJsonSchema;

namespace ChatPay.Journeys.Sales;

/// <summary>Other systems follow a seller's orders: the feed and the topic have the same events.</summary>
public sealed class EventJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_system_of_the_seller_follows_a_sale_by_its_feed_and_misses_nothing()
    {
        var sale = await RequestedAsync();
        var (first, next) = await FeedAsync(sale.Seller, "events?limit=1");
        Assert.Equal("chatpay.order.paymentRequested.v1", Assert.Single(first).GetProperty("type").GetString());

        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await sale.ShipAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
        var (rest, end) = await FeedAsync(sale.Seller, $"events?cursor={next}");
        string[] happened =
        [
            .. (await sale.EventsAsync()).Select(e => $"chatpay.order.{e}.v1"),
        ];
        Assert.Equal(happened, first.Concat(rest).Select(e => e.GetProperty("type").GetString()));
        Assert.Empty((await FeedAsync(sale.Seller, $"events?cursor={end}")).Events);
        Assert.Equal(
            first.Concat(rest).Select(IdOf),
            (await FeedAsync(sale.Operator, $"events?sellerId={sale.SellerId}")).Events.Select(IdOf));

        // The topic has exactly the same events.
        await using var client = Local.Bus.CreateClient();
        await using var reader = client.CreateReceiver(Queues.OrderEvents, "everything");
        var published = (await reader.PeekMessagesAsync(1_000))
            .Where(m => m.Body.ToString().Contains(sale.OrderId, StringComparison.Ordinal))
            .ToList();
        Assert.Equal(first.Concat(rest).Select(e => e.GetRawText()), published.Select(m => m.Body.ToString()));
        Assert.All(published, m => Assert.Equal("application/cloudevents+json", m.ContentType));
    }

    [Fact]
    public async Task Each_event_is_as_its_schema_says_and_names_nobody()
    {
        var sale = await ShippedAsync();
        Sale.Must(
            await sale.Buyer.PostAsync(
                $"orders/{sale.OrderId}/complaints",
                new { message = "The handle of canary-words is broken." },
                "complain"),
            201);
        await Clock.DrainAsync();
        var (events, _) = await FeedAsync(sale.Seller, "events?limit=100");
        Assert.NotEmpty(events);
        foreach (var happened in events)
        {
            Assert.Equal(
                ("1.0", sale.OrderId, "application/json"),
                (
                    happened.GetProperty("specversion").GetString(),
                    happened.GetProperty("subject").GetString(),
                    happened.GetProperty("datacontenttype").GetString()));
            var schema = Sale.Must(await sale.Seller.GetAsync("event-schemas/" + happened.GetProperty("type").GetString()), 200)
                .Body.GetRawText();
            Assert.EndsWith(
                "/api/v1/event-schemas/" + happened.GetProperty("type").GetString(),
                happened.GetProperty("dataschema").GetString(),
                StringComparison.Ordinal);
            Assert.Empty((await JsonSchema.FromJsonAsync(schema)).Validate(happened.GetProperty("data").GetRawText()));
            Assert.DoesNotContain("canary-words", happened.GetRawText(), StringComparison.Ordinal);
        }

        Assert.Equal(404, (await sale.Seller.GetAsync("event-schemas/chatpay.order.unheardOf.v1")).Status);
    }

    [Fact]
    public async Task The_feed_of_another_seller_is_not_there()
    {
        var sale = await RequestedAsync();
        Assert.Equal(404, (await sale.Buyer.GetAsync("events")).Status);
        Assert.Equal(404, (await sale.Seller.GetAsync("events?sellerId=sel-00000000000000000000000000")).Status);
        Assert.Equal(400, (await sale.Operator.GetAsync("events")).Status);
        Assert.Equal(400, (await sale.Seller.GetAsync("events?cursor=nonsense!")).Status);
    }

    private static async Task<(IReadOnlyList<JsonElement> Events, string Next)> FeedAsync(SaleClient reader, string path)
    {
        var body = Sale.Must(await reader.GetAsync(path), 200).Body;
        return ([.. body.GetProperty("items").EnumerateArray()], body.GetProperty("next").GetString()!);
    }

    private static string? IdOf(JsonElement happened) => happened.GetProperty("id").GetString();
}
