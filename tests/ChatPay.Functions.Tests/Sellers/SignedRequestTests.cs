using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ChatPay.Functions.Providers.Instagram.Login;

namespace ChatPay.Functions.Tests.Sellers;

public sealed class SignedRequestTests
{
    private const string Said = """{"user_id":"218471","algorithm":"HMAC-SHA256","issued_at":1767225600}""";

    [Fact]
    public void Read_Genuine_TellsWhoAndWhen() =>
        Assert.Equal(("218471", DateTimeOffset.FromUnixTimeSeconds(1767225600)), SignedRequest.Read(Sign(Said), "secret"));

    [Fact]
    public void Read_UserAsANumber_IsTheSame() =>
        Assert.Equal("218471", SignedRequest.Read(Sign(Said.Replace("\"218471\"", "218471", StringComparison.Ordinal)), "secret")?.UserId);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b.c")]
    [InlineData("***.***")]
    [InlineData("{other}")]
    [InlineData("{altered}")]
    [InlineData("{unsigned}")]
    public void Read_Forged_IsNothing(string forged)
    {
        var genuine = Sign(Said).Split('.');
        var other = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Said.Replace("218471", "218472", StringComparison.Ordinal)));
        var text = forged switch
        {
            "{other}" => Sign(Said, "another secret"),
            "{altered}" => $"{genuine[0]}.{other}",
            "{unsigned}" => $".{genuine[1]}",
            _ => forged,
        };

        Assert.Null(SignedRequest.Read(text, "secret"));
        Assert.Null(SignedRequest.Read(Sign(Said, ""), ""));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("not JSON")]
    [InlineData("""{"user_id":"218471","issued_at":1767225600}""")]
    [InlineData("""{"user_id":"218471","algorithm":"none","issued_at":1767225600}""")]
    [InlineData("""{"user_id":"x/../y","algorithm":"HMAC-SHA256","issued_at":1767225600}""")]
    [InlineData("""{"user_id":"218471","algorithm":"HMAC-SHA256","issued_at":"soon"}""")]
    [InlineData("""{"user_id":"218471","algorithm":"HMAC-SHA256","issued_at":9223372036854775807}""")]
    public void Read_SignedNonsense_IsNothing(string said) => Assert.Null(SignedRequest.Read(Sign(said), "secret"));

    private static string Sign(string said, string secret = "secret")
    {
        var payload = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(said));
        return Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(payload)))
            + "."
            + payload;
    }
}
