using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using ChatPay.Local.Clock;
using ChatPay.Local.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatPay.Local.Tests.Identity;

public sealed class IdentityIssuerTests : IAsyncLifetime
{
    /// <summary>A shared key, since generating one takes a while; the test of a damaged key generates its own.</summary>
    private static readonly Lazy<string> Key = new(() =>
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKeyPem();
    });

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-identity-");
    private readonly LocalClock _clock = new(
        new LocalClockOptions { TimeScale = 0, Start = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero) });
    private readonly SocketsHttpHandler _handler = new();
    private readonly HttpClient _http;
    private IdentityIssuer _issuer = null!;

    public IdentityIssuerTests() => _http = new HttpClient(_handler);

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(KeyFile, Key.Value);
        _issuer = await StartAsync();
    }

    [Theory]
    [InlineData("POST", "/token", "https://elsewhere.example", null)]
    [InlineData("POST", "/token", "null", null)]
    [InlineData("POST", "/keys/rotate", "https://elsewhere.example", null)]
    [InlineData("POST", "/token", null, "rebound.example")]
    [InlineData("GET", "/authorize", null, "rebound.example")]
    public async Task A_page_from_elsewhere_is_answered_nothing_by_address_or_by_a_name_of_its_own(
        string method, string path, string? origin, string? host)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_issuer.Authority + path));
        if (method == "POST")
            request.Content = new FormUrlEncodedContent([KeyValuePair.Create("sub", "taken"), KeyValuePair.Create("roles", "operator")]);
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        request.Headers.Host = host;
        using var answer = await _http.SendAsync(request);
        Assert.Equal(host is null ? 403 : 421, (int)answer.StatusCode);
        Assert.DoesNotContain("eyJ", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_AskedForTwiceInASecond_IsTheSameUntilAnythingInItIsAnother()
    {
        var first = _issuer.IssueToken("seller-1", ["seller", "buyer"]);

        Assert.Equal(first, _issuer.IssueToken("seller-1", ["seller", "buyer"]));
        var others = new List<string>
        {
            first,
            _issuer.IssueToken("seller-2", ["seller", "buyer"]),
            _issuer.IssueToken("seller-1", ["seller"]),
            _issuer.IssueToken("seller-1", ["seller", "buyer"], audience: "elsewhere"),
            _issuer.IssueToken("seller-1", ["seller", "buyer"], lifetime: TimeSpan.FromMinutes(5)),
            _issuer.IssueToken("seller-1", ["seller", "buyer"], claims: new Dictionary<string, object> { ["name"] = "Shop" }),
        };
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        others.Add(_issuer.IssueToken("seller-1", ["seller", "buyer"]));
        _issuer.RotateKey();
        others.Add(_issuer.IssueToken("seller-1", ["seller", "buyer"]));
        Assert.Distinct(others);
        Assert.Equal(_clock.GetUtcNow().UtcDateTime, new JsonWebToken(others[^1]).IssuedAt);
    }

    [Fact]
    public async Task Token_ForAPersona_IsValidByThePublishedKeys()
    {
        using var answer = await _http.PostAsJsonAsync(
            _issuer.Authority + "/token",
            new
            {
                sub = "seller-1",
                roles = new[] { "seller", "buyer" },
                lifetime = 600,
                claims = new { name = "Shop" },
            });
        using var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        var result = await ValidateAsync(token.RootElement.GetProperty("access_token").GetString()!);

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal(600, token.RootElement.GetProperty("expires_in").GetInt32());
        var jwt = (JsonWebToken)result.SecurityToken;
        Assert.Equal("seller-1", jwt.Subject);
        Assert.Equal(["seller", "buyer"], jwt.Claims.Where(c => c.Type == "roles").Select(c => c.Value));
        Assert.Equal("Shop", jwt.GetClaim("name").Value);
        Assert.Equal(_clock.GetUtcNow().UtcDateTime, jwt.ValidFrom);
        Assert.Equal(_clock.GetUtcNow().UtcDateTime, jwt.IssuedAt);
        Assert.Equal(_clock.GetUtcNow().UtcDateTime.AddMinutes(10), jwt.ValidTo);
    }

    [Fact]
    public async Task Token_OnceTheClockPassedItsEnd_IsNotValid()
    {
        var token = _issuer.IssueToken("buyer-1", ["buyer"]);
        var before = await ValidateAsync(token);

        await _clock.AdvanceAsync(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));

        Assert.True(before.IsValid);
        Assert.IsType<SecurityTokenExpiredException>((await ValidateAsync(token)).Exception);
    }

    [Fact]
    public async Task Token_OfOneRole_StillHasAList()
    {
        var token = _issuer.IssueToken("buyer-1", ["buyer"]);

        var payload = JsonDocument.Parse(Base64UrlEncoder.Decode(token.Split('.')[1])).RootElement;

        Assert.Equal(JsonValueKind.Array, payload.GetProperty("roles").ValueKind);
        Assert.Equal("api://chatpay", payload.GetProperty("aud").GetString());
        Assert.True((await ValidateAsync(token)).IsValid);
    }

    [Fact]
    public async Task Restart_OnTheSamePort_KeepsTokensValid()
    {
        var token = _issuer.IssueToken("buyer-1", ["buyer"]);
        var port = new Uri(_issuer.Authority).Port;
        await _issuer.DisposeAsync();

        _issuer = await StartAsync(port);

        Assert.True((await ValidateAsync(token)).IsValid);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("{\"sub\":\"\"}")]
    [InlineData("{\"sub\":5}")]
    [InlineData("{\"sub\":\"a\",\"roles\":\"buyer\"}")]
    [InlineData("{\"sub\":\"a\",\"roles\":[1]}")]
    [InlineData("{\"sub\":\"a\",\"lifetime\":0}")]
    [InlineData("{\"sub\":\"a\",\"claims\":{\"exp\":1}}")]
    public async Task TokenRequest_ThatIsWrong_IsRefusedWithAReason(string body)
    {
        using var content = new StringContent(body);

        using var answer = await _http.PostAsync(new Uri(_issuer.Authority + "/token"), content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("invalid_request", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:7071", true)]
    [InlineData("https://elsewhere.example", false)]
    public async Task TokenRequest_FromAPage_IsReadableByLocalPagesOnly(string origin, bool readable)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, _issuer.Authority + "/token");
        request.Headers.Add("Origin", origin);

        using var answer = await _http.SendAsync(request);

        Assert.Equal(readable, answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Rotation_PublishesBothKeysUntilTheOverlapIsOver()
    {
        var old = _issuer.IssueToken("buyer-1", ["buyer"], lifetime: TimeSpan.FromDays(3));
        using var rotated = await _http.PostAsync(new Uri(_issuer.Authority + "/keys/rotate"), null);
        var young = _issuer.IssueToken("buyer-1", ["buyer"], lifetime: TimeSpan.FromDays(3));

        var during = (await KeyIdsAsync(), (await ValidateAsync(old)).IsValid, (await ValidateAsync(young)).IsValid);
        await _clock.AdvanceAsync(TimeSpan.FromDays(1));
        var after = (await KeyIdsAsync(), (await ValidateAsync(old)).IsValid, (await ValidateAsync(young)).IsValid);

        Assert.Equal(2, during.Item1.Distinct().Count());
        Assert.Equal((true, true), (during.Item2, during.Item3));
        Assert.Equal([new JsonWebToken(young).Kid], after.Item1);
        Assert.Equal((false, true), (after.Item2, after.Item3));
    }

    [Fact]
    public async Task Rotation_OverARestart_KeepsBothKeysAndTheirTimes()
    {
        var old = _issuer.IssueToken("buyer-1", ["buyer"], lifetime: TimeSpan.FromDays(3));
        _issuer.RotateKey();
        await _clock.AdvanceAsync(TimeSpan.FromHours(12));
        _issuer.RotateKey();
        var ids = await KeyIdsAsync();
        var port = new Uri(_issuer.Authority).Port;
        await _issuer.DisposeAsync();
        _issuer = await StartAsync(port);

        Assert.Equal(3, ids.Count);
        Assert.Equal(ids, await KeyIdsAsync());
        Assert.True((await ValidateAsync(old)).IsValid);
        await _clock.AdvanceAsync(TimeSpan.FromHours(12));
        Assert.Equal(ids[..2], await KeyIdsAsync());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
    }

    [Fact]
    public async Task Token_AfterAJumpOfYears_IsValidAtTheClocksTime()
    {
        await _clock.AdvanceAsync(TimeSpan.FromDays(20 * 365));

        var result = await ValidateAsync(_issuer.IssueToken("buyer-1", ["buyer"]));

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal(2050, result.SecurityToken.ValidFrom.Year);
    }

    [Fact]
    public async Task Root_ForANewcomer_ShowsACallThatWorks()
    {
        var text = await _http.GetStringAsync(new Uri(_issuer.Authority));

        var call = text.Split('\n').Single(line => line.Contains("curl", StringComparison.Ordinal)).Trim();
        Assert.DoesNotContain('\'', call); // not every shell treats it as a quote
        var words = call.Split(' ');
        using var body = new StringContent(string.Join('&', words.Where((_, i) => i > 0 && words[i - 1] == "-d")));
        using var answer = await _http.PostAsync(new Uri(words[1]), body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("sub=seller-1&roles=seller,buyer&lifetime=60")]
    [InlineData("""{ "sub": "seller-1", "roles": ["seller", "buyer"], "lifetime": 60 }""")]
    public async Task Token_AskedForAsText_IsAllThereIs(string asked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_issuer.Authority + "/token"))
        {
            Content = new StringContent(asked),
        };
        request.Headers.Accept.ParseAdd("text/plain");

        using var answer = await _http.SendAsync(request);

        var token = new JsonWebToken(await answer.Content.ReadAsStringAsync());
        Assert.Equal("seller-1", token.Subject);
        Assert.Equal(["seller", "buyer"], token.Claims.Where(c => c.Type == "roles").Select(c => c.Value));
        Assert.Equal(TimeSpan.FromMinutes(1), token.ValidTo - token.IssuedAt);
    }

    [Theory]
    [InlineData("roles=seller", "\"sub\" is required")]
    [InlineData("sub=&roles=seller", "\"sub\" is required")]
    [InlineData("sub=seller-1&role=seller", "\"role\" is not known in a form")]
    [InlineData("sub=seller-1&lifetime=soon", "\"lifetime\" must be")]
    public async Task Token_AskedForByAWrongForm_IsRefusedWithTheReason(string form, string reason)
    {
        using var body = new StringContent(form);
        using var answer = await _http.PostAsync(new Uri(_issuer.Authority + "/token"), body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            reason,
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error_description").GetString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public async Task Start_OnADamagedKey_SaysSoAndLeavesIt(string content)
    {
        await _issuer.DisposeAsync();
        await File.WriteAllTextAsync(KeyFile, content);

        var told = await Assert.ThrowsAsync<PlatformException>(() => StartAsync());

        Assert.Contains(KeyFile, told.Message, StringComparison.Ordinal);
        Assert.Contains("delete it", told.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(KeyFile));
        File.Delete(KeyFile);
        _issuer = await StartAsync();
    }

    [Fact]
    public async Task Start_OnAFolderInPlaceOfTheKey_SaysSo()
    {
        await _issuer.DisposeAsync();
        File.Delete(KeyFile);
        Directory.CreateDirectory(KeyFile);

        Assert.Contains(KeyFile, (await Assert.ThrowsAsync<PlatformException>(() => StartAsync())).Message, StringComparison.Ordinal);

        Directory.Delete(KeyFile);
        _issuer = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _issuer.DisposeAsync();
        _http.Dispose();
        _handler.Dispose();
        _clock.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<List<string>> KeyIdsAsync()
    {
        var keys = JsonDocument.Parse(await _http.GetStringAsync(new Uri(_issuer.Authority + "/keys"))).RootElement;
        return [.. keys.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }

    private string KeyFile => Path.Combine(_folder.FullName, "identity.key");

    private Task<IdentityIssuer> StartAsync(int port = 0) =>
        IdentityIssuer.StartAsync(new IdentityIssuerOptions { KeyFile = KeyFile, Clock = _clock, Port = port });

    private async Task<TokenValidationResult> ValidateAsync(string token)
    {
        var discovery = JsonDocument
            .Parse(await _http.GetStringAsync(new Uri(_issuer.Authority + "/.well-known/openid-configuration")))
            .RootElement;
        var keys = await _http.GetStringAsync(new Uri(discovery.GetProperty("jwks_uri").GetString()!));
        return await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = discovery.GetProperty("issuer").GetString(),
            ValidAudience = _issuer.Audience,
            IssuerSigningKeys = new JsonWebKeySet(keys).GetSigningKeys(),
            ValidAlgorithms = ["RS256"],
            LifetimeValidator = (from, to, securityToken, _) =>
            {
                var now = _clock.GetUtcNow().UtcDateTime;
                return now >= from && now < to
                    ? true
                    : throw new SecurityTokenExpiredException();
            },
        });
    }
}
