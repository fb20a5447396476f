using System.Text.Json;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>The operator's view of an order's orchestrations.</summary>
public sealed class OrchestrationJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task An_operator_sees_what_an_order_waits_for_and_nobody_else_does()
    {
        var sale = await PaidAsync();
        var path = $"orders/{sale.OrderId}/orchestrations";
        Assert.Equal(404, (await sale.Seller.GetAsync(path)).Status);
        Assert.Equal(404, (await sale.Buyer.GetAsync(path)).Status);

        var own = (await ListAsync(sale))[0];
        var order = Sale.Must(await sale.Operator.GetAsync($"orders/{sale.OrderId}"), 200).Body;
        Assert.Equal(
            ("OrderLifecycle", sale.OrderId, "running", "toShip"),
            (Text(own, "name"), Text(own, "instanceId"), Text(own, "status"), Text(own, "waitsIn")));
        Assert.Equal(Text(order, "shipBy"), Text(own, "waitsUntil"));
        Assert.False(own.TryGetProperty("failingActivity", out _));
    }

    [Fact]
    public async Task An_operator_sees_that_what_drives_an_order_is_gone()
    {
        var sale = await PaidAsync();
        await Local.Durable.Client.TerminateInstanceAsync(sale.OrderId);
        await Clock.DrainAsync();
        Assert.Equal("terminated", Text((await ListAsync(sale))[0], "status"));

        await Local.Durable.Client.PurgeInstanceAsync(sale.OrderId);
        var gone = (await ListAsync(sale))[0];
        Assert.Equal("missing", Text(gone, "status"));
        Assert.False(gone.TryGetProperty("waitsIn", out _));
        Assert.True(gone.TryGetProperty("lookAt", out _));
    }

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(Sale sale) =>
    [
        .. Sale.Must(await sale.Operator.GetAsync($"orders/{sale.OrderId}/orchestrations"), 200)
            .Body.GetProperty("orchestrations").EnumerateArray(),
    ];

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();
}
