using System.Text;
using ChatPay.Local.Files;
using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Tests.Vault;

/// <summary>The contents of the vault's files.</summary>
public sealed class AtRestTests : VaultTest
{
    private const string Marked = "passport-C01X00T47-marked";

    [Fact]
    public async Task Restart_KeepsSecrets_AndNoFileHoldsThemInTheClear()
    {
        await Client.SetSecretAsync("key", Marked, Cancelled);
        var running = await AllBytesAsync();
        await Vault.DisposeAsync();
        var stopped = await AllBytesAsync();
        await StartAsync();

        Assert.Equal(Marked, (await Client.GetSecretAsync("key", cancellationToken: Cancelled)).Value.Value);
        Assert.All([running, stopped], bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Marked))));
    }

    [Fact]
    public async Task Purged_Secret_IsInNoByteOfTheFilesAnyMore()
    {
        await Client.SetSecretAsync("marked-name", Marked, Cancelled);
        await Client.SetSecretAsync("another", "stays", Cancelled);
        var sealedValue = SealedValue("marked-name");
        Assert.NotEqual(-1, (await AllBytesAsync()).AsSpan().IndexOf(sealedValue));

        await Client.StartDeleteSecretAsync("marked-name", Cancelled);
        await Client.PurgeDeletedSecretAsync("marked-name", Cancelled);

        var left = await AllBytesAsync();
        Assert.Equal(-1, left.AsSpan().IndexOf(sealedValue));
        Assert.Equal(-1, left.AsSpan().IndexOf("marked-name"u8));
        Assert.Equal("stays", (await Client.GetSecretAsync("another", cancellationToken: Cancelled)).Value.Value);
    }

    [Fact]
    public async Task Purge_WhileAReaderKeepsTheLog_DoesNotSayThatNoByteIsLeft_AndTheNextStartRemovesThem()
    {
        await Client.SetSecretAsync("marked-name", Marked, Cancelled);
        var sealedValue = SealedValue("marked-name");
        await Client.StartDeleteSecretAsync("marked-name", Cancelled);
        using (var reader = Open())
        {
            reader.Run("BEGIN");
            reader.Scalar("SELECT COUNT(*) FROM secrets");

            var (response, body) = await SendAsync("DELETE", "deletedsecrets/marked-name?api-version=7.6");

            Assert.Equal(500, (int)response.StatusCode);
            Assert.Contains("may still lie in the vault's log", (string?)body!["error"]!["message"], StringComparison.Ordinal);
            Assert.NotEqual(-1, (await AllBytesAsync()).AsSpan().IndexOf(sealedValue));
        }

        await Vault.DisposeAsync();
        await StartAsync();

        Assert.Equal(-1, (await AllBytesAsync()).AsSpan().IndexOf(sealedValue));
    }

    [Fact]
    public async Task Values_ExchangedInTheFile_AreNotReadAsEachOther()
    {
        await Client.SetSecretAsync("mine", "one", Cancelled);
        await Client.SetSecretAsync("yours", "two", Cancelled);
        await Vault.DisposeAsync();
        using (var connection = Open())
            connection.Run("UPDATE versions SET value = (SELECT value FROM versions v WHERE v.number = 3 - versions.number)");
        await StartAsync();

        var (response, body) = await SendAsync("GET", "secrets/mine?api-version=7.6");

        Assert.Equal(500, (int)response.StatusCode);
        Assert.Contains("The value of mine was changed", (string?)body!["error"]!["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing", "is missing")]
    [InlineData("another", "is not the one")]
    [InlineData("short", "is not the one")]
    [InlineData("folder", "is not the one")]
    public async Task Start_WithoutTheRightKey_SaysSoAndLeavesTheFiles(string key, string said)
    {
        await Client.SetSecretAsync("key", "one", Cancelled);
        await Vault.DisposeAsync();
        var keyFile = DataFile + ".key";
        var right = await File.ReadAllBytesAsync(keyFile, Cancelled);
        File.Delete(keyFile);
        if (key == "folder")
            Directory.CreateDirectory(keyFile);
        else if (key != "missing")
            OwnerOnlyFile.Write(keyFile, new byte[key == "short" ? 31 : 32]);
        var before = await File.ReadAllBytesAsync(DataFile, Cancelled);

        var told = await Assert.ThrowsAsync<PlatformException>(() => StartAsync());

        Assert.Contains(keyFile, told.Message, StringComparison.Ordinal);
        Assert.Contains(said, told.Message, StringComparison.Ordinal);
        Assert.Contains("--fresh", told.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(DataFile, Cancelled));
        if (key == "folder")
            Directory.Delete(keyFile);
        OwnerOnlyFile.Write(keyFile, right);
        await StartAsync();
        Assert.Equal("one", (await Client.GetSecretAsync("key", cancellationToken: Cancelled)).Value.Value);
    }

    [Fact]
    public async Task Key_IsItsOwnersAlone_AndRefusedWhenOthersMayReadIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        if (OperatingSystem.IsWindows())
            return;
        var keyFile = DataFile + ".key";
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keyFile));
        await Vault.DisposeAsync();
        File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var told = await Assert.ThrowsAsync<PlatformException>(() => StartAsync());

        Assert.Contains(keyFile, told.Message, StringComparison.Ordinal);
        Assert.Contains("chmod 600", told.Message, StringComparison.Ordinal);
        File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await StartAsync();
    }

    [Fact]
    public async Task Key_LeftByAStartThatWasKilled_IsTakenAndNotOverwritten()
    {
        await Vault.DisposeAsync();
        File.Delete(DataFile);
        var key = await File.ReadAllBytesAsync(DataFile + ".key", Cancelled);

        await StartAsync();

        Assert.Equal(key, await File.ReadAllBytesAsync(DataFile + ".key", Cancelled));
    }

    private byte[] SealedValue(string name)
    {
        using var connection = Open();
        return (byte[])connection.Scalar("SELECT value FROM versions JOIN secrets ON secret_id = id WHERE name = $1", name)!;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = DataFile, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
