using System.Text.Json;

namespace ChatPay.Local.Tests.Vault;

public sealed class SecretRulesTests : VaultTest
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "name_with_underscore", """{"value":"x"}""" },
        { "name.dot", """{"value":"x"}""" },
        { new string('n', 128), """{"value":"x"}""" },
        { "key", "{}" },
        { "key", "[]" },
        { "key", "not json" },
        { "key", """{"value":5}""" },
        { "key", """{"value":"x","attributes":5}""" },
        { "key", """{"value":"x","attributes":{"enabled":"yes"}}""" },
        { "key", """{"value":"x","attributes":{"exp":1.5}}""" },
        { "key", """{"value":"x","attributes":{"nbf":-1}}""" },
        { "key", """{"value":"x","attributes":{"exp":999999999999}}""" },
        { "key", """{"value":"x","tags":{"a":5}}""" },
        { "key", """{"value":"x","tags":{"a":null}}""" },
        { "key", """{"value":"x","tags":{"":"a"}}""" },
        { "key", Body(new string('x', (25 * 1024) + 1)) },
        { "key", Body(new string('ü', (25 * 1024 / 2) + 1)) },
        { "key", Body("x", contentType: new string('t', 256)) },
        { "key", Body("x", tags: Enumerable.Range(0, 16).ToDictionary(i => $"t{i}", _ => "v")) },
        { "key", Body("x", tags: new() { [new string('t', 513)] = "v" }) },
        { "key", Body("x", tags: new() { ["t"] = new string('v', 257) }) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Set_OfWhatNoSecretMayBe_IsRefusedAndLeavesNothing(string name, string body)
    {
        var (response, answer) = await SendAsync("PUT", $"secrets/{name}?api-version=7.6", body);

        Assert.Equal((400, "BadParameter"), ((int)response.StatusCode, (string?)answer!["error"]!["code"]));
        Assert.Empty(await Client.GetPropertiesOfSecretsAsync(Cancelled).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task Set_AtEveryLimit_IsTaken()
    {
        var name = "-" + new string('9', 126);
        var tags = Enumerable.Range(10, 15).ToDictionary(i => $"{i}" + new string('t', 510), _ => new string('v', 256));
        var value = new string('x', 25 * 1024);

        var (response, _) = await SendAsync("PUT", $"secrets/{name}?api-version=7.6", Body(value, new string('c', 255), tags));

        var read = (await Client.GetSecretAsync(name, cancellationToken: Cancelled)).Value;
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(value, read.Value);
        Assert.Equal(tags, read.Properties.Tags);
    }

    [Fact]
    public async Task Update_WithTooManyTags_IsRefused()
    {
        await Client.SetSecretAsync("key", "one", Cancelled);

        var (response, _) = await SendAsync(
            "PATCH", "secrets/key?api-version=7.6", Body(null, tags: Enumerable.Range(0, 16).ToDictionary(i => $"t{i}", _ => "v")));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Empty((await Client.GetSecretAsync("key", cancellationToken: Cancelled)).Value.Properties.Tags);
    }

    private static string Body(string? value, string? contentType = null, Dictionary<string, string>? tags = null) =>
        JsonSerializer.Serialize(new { value, contentType, tags });
}
