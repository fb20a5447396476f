namespace ChatPay.Local.Tests.Vault;

public sealed class ChallengeTests : VaultTest
{
    [Fact]
    public async Task Request_WithoutAToken_IsToldWhomToAskForOne()
    {
        var (response, body) = await SendAsync("GET", "secrets/key?api-version=7.6", withToken: false);

        var challenge = response.Headers.WwwAuthenticate.Single();
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("Bearer", challenge.Scheme);
        Assert.Contains("authorization=\"https://login.microsoftonline.com/", challenge.Parameter, StringComparison.Ordinal);
        Assert.Contains("resource=\"https://vault.azure.net\"", challenge.Parameter, StringComparison.Ordinal);
        Assert.Equal("Unauthorized", (string?)body!["error"]!["code"]);
    }

    [Fact]
    public async Task Request_WithAWrongToken_IsChallengedAgain()
    {
        await RestartAsync();
        using var stranger = new HttpClient(new SocketsHttpHandler());
        stranger.DefaultRequestHeaders.Add("Authorization", "Bearer wrong");

        using var response = await stranger.GetAsync(new Uri(Vault.Address, "secrets?api-version=7.6"), Cancelled);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.NotEmpty(response.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task EveryAnswer_HasARequestIdOfItsOwn()
    {
        var (first, _) = await SendAsync("GET", "secrets?api-version=7.6");
        var (second, _) = await SendAsync("GET", "secrets/none?api-version=7.6");

        var ids = new[] { first, second }.Select(r => Guid.Parse(r.Headers.GetValues("x-ms-request-id").Single())).ToHashSet();
        Assert.Equal(2, ids.Count);
    }

    [Theory]
    [InlineData("secrets", "api-version must be specified")]
    [InlineData(
        "secrets?api-version=1.0",
        "The specified version (1.0) is not recognized. Consider using the latest supported version (2026-04-01).")]
    public async Task Request_WithoutAKnownApiVersion_IsRefused(string path, string message)
    {
        var (response, body) = await SendAsync("GET", path);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(("BadParameter", message), ((string?)body!["error"]!["code"], (string?)body["error"]!["message"]));
    }
}
