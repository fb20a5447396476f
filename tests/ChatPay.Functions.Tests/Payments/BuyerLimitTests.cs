using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Shared;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>2,250.00 in seven rolling days, over the real table protocol.</summary>
public sealed class BuyerLimitTests : IAsyncLifetime
{
    private readonly FixedClock _clock = new(ScriptedSale.Start);
    private LocalStores _stores = null!;
    private BuyerLimit _limit = null!;

    public async ValueTask InitializeAsync()
    {
        _stores = await LocalStores.StartAsync();
        _limit = new BuyerLimit(_stores.Tables, _clock);
    }

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Reserve_UpToTheMaximum_IsAllowed_ACentMoreIsNot()
    {
        await ReserveAsync(1, "750.00");
        await ReserveAsync(2, "750.00");
        await ReserveAsync(3, "749.99");
        Assert.Equal("buyer-limit", await RefusalAsync(4, "0.02"));
        await ReserveAsync(4, "0.01");
    }

    [Fact]
    public async Task Reserve_Repeated_CountsOnce()
    {
        for (var i = 0; i < 5; i++)
            await ReserveAsync(1, "750.00");
        await ReserveAsync(2, "750.00");
        await ReserveAsync(3, "750.00");
    }

    [Fact]
    public async Task Reserve_AnotherBuyer_HasALimitOfTheirOwn()
    {
        await FillAsync();
        await _limit.ReserveAsync(Order(9, "750.00") with { BuyerId = "buy-2" }, Cancellation);
    }

    [Fact]
    public async Task Release_GivesBack_OnceAndOnlyItsOwn()
    {
        await FillAsync();
        await _limit.ReleaseAsync(Order(2, "750.00"), Cancellation);
        await _limit.ReleaseAsync(Order(2, "750.00"), Cancellation);
        await _limit.ReleaseAsync(Order(7, "750.00"), Cancellation);
        await ReserveAsync(4, "750.00");
        Assert.Equal("buyer-limit", await RefusalAsync(5, "0.01"));
    }

    [Fact]
    public async Task Reserve_AfterTheCurrencyWasChanged_CountsOnlyTheNewOne()
    {
        await FillAsync();
        await _limit.ReserveAsync(Euros(4, "2250.00"), Cancellation);
        Assert.Equal(
            "buyer-limit",
            (await Assert.ThrowsAsync<ProblemException>(() => _limit.ReserveAsync(Euros(5, "0.01"), Cancellation))).Code);
        await _limit.ReleaseAsync(Euros(4, "2250.00"), Cancellation);
        Assert.Equal("buyer-limit", await RefusalAsync(6, "0.01"));

        static Order Euros(int id, string total) =>
            ScriptedSale.Of(new OrderTerms { Currency = "EUR" }, Money.Parse(total, "EUR")).Order with
            {
                Id = "ord-" + id,
            };
    }

    [Fact]
    public async Task Reserve_SevenDaysAfterTheOthersCouldLastBePaid_IsFreeAgain()
    {
        await FillAsync();
        var terms = new OrderTerms();
        _clock.Now += terms.RequestExpiresAfter + terms.ApprovalGrace + TimeSpan.FromDays(7) - TimeSpan.FromTicks(1);
        Assert.Equal("buyer-limit", await RefusalAsync(4, "0.01"));
        _clock.Now += TimeSpan.FromTicks(1);
        await ReserveAsync(4, "750.00");
    }

    [Fact]
    public async Task Reserve_ManyAtOnce_NeverPassTheMaximum()
    {
        // A request that gives up under contention gets 503; one over the limit is refused with 422. Neither reserves anything.
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 24).Select(i => OutcomeAsync(i, "300.00")));
        Assert.All(outcomes, outcome => Assert.Contains(outcome, (string?[])[null, "buyer-limit", "unavailable"]));
        Assert.InRange(outcomes.Count(o => o is null), 1, 7);

        var reserved = outcomes.Count(o => o is null);
        for (var i = 100; reserved < 7; i++, reserved++)
            await ReserveAsync(i, "300.00");
        Assert.Equal("buyer-limit", await RefusalAsync(200, "150.01"));
        await ReserveAsync(201, "150.00");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Order Order(int id, string total) =>
        ScriptedSale.Of(new OrderTerms(), ScriptedSale.Usd(total)).Order with
        {
            Id = "ord-" + id,
        };

    private async Task FillAsync()
    {
        for (var i = 1; i <= 3; i++)
            await ReserveAsync(i, "750.00");
    }

    private Task ReserveAsync(int id, string total) => _limit.ReserveAsync(Order(id, total), Cancellation);

    private async Task<string> RefusalAsync(int id, string total) =>
        (await Assert.ThrowsAsync<ProblemException>(() => ReserveAsync(id, total))).Code;

    private async Task<string?> OutcomeAsync(int id, string total)
    {
        try
        {
            await ReserveAsync(id, total);
            return null;
        }
        catch (ProblemException e)
        {
            return e.Code;
        }
    }
}
