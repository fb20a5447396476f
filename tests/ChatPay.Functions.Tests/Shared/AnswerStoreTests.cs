using Azure.Data.Tables;
using ChatPay.Functions.Platform.Idempotency;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Tests.Payments;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Shared;

/// <summary>A stored response may contain a buyer's address: none outlives its thirty days by more than one.</summary>
public sealed class AnswerStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(23)]
    public async Task Answers_OfThirtyDaysAgo_AreForgotten_WhateverTheHourAndWhetherOrNotTheyWereGiven(int hour)
    {
        await using var stores = await LocalStores.StartAsync();
        var days = new DueDays(stores.Tables, stores.Clock, NullLogger<DueDays>.Instance);
        var answers = new AnswerStore(
            stores.Tables,
            new AddressKeys(stores.Secrets, stores.DeletedSecrets, stores.Clock),
            days,
            stores.Clock);
        var midnight = new DateTimeOffset(stores.Clock.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        await stores.Clock.AdvanceToAsync(midnight.AddHours(hour), Cancellation);
        var (_, version) = await answers.BeginAsync("given", "hash", Cancellation);
        await answers.BeginAsync("never-given", "hash", Cancellation);
        await answers.CompleteAsync("given", new StoredAnswer("hash", 200), version, Cancellation);

        var kept = new List<int>();
        for (var night = 1; night <= 32; night++)
        {
            await stores.Clock.AdvanceToAsync(midnight.AddDays(night).AddHours(2), Cancellation);
            await new ForgetAnswers(days, answers).RunAsync(new TimerInfo(), Cancellation);
            kept.Add(await stores.Tables.Answers.QueryAsync<TableEntity>(cancellationToken: Cancellation).CountAsync(Cancellation));
        }

        Assert.Equal(2, kept[28]);
        Assert.Equal(0, kept[30]);
    }

    /// <summary>A repeat was once told that erased identity data is stored, and the hash of the data outlived it.</summary>
    [Fact]
    public async Task ForgetAccount_AfterAnErasure_LeavesNothingOfThatAccountAndAllOfOthers()
    {
        await using var stores = await LocalStores.StartAsync();
        var days = new DueDays(stores.Tables, stores.Clock, NullLogger<DueDays>.Instance);
        var answers = new AnswerStore(
            stores.Tables,
            new AddressKeys(stores.Secrets, stores.DeletedSecrets, stores.Clock),
            days,
            stores.Clock);
        var (mine, other) = (AnswerStore.AccountOf("sel-1"), AnswerStore.AccountOf("sel-2"));
        var (_, version) = await answers.BeginAsync("given", "hash", Cancellation, mine);
        await answers.CompleteAsync("given", new StoredAnswer("hash", 200), version, Cancellation);
        await answers.BeginAsync("never-given", "hash", Cancellation, mine);
        await answers.BeginAsync("another's", "hash", Cancellation, other);
        var (_, refused) = await answers.BeginAsync("refused", "hash", Cancellation, mine);
        await answers.ReleaseAsync("refused", refused, Cancellation, mine);
        Assert.Equal("hash", (await answers.BeginAsync("given", "hash", Cancellation, mine)).Known?.RequestHash);

        await answers.ForgetAccountAsync(mine, Cancellation);

        var left = await stores
            .Tables.Answers.QueryAsync<TableEntity>(cancellationToken: Cancellation)
            .Select(row => row.PartitionKey)
            .ToListAsync(Cancellation);
        Assert.Equal([other, "another's"], left.Order(StringComparer.Ordinal).Reverse().OrderByDescending(key => key == other));
        Assert.Null((await answers.BeginAsync("given", "another hash", Cancellation, mine)).Known);
    }

    /// <summary>A refund that took PayPal twelve seconds was once started again by its repeat.</summary>
    [Fact]
    public async Task Key_OfARequestThatRunsLongerThanTheLease_IsItsOwnUntilTheEnd()
    {
        await using var stores = await LocalStores.StartAsync();
        var answers = new AnswerStore(
            stores.Tables,
            new AddressKeys(stores.Secrets, stores.DeletedSecrets, stores.Clock),
            new DueDays(stores.Tables, stores.Clock, NullLogger<DueDays>.Instance),
            stores.Clock);
        var (_, begun) = await answers.BeginAsync("refund", "hash", Cancellation);
        await using (var held = answers.Hold("refund", begun))
        {
            for (var seconds = 0; seconds < 60; seconds += 5)
            {
                var before = await VersionAsync();
                await stores.Clock.AdvanceAsync(TimeSpan.FromSeconds(5), Cancellation);
                while (await VersionAsync() == before)
                    await Task.Yield();
                Assert.False(Assert.IsType<StoredAnswer>((await answers.BeginAsync("refund", "hash", Cancellation)).Known).IsAnswered);
            }

            await answers.CompleteAsync("refund", new StoredAnswer("hash", 201, "done"), await held.EndAsync(), Cancellation);
        }

        Assert.Equal("done", (await answers.BeginAsync("refund", "hash", Cancellation)).Known?.Body);

        async Task<string> VersionAsync() =>
            (await stores.Tables.Answers.GetEntityAsync<TableEntity>("refund", "answer", cancellationToken: Cancellation))
                .Value.ETag.ToString();
    }

    [Fact]
    public async Task Key_OfARequestWhoseInstanceDied_IsFreeAfterTheLease_AndTheOldOneKeepsNothing()
    {
        await using var stores = await LocalStores.StartAsync();
        var answers = new AnswerStore(
            stores.Tables,
            new AddressKeys(stores.Secrets, stores.DeletedSecrets, stores.Clock),
            new DueDays(stores.Tables, stores.Clock, NullLogger<DueDays>.Instance),
            stores.Clock);
        var (_, dead) = await answers.BeginAsync("refund", "hash", Cancellation);
        await stores.Clock.AdvanceAsync(AnswerStore.Lease, Cancellation);

        var (known, second) = await answers.BeginAsync("refund", "hash", Cancellation);

        Assert.Null(known);
        var late = await Assert.ThrowsAsync<Azure.RequestFailedException>(
            () => answers.CompleteAsync("refund", new StoredAnswer("hash", 201, "late"), dead, Cancellation));
        Assert.Equal(412, late.Status);
        await answers.CompleteAsync("refund", new StoredAnswer("hash", 201, "second"), second, Cancellation);
    }
}
