using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Startup;

/// <summary>Only those who call too often are asked to wait; and every response has the browsers' security headers.</summary>
public sealed class AbuseTests() : PlatformOfItsOwn(
    new Dictionary<string, string?>
    {
        ["RateLimits__CallsPerCaller"] = "20",
        ["RateLimits__CallsPerAddress"] = "5",
        ["RateLimits__MessagesPerConversation"] = "3",
    })
{
    [Fact]
    public async Task Caller_WhoCallsTooOften_WaitsAndNobodyElseDoes()
    {
        using var sale = new Sale(Local);
        var answers = new List<SaleClient.Answer>();
        for (var i = 0; i < 25; i++)
            answers.Add(await sale.Buyer.GetAsync("conversations"));

        var refused = answers.Where(a => a.Status != 200).ToList();
        Assert.InRange(refused.Count, 1, 5);
        Assert.All(refused, a => Assert.Equal((429, "too-many-requests"), (a.Status, a["code"])));
        Assert.Equal(200, (await sale.As("somebody else", "buyer").GetAsync("conversations")).Status);
    }

    [Fact]
    public async Task Conversation_ThatIsFlooded_TakesNoMoreForTheMoment()
    {
        using var sale = new Sale(Local, "flood");
        await sale.SignUpAsync();
        await sale.TalkAsync();
        var answers = new List<int>();
        for (var i = 0; i < 5; i++)
            answers.Add(
                (
                    await sale.Buyer.PostAsync(
                        $"conversations/{sale.ConversationId}/messages",
                        new { text = "again", clientMessageId = $"again-{i}" })
                ).Status);
        Assert.Equal(429, answers[^1]);
        Assert.Equal(200, (await sale.Seller.GetAsync($"conversations/{sale.ConversationId}/messages")).Status);
    }

    [Fact]
    public async Task Links_TriedFromOneAddress_AreGuessedSlowlyAndWebhooksAndHealthAreNotCounted()
    {
        using var browser = new Platform.Browser();
        var answers = new List<int>();
        for (var i = 0; i < 8; i++)
            answers.Add((await browser.GetAsync(new Uri(Local.Address, $"pay/guess-{i}"))).Status);
        Assert.Equal(404, answers[0]);
        Assert.Equal(429, answers[^1]);
        for (var i = 0; i < 8; i++)
        {
            using var forged = new HttpRequestMessage(HttpMethod.Post, new Uri(Local.Address, "api/webhooks/meta"))
            {
                Content = new StringContent("{}"),
            };
            Assert.Equal(401, (await browser.SendAsync(forged)).Status);
            Assert.Equal(200, (await browser.GetAsync(new Uri(Local.Address, "api/health/live"))).Status);
        }
    }

    [Fact]
    public async Task Address_BehindAFrontEnd_IsTheOneThatTheFrontEndHasSeenWhateverItsPort()
    {
        using var browser = new Platform.Browser();
        var answers = new List<int>();
        // The limit fills up again in real time, a call every few seconds: a slow machine guesses a few times more.
        for (var i = 0; i < 80 && answers.LastOrDefault() != 429; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Local.Address, "pay/guess"));
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", $"198.51.100.{i}, 203.0.113.7:{5000 + i}");
            answers.Add((await browser.SendAsync(request)).Status);
        }

        Assert.Equal(429, answers[^1]);
    }

    [Fact]
    public async Task Address_OfIPv6_IsItsNetworkSinceWhoHasOneHasAllOfThem()
    {
        using var browser = new Platform.Browser();
        var answers = new List<int>();
        for (var i = 0; i < 80 && answers.LastOrDefault() != 429; i++)
            answers.Add((await browser.SendAsync(From($"2001:db8:7:1:{i:x}::{i:x}"))).Status);
        Assert.Equal(429, answers[^1]);
        using var next = From("2001:db8:7:2::1");
        Assert.Equal(404, (await browser.SendAsync(next)).Status);

        HttpRequestMessage From(string address)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Local.Address, "pay/guess"));
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", address);
            return request;
        }
    }

    [Fact]
    public async Task Tokens_GuessedFromOneAddress_CostTheGuesserAndNobodyElse()
    {
        using var browser = new Platform.Browser();
        var answers = new List<int>();
        // The limit fills up again in real time, a call every few seconds: a slow machine guesses a few times more.
        for (var i = 0; i < 80 && answers.LastOrDefault() != 429; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Local.Address, "api/v1/conversations"));
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", $"198.51.100.{i}, 203.0.113.9");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer guess-{i}");
            answers.Add((await browser.SendAsync(request)).Status);
        }

        Assert.Equal(401, answers[0]);
        Assert.Equal(429, answers[^1]);
        using var sale = new Sale(Local);
        Assert.Equal(200, (await sale.Buyer.GetAsync("conversations")).Status);
    }

    [Fact]
    public async Task Calls_WithAnAcceptedToken_CostTheirAddressNothing()
    {
        using var sale = new Sale(Local, "accepted");
        for (var i = 0; i < 10; i++)
            Assert.Equal(200, (await sale.Buyer.GetAsync("conversations")).Status);
    }

    [Theory]
    [InlineData("api/health/live")]
    [InlineData("api/v1/orders/nothing")]
    [InlineData("pay/nothing")]
    [InlineData("ship/nothing")]
    [InlineData("")]
    public async Task Answer_Any_MayNotBeFramedGuessedOrLoadedFrom(string path)
    {
#pragma warning disable RS0030 // A client outside of the app.
        using var http = new HttpClient();
#pragma warning restore RS0030
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Local.Address, path));
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var answer = await http.SendAsync(request);

        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains(
            "frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal);
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Contains("camera=()", Assert.Single(answer.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.DoesNotContain(answer.Headers, h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        Assert.False(answer.Headers.Contains("Server"));
    }
}
