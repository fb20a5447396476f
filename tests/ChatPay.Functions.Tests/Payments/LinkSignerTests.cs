using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Tests.Shared;

namespace ChatPay.Functions.Tests.Payments;

public sealed class LinkSignerTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly FixedClock _clock = new(Now);
    private LocalStores _stores = null!;
    private LinkSigner _signer = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stores = await LocalStores.StartAsync();
        _signer = new LinkSigner(new LinkKeys(_stores.Secrets, _stores.DeletedSecrets, _clock), _clock);
    }

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Token_Genuine_GivesItsSubjectUntilItsTimeIsOver()
    {
        var token = await SignAsync();
        Assert.Equal("ord-1", await VerifyAsync(token));
        _clock.Now = Now + TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1);
        Assert.Equal("ord-1", await VerifyAsync(token));
        _clock.Now = Now + TimeSpan.FromHours(1);
        Assert.Null(await VerifyAsync(token));
    }

    [Fact]
    public async Task Token_SignedByManyAtOnceAtFirst_IsOne()
    {
        // The key is created at first use: two keys would give two texts for one link, and PayPal refuses a repeat with another text.
        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SignAsync()));
        Assert.Single(tokens.Distinct());
    }

    [Fact]
    public async Task Token_FromAnotherInstanceWithTheSameVault_IsGenuine() =>
        Assert.Equal(
            "ord-1",
            await new LinkSigner(new LinkKeys(_stores.Secrets, _stores.DeletedSecrets, _clock), _clock).VerifyAsync(
                "pay",
                await SignAsync(),
                Cancellation));

    [Fact]
    public async Task Token_OfAnotherVault_IsNot()
    {
        await using var others = await LocalStores.StartAsync();
        Assert.Null(
            await VerifyAsync(
                await new LinkSigner(new LinkKeys(others.Secrets, others.DeletedSecrets, _clock), _clock).SignAsync(
                    "pay",
                    "ord-1",
                    Now + TimeSpan.FromHours(1),
                    Cancellation)));
    }

    [Fact]
    public async Task Token_AnyCharacterAltered_IsNotAccepted()
    {
        var token = await SignAsync();

        // The last character of 32 bytes in base64url has two unused bits.
        for (var i = 0; i < token.Length - 1; i++)
            Assert.Null(await VerifyAsync(token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]));
    }

    [Fact]
    public async Task Token_PartsMovedOrExchanged_IsNotAccepted()
    {
        var parts = (await SignAsync()).Split('.');
        var later = (await _signer.SignAsync("pay", "ord-1", Now + TimeSpan.FromDays(9), Cancellation)).Split('.');
        var other = (await _signer.SignAsync("pay", "ord-2", Now + TimeSpan.FromHours(1), Cancellation)).Split('.');
        string[] wrong =
        [
            $"{parts[0]}.{later[1]}.{parts[2]}.{parts[3]}",
            $"{other[0]}.{parts[1]}.{parts[2]}.{parts[3]}",
            $"{parts[0]}.{parts[1]}.{parts[2]}.{later[3]}",
            $"{parts[0]}.0{parts[1]}.{parts[2]}.{parts[3]}",
            $"{parts[0]}.{parts[1]}.{parts[2]}.{parts[3]}.{parts[3]}",
            $"{parts[0]}.{parts[1]}.{parts[2]}",
            $"{parts[0]}.{parts[1]}",
            $"{parts[0]}.{parts[1]}.{parts[2]}.",
            $"{parts[0]}.{parts[1]}..{parts[3]}",
            $"{parts[0]}.{parts[1]}.00000000.{parts[3]}",
            $"{parts[0]}.{parts[1]}.{parts[2]}.{parts[3][..42]}",
            $"{parts[0]}.{parts[1]}.{parts[2]}.{parts[3]}{parts[3]}",
            $"{parts[0]}.-{parts[1]}.{parts[2]}.{parts[3]}",
            $"{parts[0]}.99999999999999999999.{parts[2]}.{parts[3]}",
            $"{parts[0]}.{parts[1]}.{parts[2]}.{new string('A', 600)}",
            new string('.', 600),
            "..",
            ".",
            "",
            "ord-1",
        ];
        foreach (var token in wrong)
            Assert.True(await VerifyAsync(token) is null, token);
    }

    [Fact]
    public async Task Token_OfAnotherPurpose_IsNotAccepted()
    {
        Assert.Null(await _signer.VerifyAsync("ship", await SignAsync(), Cancellation));
        Assert.Null(await VerifyAsync(await _signer.SignAsync("pay\nord-1", "x", Now + TimeSpan.FromHours(1), Cancellation)));
    }

    [Fact]
    public async Task Token_FromBeforeKeysHadIds_IsStillGenuine()
    {
        var parts = (await SignAsync()).Split('.');
        await RotateAsync();
        Assert.Equal("ord-1", await VerifyAsync($"{parts[0]}.{parts[1]}.{parts[3]}"));
    }

    [Fact]
    public async Task Key_Rotated_OldLinksStayGoodAndTheSameLinkStaysTheSameText()
    {
        var before = await SignAsync();
        await RotateAsync();
        Assert.Equal("ord-1", await VerifyAsync(before));
        Assert.Equal(before, await SignAsync());

        // Later links are signed with the new key.
        _clock.Now = Now + TimeSpan.FromDays(90);
        var after = await _signer.SignAsync("pay", "ord-2", _clock.Now + TimeSpan.FromHours(1), Cancellation);
        Assert.NotEqual(before.Split('.')[2], after.Split('.')[2]);
        Assert.Equal("ord-2", await VerifyAsync(after));
    }

    /// <summary>Case 43: the vault does not let a new secret take the name of a deleted one.</summary>
    [Fact]
    public async Task Key_Deleted_IsRecoveredAndLinksThatAreOutStayGood()
    {
        var before = await SignAsync();
        await _stores.Secrets.StartDeleteSecretAsync("link-signing-key", Cancellation);
        var restarted = new LinkSigner(new LinkKeys(_stores.Secrets, _stores.DeletedSecrets, _clock), _clock);
        Assert.Equal("ord-1", await restarted.VerifyAsync("pay", before, Cancellation));
        Assert.Equal(before, await restarted.SignAsync("pay", "ord-1", Now + TimeSpan.FromHours(1), Cancellation));
    }

    [Fact]
    public async Task Key_DeletedAndPurged_LinksGoOnWithANewKey()
    {
        var before = await SignAsync();
        await _stores.Secrets.StartDeleteSecretAsync("link-signing-key", Cancellation);
        await _stores.Secrets.PurgeDeletedSecretAsync("link-signing-key", Cancellation);
        var restarted = new LinkSigner(new LinkKeys(_stores.Secrets, _stores.DeletedSecrets, _clock), _clock);
        Assert.Null(await restarted.VerifyAsync("pay", before, Cancellation));
        var after = await restarted.SignAsync("pay", "ord-1", Now + TimeSpan.FromHours(1), Cancellation);
        Assert.Equal("ord-1", await restarted.VerifyAsync("pay", after, Cancellation));
    }

    private async Task RotateAsync()
    {
        await _stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        await new LinkKeys(_stores.Secrets, _stores.DeletedSecrets, _clock).RotateAsync(Cancellation);
        _clock.Now += TimeSpan.FromMinutes(1);
    }

    private Task<string> SignAsync() => _signer.SignAsync("pay", "ord-1", Now + TimeSpan.FromHours(1), Cancellation);

    private Task<string?> VerifyAsync(string token) => _signer.VerifyAsync("pay", token, Cancellation);
}
