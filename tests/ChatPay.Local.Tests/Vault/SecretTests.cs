using Azure.Security.KeyVault.Secrets;

namespace ChatPay.Local.Tests.Vault;

public sealed class SecretTests : VaultTest
{
    [Fact]
    public async Task Get_WhatWasSet_HasValueAndProperties()
    {
        var secret = new KeyVaultSecret("tax-id", "DE-123 ü😀");
        secret.Properties.ContentType = "text/plain";
        secret.Properties.NotBefore = Clock.GetUtcNow().AddDays(-1);
        secret.Properties.ExpiresOn = Clock.GetUtcNow().AddDays(30);
        secret.Properties.Tags["seller"] = "s-1";

        var set = (await Client.SetSecretAsync(secret, Cancelled)).Value;
        var read = (await Client.GetSecretAsync("tax-id", cancellationToken: Cancelled)).Value;

        Assert.Equal("DE-123 ü😀", read.Value);
        Assert.Equal(("tax-id", set.Properties.Version), (read.Name, read.Properties.Version));
        Assert.Equal("https://chatpay.vault.azure.net/", read.Properties.VaultUri.ToString());
        Assert.Equal(("text/plain", "s-1", true), (read.Properties.ContentType, read.Properties.Tags["seller"], read.Properties.Enabled));
        Assert.Equal(Clock.GetUtcNow().AddDays(-1), read.Properties.NotBefore);
        Assert.Equal(Clock.GetUtcNow().AddDays(30), read.Properties.ExpiresOn);
        Assert.Equal(Clock.GetUtcNow(), read.Properties.CreatedOn);
        Assert.Equal(
            (90, "Recoverable+Purgeable", false),
            (read.Properties.RecoverableDays, read.Properties.RecoveryLevel, read.Properties.Managed));
    }

    [Fact]
    public async Task Get_PastItsExpiry_StillAnswers()
    {
        var secret = new KeyVaultSecret("key", "one");
        secret.Properties.ExpiresOn = Clock.GetUtcNow().AddDays(1);
        await Client.SetSecretAsync(secret, Cancelled);

        await Clock.AdvanceAsync(TimeSpan.FromDays(2), Cancelled);

        // "exp … is for informational purposes only": About Azure Key Vault secrets.
        Assert.Equal("one", (await Client.GetSecretAsync("key", cancellationToken: Cancelled)).Value.Value);
    }

    [Fact]
    public async Task Set_Again_MakesAVersionAndKeepsTheOld()
    {
        var first = (await Client.SetSecretAsync("key", "one", Cancelled)).Value.Properties.Version;
        await Client.SetSecretAsync("KEY", "two", Cancelled);

        var versions = await Client.GetPropertiesOfSecretVersionsAsync("key", Cancelled).ToListAsync(Cancelled);

        Assert.Equal("two", (await Client.GetSecretAsync("key", cancellationToken: Cancelled)).Value.Value);
        Assert.Equal("one", (await Client.GetSecretAsync("key", first, cancellationToken: Cancelled)).Value.Value);
        Assert.Equal(2, versions.Count);
        Assert.Contains(versions, v => v.Version == first);
    }

    [Fact]
    public async Task Get_Missing_IsNotFound()
    {
        await Client.SetSecretAsync("key", "one", Cancelled);

        Assert.Equal(
            (404, "SecretNotFound", null),
            await RefusedAsync(() => Client.GetSecretAsync("nothing", cancellationToken: Cancelled)));
        Assert.Equal(
            (404, "SecretNotFound", null),
            await RefusedAsync(() => Client.GetSecretAsync("key", new string('0', 32), cancellationToken: Cancelled)));
    }

    [Fact]
    public async Task Update_OfProperties_LeavesTheValueAndWhatIsNotNamed()
    {
        var secret = (await Client.SetSecretAsync("key", "one", Cancelled)).Value;
        secret.Properties.ContentType = "x";
        secret.Properties.Tags["a"] = "b";
        await Client.UpdateSecretPropertiesAsync(secret.Properties, Cancelled);
        await Clock.AdvanceAsync(TimeSpan.FromHours(1), Cancelled);

        var (answer, _) = await SendAsync(
            "PATCH",
            $"secrets/key/{secret.Properties.Version}?api-version=7.6",
            """{"attributes":{"exp":1893456000}}""");

        var changed = (await Client.GetSecretAsync("key", cancellationToken: Cancelled)).Value;
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(("one", "x", "b"), (changed.Value, changed.Properties.ContentType, changed.Properties.Tags["a"]));
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), changed.Properties.ExpiresOn);
        Assert.Equal((Clock.GetUtcNow().AddHours(-1), Clock.GetUtcNow()), (changed.Properties.CreatedOn, changed.Properties.UpdatedOn));
    }

    [Fact]
    public async Task Get_OfADisabledSecret_IsForbiddenUntilItIsEnabledAgain()
    {
        var secret = (await Client.SetSecretAsync("key", "one", Cancelled)).Value;
        secret.Properties.Enabled = false;
        await Client.UpdateSecretPropertiesAsync(secret.Properties, Cancelled);

        var (response, body) = await SendAsync("GET", "secrets/key?api-version=7.6");
        secret.Properties.Enabled = true;
        await Client.UpdateSecretPropertiesAsync(secret.Properties, Cancelled);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal(
            """{"error":{"code":"Forbidden","message":"Operation get is not allowed on a disabled secret.","innererror":{"code":"SecretDisabled"}}}""",
            body!.ToJsonString());
        Assert.Equal("one", (await Client.GetSecretAsync("key", cancellationToken: Cancelled)).Value.Value);
    }
}
