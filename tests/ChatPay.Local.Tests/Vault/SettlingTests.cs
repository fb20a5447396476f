namespace ChatPay.Local.Tests.Vault;

/// <summary>Deletions, recoveries and purges that take a while.</summary>
public sealed class SettlingTests : VaultTest
{
    private static readonly TimeSpan While = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Deletion_UnderWay_IsInConflictWithEverythingElse()
    {
        await Client.SetSecretAsync("key", "one", Cancelled);
        Vault.Settling = While;
        var deletion = await Client.StartDeleteSecretAsync("key", Cancelled);

        await deletion.UpdateStatusAsync(Cancelled);

        Assert.False(deletion.HasCompleted);
        Assert.Equal((409, "Conflict", "ObjectIsBeingDeleted"), await RefusedAsync(() => Client.SetSecretAsync("key", "two", Cancelled)));
        Assert.Equal((409, "Conflict", "ObjectIsBeingDeleted"), await RefusedAsync(() => Client.PurgeDeletedSecretAsync("key", Cancelled)));
        Assert.Equal(
            (409, "Conflict", "ObjectIsBeingDeleted"),
            await RefusedAsync(() => Client.StartRecoverDeletedSecretAsync("key", Cancelled)));
        Assert.Equal(404, (await RefusedAsync(() => Client.GetSecretAsync("key", cancellationToken: Cancelled))).Status);
        Assert.Empty(await Client.GetDeletedSecretsAsync(Cancelled).ToListAsync(Cancelled));

        await Clock.AdvanceAsync(While, Cancelled);
        await deletion.UpdateStatusAsync(Cancelled);

        Assert.True(deletion.HasCompleted);
        Assert.Single(await Client.GetDeletedSecretsAsync(Cancelled).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task Recovery_UnderWay_IsInConflictWithASet()
    {
        await Client.SetSecretAsync("key", "one", Cancelled);
        await Client.StartDeleteSecretAsync("key", Cancelled);
        Vault.Settling = While;
        var recovery = await Client.StartRecoverDeletedSecretAsync("key", Cancelled);

        await recovery.UpdateStatusAsync(Cancelled);

        Assert.False(recovery.HasCompleted);
        Assert.Equal((409, "Conflict", "ObjectIsBeingRecovered"), await RefusedAsync(() => Client.SetSecretAsync("key", "two", Cancelled)));

        await Clock.AdvanceAsync(While, Cancelled);
        await recovery.UpdateStatusAsync(Cancelled);

        Assert.True(recovery.HasCompleted);
        Assert.Equal("one", (await Client.GetSecretAsync("key", cancellationToken: Cancelled)).Value.Value);
    }

    [Fact]
    public async Task Purge_UnderWay_KeepsTheNameOverARestart()
    {
        await Client.SetSecretAsync("key", "one", Cancelled);
        await Client.StartDeleteSecretAsync("key", Cancelled);
        await RestartAsync(options => options with { Settling = While });
        await Client.PurgeDeletedSecretAsync("key", Cancelled);
        await RestartAsync();

        Assert.Equal((409, "Conflict", "ObjectIsBeingDeleted"), await RefusedAsync(() => Client.SetSecretAsync("key", "two", Cancelled)));
        await Clock.AdvanceAsync(While, Cancelled);

        await Client.SetSecretAsync("key", "two", Cancelled);
        Assert.Equal("two", (await Client.GetSecretAsync("key", cancellationToken: Cancelled)).Value.Value);
    }

    [Fact]
    public async Task Settling_AskedForOverHttp_HoldsUpTheNextDeletion()
    {
        await Client.SetSecretAsync("key", "one", Cancelled);

        await SendAsync("POST", "simulator/settling", """{"time":"00:00:20"}""", withToken: false);
        var deletion = await Client.StartDeleteSecretAsync("key", Cancelled);
        await deletion.UpdateStatusAsync(Cancelled);

        Assert.False(deletion.HasCompleted);
        var (refused, body) = await SendAsync("POST", "simulator/settling", """{"time":"soon"}""", withToken: false);
        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains("00:00:10", body!.ToJsonString(), StringComparison.Ordinal);
    }
}
