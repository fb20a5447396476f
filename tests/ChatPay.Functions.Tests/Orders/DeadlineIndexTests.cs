using ChatPay.Functions.Orchestrations.Watchdog;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>Each order that must be driven is scheduled for a check; of several, the earliest is enough.</summary>
public sealed class DeadlineIndexTests : IAsyncLifetime
{
    private LocalStores _stores = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DeadlineIndex Index => new(_stores.Tables, _stores.Clock);

    public async ValueTask InitializeAsync() => _stores = await LocalStores.StartAsync();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Entry_MadeAnewForTheHourThatIsLookedAt_IsNotTakenOutWithTheOldOne()
    {
        var order = ScriptedSale.Requested().Order;
        await Index.WriteAsync(null, new OrderChange(order), Cancellation);
        var look = Assert.Single(await LooksAsync());

        // During the check, another one is scheduled.
        await Index.WriteAsync(null, new OrderChange(order), Cancellation);
        await Index.RemoveAsync(look, Cancellation);

        look = Assert.Single(await LooksAsync());
        await Index.RemoveAsync(look, Cancellation);
        Assert.Empty(await LooksAsync());
    }

    [Fact]
    public async Task Look_LaterThanOneThatIsAhead_IsNotEntered()
    {
        var orders = OrderStores.Of(_stores.Tables, _stores.Queues, _stores.Clock);
        var sale = ScriptedSale.Requested();
        await orders.CreateAsync(new OrderChange(sale.Order), Cancellation);
        var first = Assert.Single(await LooksAsync());

        var paid = ScriptedSale.Paid().Order;
        await orders.ChangeAsync(paid.Id, o => new OrderChange(paid with { Watched = o.Watched, LooksFrom = o.LooksFrom }), Cancellation);
        Assert.Equal(first, Assert.Single(await LooksAsync()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Look_WhoseEarlierOneHasBegunOrIsOver_IsEntered(int hours)
    {
        var orders = OrderStores.Of(_stores.Tables, _stores.Queues, _stores.Clock);
        var sale = ScriptedSale.Requested();
        await orders.CreateAsync(new OrderChange(sale.Order), Cancellation);
        var looked = ExpectedOrchestration.NextLook(sale.Order)!.Value;
        await _stores.Clock.AdvanceAsync(looked.AddHours(hours) - _stores.Clock.GetUtcNow(), Cancellation);

        var shipped = ScriptedSale.Shipped().Order;
        shipped = shipped with { Shipments = [.. shipped.Shipments.Select(s => s with { At = _stores.Clock.GetUtcNow() })] };
        await orders.ChangeAsync(
            shipped.Id, o => new OrderChange(shipped with { Watched = o.Watched, LooksFrom = o.LooksFrom }), Cancellation);
        Assert.Equal(2, (await LooksAsync()).Count);
    }

    private async Task<List<DueLook>> LooksAsync()
    {
        var looks = new List<DueLook>();
        await foreach (var look in Index.ListAsync(_stores.Clock.GetUtcNow().AddYears(1), Cancellation))
            looks.Add(look);
        return looks;
    }
}
