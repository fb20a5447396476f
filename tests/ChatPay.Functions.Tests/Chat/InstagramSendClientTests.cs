using System.Net;
using ChatPay.Functions.Providers.Instagram;
using ChatPay.Functions.Tests.Payments;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Chat;

public sealed class InstagramSendClientTests
{
    private readonly ImpatientClock _clock = new();

    [Fact]
    public async Task Text_Sent_TellsTheIdOfItsEcho()
    {
        var http = new ScriptedHttp(_ => ScriptedHttp.Json(HttpStatusCode.OK, """{"recipient_id":"77","message_id":"mid.1"}"""));

        var id = await Send(http, InstagramMessage.Plain("Hello", new InstagramQuickReply("Yes", "yes")));

        Assert.Equal("mid.1", id);
        var asked = Assert.Single(http.Requests);
        Assert.Equal("/v23.0/178/messages", asked.Path);
        Assert.Equal("Bearer seller-token", asked.Header("Authorization"));
        Assert.Equal(
            """{"recipient":{"id":"77"},"message":{"text":"Hello","quick_replies":[{"title":"Yes","payload":"yes","content_type":"text"}]}}""",
            asked.Body);
    }

    [Fact]
    public async Task Buttons_Sent_AreAButtonTemplate()
    {
        var http = new ScriptedHttp(_ => ScriptedHttp.Json(HttpStatusCode.OK, """{"message_id":"mid.1"}"""));

        await Send(
            http,
            InstagramMessage.WithButtons(
                "Pay 12.50",
                InstagramButton.Link("Pay", new Uri("https://shop.example/pay")),
                InstagramButton.Postback("No", "decline")));

        Assert.Equal(
            """{"recipient":{"id":"77"},"message":{"attachment":{"type":"template","payload":{"template_type":"button","text":"Pay 12.50","buttons":[{"type":"web_url","title":"Pay","url":"https://shop.example/pay"},{"type":"postback","title":"No","payload":"decline"}]}}}}""",
            Assert.Single(http.Requests).Body);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, 4)]
    [InlineData(HttpStatusCode.BadRequest, 613)]
    [InlineData(HttpStatusCode.TooManyRequests, 80002)]
    public async Task Send_OverTheLimit_IsTriedAgainAndThenLeftForLater(HttpStatusCode status, int code)
    {
        var http = new ScriptedHttp(_ => Error(status, code));

        var unavailable = await Assert.ThrowsAsync<InstagramUnavailableException>(() => Send(http, InstagramMessage.Plain("Hello")));

        Assert.False(unavailable.MayHaveBeenSent);
        Assert.Equal(InstagramSendClient.Attempts, http.Requests.Count);
    }

    [Fact]
    public async Task Send_OutsideTheWindow_IsRefusedForGood()
    {
        var http = new ScriptedHttp(_ => Error(HttpStatusCode.BadRequest, 10, 2534022));

        var refused = await Assert.ThrowsAsync<InstagramRefusedException>(() => Send(http, InstagramMessage.Plain("private words")));

        Assert.Equal((10, 2534022, "trace"), (refused.Code, refused.Subcode, refused.TraceId));
        Assert.DoesNotContain("private", refused.ToString(), StringComparison.Ordinal);
        Assert.Single(http.Requests);
    }

    /// <summary>Cases 05 to 09: a code alone does not say whether it concerns one recipient, the app, or a period of time.</summary>
    [Theory]
    [InlineData(190, 0, RefusalCause.Permission)]
    [InlineData(102, 0, RefusalCause.Permission)]
    [InlineData(200, 0, RefusalCause.Permission)]
    [InlineData(10, 0, RefusalCause.Permission)]
    [InlineData(200, 1545041, RefusalCause.Recipient)]
    [InlineData(551, 1545041, RefusalCause.Recipient)]
    [InlineData(551, 0, RefusalCause.Recipient)]
    [InlineData(100, 2534014, RefusalCause.Recipient)]
    [InlineData(10, 1893063, RefusalCause.Restricted)]
    [InlineData(368, 0, RefusalCause.Restricted)]
    [InlineData(10, 2534022, RefusalCause.WindowClosed)]
    [InlineData(10, 2018278, RefusalCause.WindowClosed)]
    [InlineData(100, 0, RefusalCause.Message)]
    public async Task Send_Refused_SaysWhatTheRefusalIsAbout(int code, int subcode, object cause)
    {
        var http = new ScriptedHttp(_ => Error(HttpStatusCode.BadRequest, code, subcode));

        var refused = await Assert.ThrowsAsync<InstagramRefusedException>(() => Send(http, InstagramMessage.Plain("Hello")));

        Assert.Equal(cause, refused.Cause);
        Assert.Single(http.Requests);
    }

    [Theory]
    [InlineData("""{"error":{"message":"x","code":1}}""")]
    [InlineData("""{"error":{"message":"x","code":2}}""")]
    [InlineData("""{"error":{"message":"x","code":551,"is_transient":true}}""")]
    public async Task Send_RefusedForTheMoment_IsNoRefusal(string body)
    {
        var http = new ScriptedHttp(_ => ScriptedHttp.Json(HttpStatusCode.BadRequest, body));

        await Assert.ThrowsAsync<InstagramUnavailableException>(() => Send(http, InstagramMessage.Plain("Hello")));
    }

    [Fact]
    public async Task Send_ThatNeverAnswers_IsNotRepeatedSinceItMayHaveArrived()
    {
        var http = new ScriptedHttp((_, cancellation) => _clock.TimeOutAsync(cancellation));

        var unavailable = await Assert.ThrowsAsync<InstagramUnavailableException>(() => Send(http, InstagramMessage.Plain("Hello")));

        Assert.True(unavailable.MayHaveBeenSent);
        Assert.Single(http.Requests);
    }

    [Fact]
    public async Task Send_WithAServerError_MayHaveArrived()
    {
        var http = new ScriptedHttp(_ => Error(HttpStatusCode.InternalServerError, 2));

        Assert.True(
            (await Assert.ThrowsAsync<InstagramUnavailableException>(() => Send(http, InstagramMessage.Plain("Hello")))).MayHaveBeenSent);
        Assert.Single(http.Requests);
    }

    [Fact]
    public void Text_OfAThousandBytes_IsTheLongest()
    {
        Assert.NotNull(InstagramMessage.Plain(new string('ä', 500)));
        Assert.Throws<ArgumentException>(() => InstagramMessage.Plain(new string('ä', 501)));
    }

    private Task<string> Send(ScriptedHttp http, InstagramMessage message)
    {
        var options = Options.Create(new InstagramOptions { AppSecret = "s", VerifyToken = "v" });
        return new InstagramSendClient(http, options, _clock).SendAsync("178", "seller-token", "77", message, CancellationToken.None);
    }

    private static HttpResponseMessage Error(HttpStatusCode status, int code, int subcode = 0) =>
        ScriptedHttp.Json(
            status,
            $$$"""{"error":{"message":"m","type":"OAuthException","code":{{{code}}},"error_subcode":{{{subcode}}},"fbtrace_id":"trace"}}"""
        );
}
