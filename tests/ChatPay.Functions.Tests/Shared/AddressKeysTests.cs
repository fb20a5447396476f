using System.Security.Cryptography;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Local.Clock;

namespace ChatPay.Functions.Tests.Shared;

public sealed class AddressKeysTests
{
    private const string Address = """{"line1":"12 Harbor Lane"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Seal_ThenOpen_IsTheSameAndNeverLooksTheSame()
    {
        await using var stores = await LocalStores.StartAsync();
        var keys = new AddressKeys(stores.Secrets, stores.DeletedSecrets, stores.Clock);
        var (first, second) = (await keys.SealAsync(Address, "ord-1", Cancellation), await keys.SealAsync(Address, "ord-1", Cancellation));

        Assert.NotEqual(first, second);
        Assert.DoesNotContain("Harbor", first, StringComparison.Ordinal);
        Assert.Equal(
            Address,
            await new AddressKeys(stores.Secrets, stores.DeletedSecrets, stores.Clock).OpenAsync(second, "ord-1", Cancellation));
    }

    [Fact]
    public async Task Rotate_WhatWasSealedBefore_StillOpensAndTheNewKeyIsUsedElsewhereWithinTheHour()
    {
        await using var stores = await LocalStores.StartAsync();
        var (here, there) = (
            new AddressKeys(stores.Secrets, stores.DeletedSecrets, stores.Clock),
            new AddressKeys(stores.Secrets, stores.DeletedSecrets, stores.Clock));
        var before = await there.SealAsync(Address, "ord-1", Cancellation);
        await here.RotateAsync(Cancellation);

        var after = await here.SealAsync(Address, "ord-1", Cancellation);
        Assert.NotEqual(before.Split('.')[0], after.Split('.')[0]);
        Assert.Equal(Address, await here.OpenAsync(before, "ord-1", Cancellation));
        Assert.Equal(Address, await there.OpenAsync(after, "ord-1", Cancellation));
        await stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(61));
        Assert.Equal(after.Split('.')[0], (await there.SealAsync(Address, "ord-1", Cancellation)).Split('.')[0]);
    }

    /// <summary>A key that was an hour old once held up every command that keeps its answer, for as long as the vault was out.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Seal_WhileTheVaultIsOut_GoesOnWithTheKnownKeyAndAsksAgainAfterAMinute(bool hangs)
    {
        await using var stores = await LocalStores.StartAsync();
        var outage = new Outage { Clock = stores.Clock };
        var keys = new AddressKeys(stores.Watched(outage).Secrets, stores.DeletedSecrets, stores.Clock);
        var before = await keys.SealAsync(Address, "ord-1", Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(61), Cancellation);
        (outage.IsOn, outage.Hangs) = (true, hangs);

        var during = await keys.SealAsync(Address, "ord-1", Cancellation);
        Assert.Equal(before.Split('.')[0], during.Split('.')[0]);
        var asked = outage.Asked;
        await keys.SealAsync(Address, "ord-1", Cancellation);
        Assert.Equal(asked, outage.Asked);

        outage.IsOn = false;
        await new AddressKeys(stores.Secrets, stores.DeletedSecrets, stores.Clock).RotateAsync(Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
        Assert.NotEqual(before.Split('.')[0], (await keys.SealAsync(Address, "ord-1", Cancellation)).Split('.')[0]);
    }

    [Fact]
    public async Task Open_OfAnotherOrderOrAlteredOrCut_Fails()
    {
        await using var stores = await LocalStores.StartAsync();
        var keys = new AddressKeys(stores.Secrets, stores.DeletedSecrets, stores.Clock);
        var good = await keys.SealAsync(Address, "ord-1", Cancellation);
        var altered = good[..^2] + (good[^2] == 'A' ? 'B' : 'A') + good[^1];

        foreach (var (text, order) in new[]
            {
                (good, "ord-2"),
                (altered, "ord-1"),
                (good[..(good.Length / 2)], "ord-1"),
                ("", "ord-1"),
                (good.Split('.')[1], "ord-1"),
            })
            await Assert.ThrowsAnyAsync<CryptographicException>(() => keys.OpenAsync(text, order, Cancellation));
    }

    /// <summary>Case 43.</summary>
    [Fact]
    public async Task Key_Deleted_IsRecoveredToOpenToSealAndToRotate()
    {
        await using var stores = await LocalStores.StartAsync();
        var before = await new AddressKeys(stores.Secrets, stores.DeletedSecrets, stores.Clock).SealAsync(Address, "ord-1", Cancellation);
        foreach (var useAsync in new Func<AddressKeys, Task>[]
        {
            async keys => Assert.Equal(Address, await keys.OpenAsync(before, "ord-1", Cancellation)),
            async keys => Assert.NotEmpty(await keys.SealAsync(Address, "ord-2", Cancellation)),
            keys => keys.RotateAsync(Cancellation),
        })
        {
            await stores.Secrets.StartDeleteSecretAsync("address-key", Cancellation);
            await useAsync(new AddressKeys(stores.Secrets, stores.DeletedSecrets, stores.Clock));
            Assert.Equal(
                Address,
                await new AddressKeys(stores.Secrets, stores.DeletedSecrets, stores.Clock).OpenAsync(before, "ord-1", Cancellation));
        }
    }

    /// <summary>A vault that fails, or never answers: the caller's patience ends first.</summary>
    private sealed class Outage : HttpPipelinePolicy
    {
        public required LocalClock Clock { get; init; }

        public bool IsOn { get; set; }

        public bool Hangs { get; set; }

        public int Asked { get; private set; }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Asked++;
            if (IsOn && Hangs)
            {
                _ = Clock.AdvanceAsync(TimeSpan.FromSeconds(2), CancellationToken.None);
                await new TaskCompletionSource().Task.WaitAsync(message.CancellationToken);
            }

            if (IsOn)
                throw new RequestFailedException(503, "The vault is out.");
            await ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException();
    }
}
