using System.Text;
using Azure;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Local.Clock;
using ChatPay.Local.Vault;

namespace ChatPay.Local.Tests.Vault;

public sealed class VaultServiceTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-vault-");
    private readonly LocalClock _clock = new(new LocalClockOptions { TimeScale = 0, Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) });
    private VaultService _vault = null!;

    public async ValueTask InitializeAsync() => _vault = await StartAsync();

    [Fact]
    public async Task Get_WhatWasSet_HasValueAndProperties()
    {
        var client = _vault.CreateClient();
        var secret = new KeyVaultSecret("tax-id", "DE-123 ü😀");
        secret.Properties.ContentType = "text/plain";
        secret.Properties.ExpiresOn = _clock.GetUtcNow().AddDays(30);
        secret.Properties.Tags["seller"] = "s-1";

        var set = (await client.SetSecretAsync(secret)).Value;
        var read = (await client.GetSecretAsync("tax-id")).Value;

        Assert.Equal("DE-123 ü😀", read.Value);
        Assert.Equal(("tax-id", set.Properties.Version), (read.Name, read.Properties.Version));
        Assert.Equal("https://chatpay.vault.azure.net/", read.Properties.VaultUri.ToString());
        Assert.Equal(("text/plain", "s-1", true), (read.Properties.ContentType, read.Properties.Tags["seller"], read.Properties.Enabled));
        Assert.Equal(_clock.GetUtcNow().AddDays(30), read.Properties.ExpiresOn);
        Assert.Equal(_clock.GetUtcNow(), read.Properties.CreatedOn);
    }

    [Fact]
    public async Task Set_Again_MakesAVersionAndKeepsTheOld()
    {
        var client = _vault.CreateClient();
        var first = (await client.SetSecretAsync("key", "one")).Value.Properties.Version;
        await client.SetSecretAsync("KEY", "two");

        var versions = await client.GetPropertiesOfSecretVersionsAsync("key").ToListAsync();

        Assert.Equal("two", (await client.GetSecretAsync("key")).Value.Value);
        Assert.Equal("one", (await client.GetSecretAsync("key", first)).Value.Value);
        Assert.Equal(2, versions.Count);
        Assert.Contains(versions, v => v.Version == first);
    }

    [Fact]
    public async Task Get_Missing_IsNotFound()
    {
        var missing = await Assert.ThrowsAsync<RequestFailedException>(() => _vault.CreateClient().GetSecretAsync("nothing"));

        Assert.Equal((404, "SecretNotFound"), (missing.Status, missing.ErrorCode));
    }

    [Fact]
    public async Task Update_OfProperties_LeavesTheValue()
    {
        var client = _vault.CreateClient();
        var secret = (await client.SetSecretAsync("key", "one")).Value;
        secret.Properties.ContentType = "x";
        await client.UpdateSecretPropertiesAsync(secret.Properties);
        var changed = (await client.GetSecretAsync("key")).Value;
        changed.Properties.Enabled = false;
        await client.UpdateSecretPropertiesAsync(changed.Properties);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => client.GetSecretAsync("key"));

        Assert.Equal(("one", "x"), (changed.Value, changed.Properties.ContentType));
        Assert.Equal((403, "Forbidden"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task List_OfManySecrets_ComesInPages()
    {
        var client = _vault.CreateClient();
        var names = Enumerable.Range(0, 60).Select(i => $"secret-{i:00}").ToList();
        foreach (var name in names)
            await client.SetSecretAsync(name, "x");

        var listed = await client.GetPropertiesOfSecretsAsync().ToListAsync();

        Assert.Equal(names, listed.Select(s => s.Name));
    }

    [Fact]
    public async Task Delete_ThenRecover_BringsEveryVersionBack()
    {
        var client = _vault.CreateClient();
        await client.SetSecretAsync("key", "one");
        await client.SetSecretAsync("key", "two");

        var deleted = (await client.StartDeleteSecretAsync("key")).Value;
        var gone = await Assert.ThrowsAsync<RequestFailedException>(() => client.GetSecretAsync("key"));
        var listed = await client.GetDeletedSecretsAsync().ToListAsync();
        await (await client.StartRecoverDeletedSecretAsync("key")).WaitForCompletionAsync();

        Assert.Equal(_clock.GetUtcNow().AddDays(90), deleted.ScheduledPurgeDate);
        Assert.Equal(404, gone.Status);
        Assert.Equal("key", Assert.Single(listed).Name);
        Assert.Equal("two", (await client.GetSecretAsync("key")).Value.Value);
        Assert.Equal(2, await client.GetPropertiesOfSecretVersionsAsync("key").CountAsync());
    }

    [Fact]
    public async Task Set_OverADeletedSecret_IsAConflictUntilItIsPurged()
    {
        var client = _vault.CreateClient();
        await client.SetSecretAsync("key", "one");
        await (await client.StartDeleteSecretAsync("key")).WaitForCompletionAsync();

        var conflict = await Assert.ThrowsAsync<RequestFailedException>(() => client.SetSecretAsync("key", "two"));
        await client.PurgeDeletedSecretAsync("key");
        await client.SetSecretAsync("key", "three");

        Assert.Equal((409, "Conflict"), (conflict.Status, conflict.ErrorCode));
        Assert.Equal(1, await client.GetPropertiesOfSecretVersionsAsync("key").CountAsync());
    }

    [Fact]
    public async Task Deleted_ForNinetyDays_IsPurged()
    {
        var client = _vault.CreateClient();
        await client.SetSecretAsync("key", "one");
        await client.StartDeleteSecretAsync("key");

        await _clock.AdvanceAsync(TimeSpan.FromDays(90));

        var gone = await Assert.ThrowsAsync<RequestFailedException>(() => client.GetDeletedSecretAsync("key"));
        Assert.Equal(404, gone.Status);
        await client.SetSecretAsync("key", "two");
    }

    [Fact]
    public async Task Throttled_Requests_AreTriedAgainByTheClient()
    {
        var client = _vault.CreateClient();
        _vault.Throttle(2);

        await client.SetSecretAsync("key", "one");

        Assert.Equal("one", (await client.GetSecretAsync("key")).Value.Value);
    }

    [Fact]
    public async Task Request_WithoutAToken_IsChallenged()
    {
        using var handler = new SocketsHttpHandler();
        using var http = new HttpClient(handler);

        using var answer = await http.GetAsync(new Uri(_vault.Address, "secrets/key?api-version=7.6"));

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("resource=\"https://vault.azure.net\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_KeepsSecrets_AndNoFileHoldsThemInTheClear()
    {
        const string Marked = "passport-C01X00T47-marked";
        await _vault.CreateClient().SetSecretAsync("key", Marked);
        await _vault.DisposeAsync();

        foreach (var file in _folder.GetFiles())
            Assert.DoesNotContain(Marked, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file.FullName)), StringComparison.Ordinal);

        _vault = await StartAsync();
        Assert.Equal(Marked, (await _vault.CreateClient().GetSecretAsync("key")).Value.Value);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(DataFile + ".key"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_WithoutTheRightKey_SaysSo(bool other)
    {
        await _vault.DisposeAsync();
        if (other)
            await File.WriteAllBytesAsync(DataFile + ".key", new byte[32]);
        else
            File.Delete(DataFile + ".key");

        var told = await Assert.ThrowsAsync<PlatformException>(StartAsync);

        Assert.Contains("--fresh", told.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _vault.DisposeAsync();
        _clock.Dispose();
        _folder.Delete(recursive: true);
    }

    private string DataFile => Path.Combine(_folder.FullName, "vault.db");

    private Task<VaultService> StartAsync() => VaultService.StartAsync(new VaultServiceOptions { DataFile = DataFile, Clock = _clock });
}
