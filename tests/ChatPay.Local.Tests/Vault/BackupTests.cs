namespace ChatPay.Local.Tests.Vault;

public sealed class BackupTests : VaultTest
{
    [Fact]
    public async Task Restore_AfterAPurge_BringsEveryVersionBack()
    {
        var first = (await Client.SetSecretAsync("key", "one", Cancelled)).Value.Properties.Version;
        await Client.SetSecretAsync("key", "two", Cancelled);
        var backup = (await Client.BackupSecretAsync("key", Cancelled)).Value;
        await (await Client.StartDeleteSecretAsync("key", Cancelled)).WaitForCompletionAsync(Cancelled);
        await Client.PurgeDeletedSecretAsync("key", Cancelled);

        await Client.RestoreSecretBackupAsync(backup, Cancelled);

        Assert.Equal("two", (await Client.GetSecretAsync("key", cancellationToken: Cancelled)).Value.Value);
        Assert.Equal("one", (await Client.GetSecretAsync("key", first, cancellationToken: Cancelled)).Value.Value);
        Assert.DoesNotContain("two", System.Text.Encoding.Latin1.GetString(backup), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_OverAnExistingSecret_IsAConflict()
    {
        await Client.SetSecretAsync("key", "one", Cancelled);
        var backup = (await Client.BackupSecretAsync("key", Cancelled)).Value;

        Assert.Equal((409, "Conflict", null), await RefusedAsync(() => Client.RestoreSecretBackupAsync(backup, Cancelled)));

        await Client.StartDeleteSecretAsync("key", Cancelled);
        Assert.Equal(
            (409, "Conflict", "ObjectIsDeletedButRecoverable"),
            await RefusedAsync(() => Client.RestoreSecretBackupAsync(backup, Cancelled)));
    }

    [Fact]
    public async Task Restore_OfAChangedBackup_IsRefused()
    {
        await Client.SetSecretAsync("key", "one", Cancelled);
        var backup = (await Client.BackupSecretAsync("key", Cancelled)).Value;
        backup[^1] ^= 1;

        Assert.Equal((400, "BadParameter", null), await RefusedAsync(() => Client.RestoreSecretBackupAsync(backup, Cancelled)));
    }
}
