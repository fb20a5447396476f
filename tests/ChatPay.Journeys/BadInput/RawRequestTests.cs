using System.Net.Sockets;
using System.Text;
using ChatPay.Journeys.Platform;

namespace ChatPay.Journeys.BadInput;

/// <summary>Requests that no HTTP client would send, written to the socket byte by byte.</summary>
public sealed class RawRequestTests(JourneyPlatform platform) : IClassFixture<JourneyPlatform>
{
    private static readonly string SignatureOfTheRightForm = "sha256=" + new string('0', 64);

    [Theory]
    [InlineData("api/webhooks/meta")]
    [InlineData("api/webhooks/paypal")]
    public async Task Webhook_WithoutASignature_IsRefusedBeforeItsBodyIsRead(string path)
    {
        var answer = await SendAsync(
            $"POST /{path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 8388608\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFF\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("xyz\r\n")]
    [InlineData("\r\n")]
    public async Task Body_OfAnImpossibleChunk_IsTheSendersFault(string chunk)
    {
        var answer = await SendAsync(
            "POST /api/webhooks/meta HTTP/1.1\r\nHost: localhost\r\nX-Hub-Signature-256: "
                + $"{SignatureOfTheRightForm}\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}");
        Assert.Matches("^HTTP/1.1 4[0-9][0-9]", answer);
    }

    /// <summary>Whoever has a token may hold a call for ten seconds with a body that does not come, with a key or without.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("Idempotency-Key: stalled\r\n")]
    public async Task Body_ThatStalls_IsTheSendersFault(string key)
    {
        var token = platform.Local.Identity.IssueToken("staller", ["buyer"]);
        var answering = SendAsync(
            "POST /api/v1/conversations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + $"Authorization: Bearer {token}\r\n{key}Content-Length: 100\r\n\r\n{{");
        while (!answering.IsCompleted)
            await platform.Local.Clock.AdvanceAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var answer = await answering;
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("body-too-slow", answer, StringComparison.Ordinal);
    }

    private async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", platform.Local.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        var buffer = new byte[4_096];
        var read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(buffer, 0, read);
    }
}
