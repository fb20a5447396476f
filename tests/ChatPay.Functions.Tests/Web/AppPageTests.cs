using ChatPay.Functions.Features.Pages;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Tests.Shared;
using ChatPay.Functions.Tests.Shared.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Web;

/// <summary>Which hosts the page may call: its own, the issuer's, and that of the issuer's tokens.</summary>
public sealed class AppPageTests : IDisposable
{
    private static readonly IOptions<AuthOptions> Auth =
        Options.Create(new AuthOptions { Authority = new Uri(StubIssuer.Name), Audience = "chatpay" });

    private readonly StubIssuer _issuer = new();
    private readonly FixedClock _clock = new(DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("https://tokens.example/oauth2/token", "'self' https://issuer.example https://tokens.example")]
    [InlineData("https://tokens.example:8443/token", "'self' https://issuer.example https://tokens.example:8443")]
    [InlineData("https://issuer.example/token", "'self' https://issuer.example")]
    [InlineData("http://tokens.example/token", "'self' https://issuer.example")]
    [InlineData("tokens", "'self' https://issuer.example")]
    [InlineData(null, "'self' https://issuer.example")]
    public async Task Policy_OfThePage_AllowsWhatSigningInCalls(string? tokenEndpoint, string allowed)
    {
        _issuer.TokenEndpoint = tokenEndpoint;
        Assert.Contains($"connect-src {allowed};", await PolicyAsync("pages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_WhileTheIssuerIsDown_AllowsTheIssuer()
    {
        _issuer.IsDown = true;
        Assert.Contains("connect-src 'self' https://issuer.example;", await PolicyAsync("pages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issuer_ThatFailedAMomentAgo_IsNotWaitedForByTheNextPage()
    {
        _issuer.IsDown = true;
        using var keys = Keys();
        await PolicyAsync("pages", keys);
        await PolicyAsync("pages", keys);
        Assert.Equal(1, _issuer.Asked);

        _clock.Now += TimeSpan.FromSeconds(10);
        await PolicyAsync("pages", keys);
        Assert.Equal(2, _issuer.Asked);
    }

    [Fact]
    public async Task Issuer_WhereNobodySignsIn_IsNotAsked()
    {
        await PolicyAsync(client: "");
        Assert.Equal(0, _issuer.Asked);
    }

    public void Dispose() => _issuer.Dispose();

    private async Task<string> PolicyAsync(string client)
    {
        using var keys = Keys();
        return await PolicyAsync(client, keys);
    }

    private IssuerKeys Keys() => new(Auth, _issuer, _clock, NullLogger<IssuerKeys>.Instance);

    private static async Task<string> PolicyAsync(string client, IssuerKeys keys)
    {
        var page = new AppPage(Auth, Options.Create(new SignInOptions { ClientId = client }), Options.Create(new PagesOptions()), keys);
        var http = new DefaultHttpContext();
        await page.OfAsync(http);
        return http.Response.Headers.ContentSecurityPolicy.ToString();
    }
}
