using ChatPay.Local.Tables;

namespace ChatPay.Local.Tests.Tables;

public abstract class SharedKeyTests(TablesUnderTest tables)
{
    public sealed class Here(ThisTableService tables) : SharedKeyTests(tables);

    public sealed class OnAzurite(AzuriteTables tables) : SharedKeyTests(tables);

    [Theory]
    [InlineData("SharedKey")]
    [InlineData("SharedKeyLite")]
    public async Task Request_SignedWithTheKey_IsTaken(string scheme)
    {
        var table = await tables.TableAsync();

        var answer = await new WireRequest("POST", $"/{table.Name}") { Scheme = scheme, Body = """{"PartitionKey":"p","RowKey":"r"}""" }
            .SendAsync(await tables.AddressAsync());

        Assert.Equal(201, answer.Status);
    }

    [Theory]
    [InlineData("SharedKey")]
    [InlineData("SharedKeyLite")]
    public async Task Request_SignedWithAnotherKey_IsRefused(string scheme)
    {
        var answer = await new WireRequest("GET", "/Tables") { Scheme = scheme, Key = "F" + EmulatorAccount.Key[1..] }
            .SendAsync(await tables.AddressAsync());

        Assert.Equal(403, answer.Status);
        Assert.Contains("Server failed to authenticate the request.", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SharedKey", "SharedKeyLite")]
    [InlineData("SharedKeyLite", "SharedKey")]
    public async Task Request_SignedInTheOtherForm_IsRefused(string by, string said)
    {
        var request = new WireRequest("GET", "/Tables") { Scheme = by, SaidScheme = said };

        Assert.Equal(403, (await request.SendAsync(await tables.AddressAsync())).Status);
    }

    [Fact]
    public async Task Request_WithAWrongSignatureForItsPath_IsRefused()
    {
        var table = await tables.TableAsync();
        var request = new WireRequest("GET", $"/{table.Name}()") { SignedPath = "/Tables" };

        Assert.Equal(403, (await request.SendAsync(await tables.AddressAsync())).Status);
    }

    [Fact]
    public async Task Request_OfAnotherAccount_IsRefused()
    {
        var request = new WireRequest("GET", "/Tables") { Account = "somebodyelse" };

        Assert.Equal(403, (await request.SendAsync(await tables.AddressAsync())).Status);
    }
}
