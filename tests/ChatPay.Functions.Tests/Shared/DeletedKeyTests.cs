using Azure;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Shared;

/// <summary>A deleted key that the vault does not let the app recover (case 43).</summary>
public sealed class DeletedKeyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("link-signing-key")]
    [InlineData("address-key")]
    public async Task Key_ThatMayNotBeRecovered_IsToldUntilItIsBack(string key)
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        await UseAsync(stores, stores.Secrets, attention, key);
        await stores.Secrets.StartDeleteSecretAsync(key, Cancellation);
        var refusing = new RefusingVault(stores.Secrets);
        await Assert.ThrowsAsync<SecretRecoveringException>(() => UseAsync(stores, refusing, attention, key));
        var item = Assert.Single(await attention.ListOpenAsync(Cancellation));
        Assert.Equal(("key-not-recovered", key), (item.Kind, item.Subject));

        await stores.Secrets.StartRecoverDeletedSecretAsync(key, Cancellation);
        await UseAsync(stores, refusing, attention, key);
        Assert.Empty(await attention.ListOpenAsync(Cancellation));
    }

    /// <summary>Uses a key like a newly started instance.</summary>
    private static async Task UseAsync(LocalStores stores, SecretClient vault, OperatorAlerts attention, string key)
    {
        var deleted = new DeletedSecrets(vault, attention);
        if (key == "address-key")
        {
            await new AddressKeys(vault, deleted, stores.Clock).SealAsync("1 Mug Street", "ord-1", Cancellation);
            return;
        }

        using var keys = new LinkKeys(vault, deleted, stores.Clock);
        await new LinkSigner(keys, stores.Clock).SignAsync("pay", "ord-1", stores.Clock.GetUtcNow() + TimeSpan.FromHours(1), Cancellation);
    }

    private sealed class RefusingVault(SecretClient inner) : SecretClient
    {
        public override AsyncPageable<SecretProperties> GetPropertiesOfSecretVersionsAsync(
            string name, CancellationToken cancellationToken = default) =>
            inner.GetPropertiesOfSecretVersionsAsync(name, cancellationToken);

        public override Task<Response<KeyVaultSecret>> GetSecretAsync(
            string name, string? version = null, SecretContentType? outContentType = null, CancellationToken cancellationToken = default) =>
            inner.GetSecretAsync(name, version, outContentType, cancellationToken);

        public override Task<Response<KeyVaultSecret>> GetSecretAsync(string name, string? version, CancellationToken cancellationToken) =>
            inner.GetSecretAsync(name, version, cancellationToken);

        public override Task<RecoverDeletedSecretOperation> StartRecoverDeletedSecretAsync(
            string name, CancellationToken cancellationToken = default) =>
            throw new RequestFailedException(403, "The app may not recover secrets.", "Forbidden", null);
    }
}
