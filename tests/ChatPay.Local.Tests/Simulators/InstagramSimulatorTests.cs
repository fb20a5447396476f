using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ChatPay.Local.Clock;
using ChatPay.Local.Simulators.Instagram;
using ChatPay.Local.Simulators.Webhooks;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tests.Simulators;

public sealed class InstagramSimulatorTests : IAsyncLifetime
{
    private const string Account = "17841400000000001";
    private const string User = "900000000000001";
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "chatpay-instagram-" + Path.GetRandomFileName());
    private readonly LocalClock _clock = new(
        new LocalClockOptions { TimeScale = 0, Start = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero) });
    private readonly ConcurrentQueue<(byte[] Body, string Signature)> _received = [];
    private readonly ConcurrentQueue<int> _answers = [];
    private LoopbackServer _receiver = null!;
    private InstagramSimulator _instagram = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await LoopbackServer.StartAsync("receiver", 0, _clock, async http =>
        {
            if (HttpMethods.IsGet(http.Request.Method))
            {
                http.Response.StatusCode = http.Request.Query["hub.verify_token"] == "local-verify-token" ? 200 : 403;
                await http.Response.WriteAsync(http.Request.Query["hub.challenge"].ToString());
                return;
            }

            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            _received.Enqueue((body.ToArray(), http.Request.Headers["X-Hub-Signature-256"].ToString()));
            http.Response.StatusCode = _answers.TryDequeue(out var status) ? status : 200;
        });
        await OpenAsync();
        await _instagram.ConnectAsync(Account, "token-1");
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await _receiver.DisposeAsync();
        _clock.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Receive_Text_IsSignedOverItsEscapes()
    {
        var mid = await _instagram.ReceiveAsync(User, Account, "Grüße \U0001F600 a/b");
        await _clock.DrainAsync();

        var (body, signature) = Assert.Single(_received);
        var raw = Encoding.UTF8.GetString(body);
        Assert.Contains("\"text\":\"Gr\\u00fc\\u00dfe \\ud83d\\ude00 a\\/b\"", raw, StringComparison.Ordinal);
        Assert.Equal(MetaWebhookSigner.Sign("local-app-secret", body), signature);
        var messaging = JsonNode.Parse(raw)!["entry"]![0]!["messaging"]![0]!;
        Assert.Equal((User, Account), ((string?)messaging["sender"]!["id"], (string?)messaging["recipient"]!["id"]));
        Assert.Equal(mid, (string?)messaging["message"]!["mid"]);
        Assert.Equal("Grüße \U0001F600 a/b", (string?)messaging["message"]!["text"]);
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeMilliseconds(), (long)messaging["timestamp"]!);
    }

    [Fact]
    public void Sign_KnownKeyAndData_GivesTheKnownHmac() => Assert.Equal(
        "sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
        MetaWebhookSigner.Sign("key", "The quick brown fox jumps over the lazy dog"u8));

    [Fact]
    public async Task Send_WithinTheWindow_IsRecordedAndEchoed()
    {
        await _instagram.ReceiveAsync(User, Account, "Do you have mugs?");
        var (status, body) = await SendAsync(Account, "Yes, two.");
        await _clock.DrainAsync();

        Assert.Equal((200, User), (status, (string?)body["recipient_id"]));
        Assert.Equal(
            [(true, "Do you have mugs?"), (false, "Yes, two.")],
            _instagram.Conversation(Account, User).Select(m => (m.FromUser, m.Text)));
        var echo = _received
            .Select(r => JsonNode.Parse(r.Body)!["entry"]![0]!["messaging"]![0]!)
            .Single(m => m["message"]!["is_echo"] is not null);
        Assert.Equal((Account, User), ((string?)echo["sender"]!["id"], (string?)echo["recipient"]!["id"]));
        Assert.Equal((string?)body["message_id"], (string?)echo["message"]!["mid"]);
    }

    [Fact]
    public async Task Send_ADayAfterTheLastMessage_IsOutsideTheWindow()
    {
        await _instagram.ReceiveAsync(User, Account, "Hello");
        await _clock.AdvanceAsync(TimeSpan.FromHours(24));
        var (status, body) = await SendAsync(Account, "Still there?");

        Assert.Equal((400, 10, 2534022), (status, (int)body["error"]!["code"]!, (int)body["error"]!["error_subcode"]!));
        await _instagram.ReceiveAsync(User, Account, "Yes");
        Assert.Equal(200, (await SendAsync(Account, "Good")).Status);
    }

    [Fact]
    public async Task Send_WrongToken_IsRefused()
    {
        await _instagram.ReceiveAsync(User, Account, "Hello");
        var (status, body) = await SendAsync(Account, "Hi", "another");

        Assert.Equal((401, 190), (status, (int)body["error"]!["code"]!));
    }

    [Fact]
    public async Task Send_ToSomebodyWhoNeverWrote_IsRefused() =>
        Assert.Equal(100, (int)(await SendAsync(Account, "Hi")).Body["error"]!["code"]!);

    [Theory]
    [InlineData(1000, "a", 200)]
    [InlineData(1001, "a", 400)]
    [InlineData(500, "ä", 200)]
    [InlineData(501, "ä", 400)]
    public async Task Send_Text_IsLimitedInBytes(int count, string letter, int expected)
    {
        await _instagram.ReceiveAsync(User, Account, "Hello");

        Assert.Equal(expected, (await SendAsync(Account, string.Concat(Enumerable.Repeat(letter, count)))).Status);
    }

    [Fact]
    public async Task Subscribe_RightToken_GetsTheChallengeBack()
    {
        Assert.True(await _instagram.SubscribeAsync());
        Assert.False(await _instagram.SubscribeAsync("guess"));
    }

    [Fact]
    public async Task Webhook_Refused_IsRetried()
    {
        _answers.Enqueue(503);
        await _instagram.ReceiveAsync(User, Account, "Hello");
        await _clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(2, _received.Count);
        Assert.Equal(WebhookState.Delivered, _instagram.Webhooks[0].State);
    }

    [Fact]
    public async Task Reopened_KeepsConversationsAndTokens()
    {
        await _instagram.ReceiveAsync(User, Account, "Hello");
        await CloseAsync();
        await OpenAsync();

        Assert.Equal(200, (await SendAsync("me", "Hi again")).Status);
        Assert.Equal(2, _instagram.Conversation(Account, User).Count);
    }

    private async Task OpenAsync()
    {
        _instagram = await InstagramSimulator.StartAsync(new InstagramSimulatorOptions
        {
            DataFile = Path.Combine(_folder, "simulators.db"),
            Clock = _clock,
            WebhookUrl = _receiver.Address,
        });
        _http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = _instagram.Address };
    }

    private async Task CloseAsync()
    {
        _http.Dispose();
        await _instagram.DisposeAsync();
        Assert.Empty(_instagram.Failures);
    }

    private async Task<(int Status, JsonNode Body)> SendAsync(string account, string text, string token = "token-1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v23.0/{account}/messages")
        {
            Content = JsonContent.Create(new { recipient = new { id = User }, message = new { text } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
