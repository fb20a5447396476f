using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Tests.Sellers.Secrets;

/// <summary>What writes to the vault is counted before it does (<see cref="ChangeLimit"/>), however the call ends.</summary>
public sealed class CountedSecretsTests
{
    private const int AtOnce = 3 * ChangeLimit.Most;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submissions_ToAnotherVersion_AreCountedAndWriteNothing()
    {
        await using var bench = await SecretsBench.StartAsync();
        await bench.RegisterAsync("outdated");
        for (var i = 0; i < ChangeLimit.Most; i++)
            Assert.Equal("version-stale", await RefusalAsync(() => bench.SubmitKycAsync("outdated", "\"x\"")));

        Assert.Equal("too-many-changes", await RefusalAsync(() => bench.SubmitKycAsync("outdated", "\"x\"")));
        Assert.Equal("too-many-changes", await RefusalAsync(() => bench.SubmitKycAsync("outdated")));
        Assert.Equal(0, await bench.WrittenAsync());
        await bench.AssertAgreementAsync();
    }

    [Fact]
    public async Task Submissions_AtTheSameTime_WriteNoMoreThanOneAfterAnother()
    {
        await using var bench = await SecretsBench.StartAsync();
        await bench.RegisterAsync("hasty");
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => RefusalAsync(() => bench.SubmitKycAsync("hasty"))));
        Assert.InRange(await bench.WrittenAsync(), 1, ChangeLimit.Most);
        await bench.AssertAgreementAsync();
    }

    [Fact]
    public async Task Addresses_GivenAtTheSameTime_WriteNoMoreThanOneAfterAnother()
    {
        await using var bench = await SecretsBench.StartAsync();
        var seller = await bench.RegisterAsync("busy");
        await Task.WhenAll(Enumerable.Range(0, AtOnce)
            .Select(i => RefusalAsync(() => bench.ReplaceContactAsync(seller, $"a-{i}@example.com"))));
        Assert.InRange(await bench.WrittenAsync(), 1, ChangeLimit.Most);
        await bench.AssertAgreementAsync();
    }

    [Fact]
    public async Task Changes_TooManyWithinADay_AreRefusedUntilTheFirstIsADayOld()
    {
        await using var bench = await SecretsBench.StartAsync();
        var seller = await bench.RegisterAsync("restless");
        for (var i = 0; i < ChangeLimit.Most; i++)
            await bench.ReplaceContactAsync(seller, $"a-{i}@example.com");

        Assert.Equal("too-many-changes", await RefusalAsync(() => bench.ReplaceContactAsync(seller, "b@example.com")));
        Assert.Equal("too-many-changes", await RefusalAsync(() => bench.SubmitKycAsync("restless")));
        Assert.Equal("too-many-changes", await RefusalAsync(() => bench.ConnectAsync(seller)));
        // An address can be removed.
        await bench.ReplaceContactAsync(seller, null);
        await bench.Stores.Clock.AdvanceAsync(ChangeLimit.Within, Cancellation);
        await bench.ReplaceContactAsync(seller, "b@example.com");
    }

    [Fact]
    public async Task Submission_ToTheVersionThatWasRead_IsTaken()
    {
        await using var bench = await SecretsBench.StartAsync();
        var seller = await bench.RegisterAsync("careful");
        var read = await bench.Sellers.GetAsync(seller, Cancellation);
        await bench.SubmitKycAsync("careful", Functions.Platform.Http.EntityTags.Of(read.ETag));
        Assert.NotNull((await bench.Sellers.FindAsync(seller, Cancellation))!.KycReference);
    }

    private static async Task<string?> RefusalAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (ProblemException e)
        {
            return e.Code;
        }
    }
}
