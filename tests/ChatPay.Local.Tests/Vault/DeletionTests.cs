namespace ChatPay.Local.Tests.Vault;

public sealed class DeletionTests : VaultTest
{
    [Fact]
    public async Task Delete_ThenRecover_BringsEveryVersionBack()
    {
        await Client.SetSecretAsync("key", "one", Cancelled);
        await Client.SetSecretAsync("key", "two", Cancelled);

        var deleted = (await Client.StartDeleteSecretAsync("key", Cancelled)).Value;
        var gone = await RefusedAsync(() => Client.GetSecretAsync("key", cancellationToken: Cancelled));
        var listed = await Client.GetDeletedSecretsAsync(Cancelled).ToListAsync(Cancelled);
        await (await Client.StartRecoverDeletedSecretAsync("key", Cancelled)).WaitForCompletionAsync(Cancelled);

        Assert.Equal((Clock.GetUtcNow(), Clock.GetUtcNow().AddDays(90)), (deleted.DeletedOn, deleted.ScheduledPurgeDate));
        Assert.Equal("https://chatpay.vault.azure.net/deletedsecrets/key", deleted.RecoveryId.ToString());
        Assert.Equal((404, "SecretNotFound", null), gone);
        Assert.Equal("key", Assert.Single(listed).Name);
        Assert.Equal("two", (await Client.GetSecretAsync("key", cancellationToken: Cancelled)).Value.Value);
        Assert.Equal(2, await Client.GetPropertiesOfSecretVersionsAsync("key", Cancelled).CountAsync(Cancelled));
    }

    [Fact]
    public async Task Set_OverADeletedSecret_IsAConflictUntilItIsPurged()
    {
        await Client.SetSecretAsync("key", "one", Cancelled);
        await (await Client.StartDeleteSecretAsync("key", Cancelled)).WaitForCompletionAsync(Cancelled);

        var conflict = await RefusedAsync(() => Client.SetSecretAsync("key", "two", Cancelled));
        await Client.PurgeDeletedSecretAsync("key", Cancelled);
        await Client.SetSecretAsync("key", "three", Cancelled);

        Assert.Equal((409, "Conflict", "ObjectIsDeletedButRecoverable"), conflict);
        Assert.Equal(1, await Client.GetPropertiesOfSecretVersionsAsync("key", Cancelled).CountAsync(Cancelled));
    }

    [Fact]
    public async Task Deleted_ForItsRecoverableDays_IsPurged()
    {
        await RestartAsync(options => options with { RecoverableDays = 7 });
        var set = (await Client.SetSecretAsync("key", "one", Cancelled)).Value;
        await Client.StartDeleteSecretAsync("key", Cancelled);

        await Clock.AdvanceAsync(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1), Cancelled);
        var there = await Client.GetDeletedSecretAsync("key", Cancelled);
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(1), Cancelled);

        Assert.Equal("CustomizedRecoverable+Purgeable", set.Properties.RecoveryLevel);
        Assert.Equal("key", there.Value.Name);
        Assert.Equal(404, (await RefusedAsync(() => Client.GetDeletedSecretAsync("key", Cancelled))).Status);
        Assert.Empty(await Client.GetDeletedSecretsAsync(Cancelled).ToListAsync(Cancelled));
        await Client.SetSecretAsync("key", "two", Cancelled);
    }

    [Fact]
    public async Task Operations_OnAMissingSecret_AreNotFound()
    {
        Assert.Equal(404, (await RefusedAsync(() => Client.StartDeleteSecretAsync("no", Cancelled))).Status);
        Assert.Equal(404, (await RefusedAsync(() => Client.PurgeDeletedSecretAsync("no", Cancelled))).Status);
        Assert.Equal(404, (await RefusedAsync(() => Client.StartRecoverDeletedSecretAsync("no", Cancelled))).Status);
        Assert.Equal(404, (await RefusedAsync(() => Client.BackupSecretAsync("no", Cancelled))).Status);
    }
}
