using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Tests.Payments;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Shared.Storage;

public sealed class DueDaysTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_LooksOnceAtWhatIsDueAndNotAtWhatIsNot()
    {
        await using var stores = await LocalStores.StartAsync();
        var days = Days(stores);
        await days.AddAsync("look", days.Today.AddDays(-90), "long ago", Cancellation);
        await days.AddAsync("look", days.Today, "today", Cancellation);
        await days.AddAsync("look", days.Today.AddDays(1), "tomorrow", Cancellation);
        await days.AddAsync("other", days.Today, "of another purpose", Cancellation);

        Assert.Equal(["long ago", "today"], await LookAsync(days));
        Assert.Empty(await LookAsync(days));
        await days.AddAsync("look", days.Today, "later today", Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(["later today", "tomorrow"], await LookAsync(days));
    }

    [Fact]
    public async Task Each_AfterMonthsWithoutANight_MissesNothing()
    {
        await using var stores = await LocalStores.StartAsync();
        var days = Days(stores);
        await LookAsync(days);
        await days.AddAsync("look", days.Today.AddDays(3), "missed", Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(120));

        Assert.Equal(["missed"], await LookAsync(days));
    }

    [Fact]
    public async Task Each_WhatDoesNotWork_IsTriedAgainUntilItDoesAndHoldsUpNobody()
    {
        await using var stores = await LocalStores.StartAsync();
        var days = Days(stores);
        await days.AddAsync("look", days.Today, "a", Cancellation);
        await days.AddAsync("look", days.Today, "b", Cancellation);

        Assert.Equal(["b"], await LookAsync(days, fails: "a"));
        for (var night = 0; night < 40; night++)
        {
            await stores.Clock.AdvanceAsync(TimeSpan.FromDays(1));
            Assert.Empty(await LookAsync(days, fails: "a"));
        }

        Assert.Equal(["a"], await LookAsync(days));
    }

    private static DueDays Days(LocalStores stores) => new(stores.Tables, stores.Clock, NullLogger<DueDays>.Instance);

    private static async Task<IReadOnlyList<string>> LookAsync(DueDays days, string? fails = null)
    {
        var seen = new List<string>();
        await days.EachAsync(
            "look",
            (id, _) =>
            {
                if (id == fails)
                    throw new InvalidOperationException("It does not work.");
                seen.Add(id);
                return Task.CompletedTask;
            },
            Cancellation);
        seen.Sort(StringComparer.Ordinal);
        return seen;
    }
}
