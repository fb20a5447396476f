namespace ChatPay.Local.Tests.Vault;

public sealed class PagingTests : VaultTest
{
    [Fact]
    public async Task List_OfManySecrets_ComesInPagesOfTwentyFive()
    {
        var names = Enumerable.Range(0, 60).Select(i => $"secret-{i:00}").ToList();
        foreach (var name in names)
            await Client.SetSecretAsync(name, "x", Cancelled);

        var pages = await Client.GetPropertiesOfSecretsAsync(Cancelled).AsPages().ToListAsync(Cancelled);

        Assert.Equal([25, 25, 10], pages.Select(p => p.Values.Count));
        Assert.Equal(names, pages.SelectMany(p => p.Values).Select(s => s.Name));
    }

    [Fact]
    public async Task List_WithMaxResults_LinksToTheNextPageAndHidesTheValues()
    {
        for (var i = 0; i < 3; i++)
            await Client.SetSecretAsync($"secret-{i}", "hidden", Cancelled);

        var (_, first) = await SendAsync("GET", "secrets?api-version=7.6&maxresults=2");
        var next = new Uri((string)first!["nextLink"]!);
        var (_, second) = await SendAsync("GET", next.PathAndQuery.TrimStart('/'));

        Assert.Equal("chatpay.vault.azure.net", next.Host);
        Assert.Equal(
            ["https://chatpay.vault.azure.net/secrets/secret-0", "https://chatpay.vault.azure.net/secrets/secret-1"],
            first["value"]!.AsArray().Select(s => (string)s!["id"]!));
        Assert.Equal("https://chatpay.vault.azure.net/secrets/secret-2", (string)Assert.Single(second!["value"]!.AsArray())!["id"]!);
        Assert.Null(second["nextLink"]);
        Assert.DoesNotContain("hidden", first.ToJsonString() + second.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListOfVersions_ComesInPages()
    {
        var versions = new HashSet<string>();
        for (var i = 0; i < 30; i++)
            versions.Add((await Client.SetSecretAsync("key", $"{i}", Cancelled)).Value.Properties.Version);

        var pages = await Client.GetPropertiesOfSecretVersionsAsync("key", Cancelled).AsPages().ToListAsync(Cancelled);

        Assert.Equal([25, 5], pages.Select(p => p.Values.Count));
        Assert.Equal(versions, pages.SelectMany(p => p.Values).Select(s => s.Version).ToHashSet());
    }

    [Theory]
    [InlineData("maxresults=0")]
    [InlineData("maxresults=26")]
    [InlineData("maxresults=x")]
    [InlineData("$skiptoken=!")]
    public async Task List_WithAWrongPage_IsRefused(string query)
    {
        var (response, body) = await SendAsync("GET", "secrets?api-version=7.6&" + query);

        Assert.Equal((400, "BadParameter"), ((int)response.StatusCode, (string?)body!["error"]!["code"]));
    }
}
