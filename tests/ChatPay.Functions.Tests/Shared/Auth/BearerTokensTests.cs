using System.Security.Cryptography;
using System.Text;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ChatPay.Functions.Tests.Shared.Auth;

public sealed class BearerTokensTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2031, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly StubIssuer _issuer = new();
    private readonly FixedClock _clock = new(Now);
    private readonly BearerTokens _tokens;

    public BearerTokensTests()
    {
        var options = Options.Create(new AuthOptions { Authority = new Uri(StubIssuer.Name), Audience = "chatpay" });
        _tokens = new BearerTokens(
            options,
            new IssuerKeys(options, _issuer, _clock, NullLogger<IssuerKeys>.Instance),
            _clock,
            NullLogger<BearerTokens>.Instance);
    }

    [Fact]
    public async Task Token_OfTheIssuer_NamesCallerAndRoles()
    {
        var caller = await Read(Token(Rsa(), roles: ["seller", "operator", "wizard"]));
        Assert.Equal("https://issuer.example|alice", caller.Subject);
        Assert.Equal([Role.Seller, Role.Operator], caller.Roles.Order());
    }

    [Fact]
    public async Task Issuer_ThatIsSlow_HoldsUpTheOneCallThatAsksIt()
    {
        await Read(Token(Rsa()));
        _clock.Now = Now + TimeSpan.FromMinutes(16);
        var hang = new TaskCompletionSource();
        _issuer.Hang = hang.Task;
        var asks = Read(Token(Rsa()));

        Assert.Equal("https://issuer.example|alice", (await Read(Token(Rsa()))).Subject);
        Assert.False(asks.IsCompleted);
        hang.SetResult();
        Assert.Equal("https://issuer.example|alice", (await asks).Subject);
    }

    [Fact]
    public async Task Token_WithoutRoles_LetsItsBearerBeNothing() => Assert.Empty((await Read(Token(Rsa(), roles: []))).Roles);

    [Fact]
    public async Task Token_WithARoleByNumber_IsNotTakenForOne() => Assert.Empty((await Read(Token(Rsa(), roles: ["2", "0"]))).Roles);

    [Theory]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public async Task Token_Expired_IsAcceptedWithinAMinute(int secondsAfter, bool accepted)
    {
        var token = Token(Rsa());
        _clock.Now = Now + TimeSpan.FromHours(1) + TimeSpan.FromSeconds(secondsAfter);
        await Expect(token, accepted);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public async Task Token_NotYetValid_IsAcceptedWithinAMinute(int secondsBefore, bool accepted)
    {
        var token = Token(Rsa());
        _clock.Now = Now - TimeSpan.FromSeconds(secondsBefore);
        await Expect(token, accepted);
    }

    [Fact]
    public Task Token_ForAnotherAudience_Is401() => Expect(Token(Rsa(), audience: "another"), false);

    [Fact]
    public Task Token_OfAnotherIssuer_Is401() => Expect(Token(Rsa(), issuer: "https://evil.example"), false);

    [Fact]
    public async Task Token_SignedWithAnotherKey_Is401()
    {
        using var other = RSA.Create(2048);
        await Expect(Token(new SigningCredentials(new RsaSecurityKey(other) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256)), false);
        await Expect(Token(new SigningCredentials(new RsaSecurityKey(other) { KeyId = "k2" }, SecurityAlgorithms.RsaSha256)), false);
    }

    [Fact]
    public Task Token_Unsigned_Is401() => Expect(Token(null), false);

    [Fact]
    public async Task Token_ChangedAfterSigning_Is401()
    {
        var parts = Token(Rsa(), roles: ["buyer"]).Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("buyer", "operator", StringComparison.Ordinal);
        await Expect($"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}", false);
    }

    [Fact]
    public Task Token_WithAnAlgorithmThatWasNotAgreed_Is401() =>
        Expect(Token(new SigningCredentials(_issuer.Key, SecurityAlgorithms.RsaSsaPssSha256)), false);

    [Fact]
    public Task Token_SignedByThePublicKeyAsASharedSecret_Is401()
    {
        var secret = Encoding.ASCII.GetBytes(_issuer.Key.Rsa.ExportSubjectPublicKeyInfoPem());
        return Expect(
            Token(new SigningCredentials(new SymmetricSecurityKey(secret) { KeyId = "k1" }, SecurityAlgorithms.HmacSha256)),
            false);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    public Task Token_ThatIsNone_Is401(string token) => Expect(token, false);

    [Fact]
    public Task Token_Enormous_Is401() => Expect(new string('a', 20_000) + ".b.c", false);

    [Fact]
    public async Task Issuer_Down_Is503AndRecovers()
    {
        _issuer.IsDown = true;
        Assert.Equal(503, (await Assert.ThrowsAsync<ProblemException>(() => Read(Token(Rsa())))).Status);
        _issuer.IsDown = false;
        _clock.Now += TimeSpan.FromSeconds(10);
        await Read(Token(Rsa()));
    }

    [Fact]
    public async Task Issuer_DownSinceItsKeysWereRead_IsBelievedForADay()
    {
        await Read(Token(Rsa()));
        _issuer.IsDown = true;
        _clock.Now += TimeSpan.FromHours(23);
        await Read(StubIssuer.Token(Rsa(), _clock.Now, _clock.Now.AddHours(1)));
        _clock.Now += TimeSpan.FromHours(2);
        Assert.Equal(
            503,
            (await Assert.ThrowsAsync<ProblemException>(() => Read(StubIssuer.Token(Rsa(), _clock.Now, _clock.Now.AddHours(1))))).Status);
        _issuer.IsDown = false;
        _clock.Now += TimeSpan.FromSeconds(10);
        await Read(StubIssuer.Token(Rsa(), _clock.Now, _clock.Now.AddHours(1)));
    }

    [Fact]
    public async Task Keys_MadeUp_MakeTheIssuerBeAskedOnceInTenSecondsOnly()
    {
        await Read(Token(Rsa()));
        var asked = _issuer.Asked;
        using var other = RSA.Create(2048);
        for (var i = 0; i < 50; i++)
            await Expect(
                Token(new SigningCredentials(new RsaSecurityKey(other) { KeyId = $"made-up-{i}" }, SecurityAlgorithms.RsaSha256)),
                false);
        Assert.Equal(asked + 2, _issuer.Asked); // Its two documents, once.
    }

    [Theory]
    [InlineData("https://issuer.example", true)]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://issuer.example", false)]
    [InlineData("ftp://127.0.0.1", false)]
    public void Authority_WithoutTls_IsAllowedOnLoopbackOnly(string address, bool trusted) =>
        Assert.Equal(trusted, IssuerDocuments.IsTrustworthy(new Uri(address)));

    public void Dispose() => _issuer.Dispose();

    private Task<Caller> Read(string token) => _tokens.ReadAsync(token, TestContext.Current.CancellationToken);

    private async Task Expect(string token, bool accepted)
    {
        if (accepted)
            await Read(token);
        else
            Assert.Equal(
                (401, "token-invalid"),
                await Assert.ThrowsAsync<ProblemException>(() => Read(token)) is var e ? (e.Status, e.Code) : default);
    }

    private SigningCredentials Rsa() => new(_issuer.Key, SecurityAlgorithms.RsaSha256);

    private static string Token(
        SigningCredentials? credentials,
        string issuer = StubIssuer.Name,
        string audience = "chatpay",
        params string[] roles) => StubIssuer.Token(credentials, Now, Now + TimeSpan.FromHours(1), issuer, audience, roles);
}
