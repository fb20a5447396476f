using System.Security.Cryptography;
using System.Text;
using ChatPay.Functions.Providers.Instagram;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ChatPay.Functions.Tests.Chat;

public sealed class MetaSignatureTests
{
    private const string Secret = "app-secret";

    // As Meta sends it: the signature covers the escape sequence, not the character.
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"object":"instagram","text":"\u00e4\u00f6\u00fc \ud83d\ude00"}""");

    [Fact]
    public void Signature_OfTheRawBytes_IsAccepted() => Assert.True(MetaSignature.Verify(Sign(Body), Body, Secret));

    [Fact]
    public void Signature_AgainstTheSameTextReserialised_IsRefused()
    {
        var unescaped = Encoding.UTF8.GetBytes("""{"object":"instagram","text":"äöü 😀"}""");

        Assert.False(MetaSignature.Verify(Sign(Body), unescaped, Secret));
    }

    [Fact]
    public void Signature_InUpperCase_IsRefused() =>
        Assert.False(MetaSignature.Verify("sha256=" + Sign(Body)["sha256=".Length..].ToUpperInvariant(), Body, Secret));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha1=0000000000000000000000000000000000000000")]
    [InlineData("sha256=zz00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("sha256=0000000000000000000000000000000000000000000000000000000000000000")]
    public void Signature_ThatIsNone_IsRefused(string? header) => Assert.False(MetaSignature.Verify(header, Body, Secret));

    [Fact]
    public void Signature_UnderAnotherSecret_IsRefused() => Assert.False(MetaSignature.Verify(Sign(Body), Body, "another"));

    [Fact]
    public void Signature_UnderAnEmptySecret_IsRefusedEvenIfItMatches() =>
        Assert.False(MetaSignature.Verify("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Array.Empty<byte>(), Body)), Body, ""));

    [Fact]
    public void Subscription_WithOurToken_AnswersTheChallenge() => Assert.Equal("1158201444", Ask("subscribe", "ours"));

    [Theory]
    [InlineData("subscribe", "theirs")]
    [InlineData("subscribe", "")]
    [InlineData("unsubscribe", "ours")]
    public void Subscription_OfAnyoneElse_GetsNothing(string mode, string token) => Assert.Null(Ask(mode, token));

    [Fact]
    public void Subscription_WithoutAConfiguredToken_GetsNothing() => Assert.Null(Ask("subscribe", "", configured: ""));

    private static string? Ask(string mode, string token, string configured = "ours") =>
        MetaSubscription.Challenge(
            new QueryCollection(new Dictionary<string, StringValues>
            {
                ["hub.mode"] = mode,
                ["hub.verify_token"] = token,
                ["hub.challenge"] = "1158201444",
            }),
            configured);

    private static string Sign(byte[] body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body));
}
