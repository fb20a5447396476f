using System.Net;
using ChatPay.Functions.Providers.PayPal;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>The client never claims to know more about an outcome than it does.</summary>
public sealed class PayPalOutcomeTests
{
    private const string Captured = """{"id":"O1","status":"COMPLETED"}""";

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Capture_AfterTwoServerErrors_SucceedsUnderTheSameKey()
    {
        var answers = new Queue<HttpStatusCode>([HttpStatusCode.InternalServerError, HttpStatusCode.BadGateway, HttpStatusCode.Created]);
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(answers.Dequeue(), Captured));

        var order = await Capture(paypal);

        Assert.Equal("COMPLETED", order.Status);
        Assert.Equal(["k1", "k1", "k1"], paypal.Calls.Select(c => c.Header("PayPal-Request-Id")));
    }

    [Fact]
    public async Task Capture_ThatNeverAnswers_IsUnknown()
    {
        var paypal = PayPalBench.Silent();

        await Assert.ThrowsAsync<PayPalUnknownOutcomeException>(() => Capture(paypal));

        Assert.Equal(PayPalTransport.Attempts, paypal.Calls.Count());
        Assert.True(paypal.Clock.GetUtcNow() >= WebhookSigner.Now + PayPalTransport.AttemptTimeout * PayPalTransport.Attempts);
    }

    [Fact]
    public async Task Read_ThatNeverAnswers_IsOnlyUnavailable()
    {
        var paypal = PayPalBench.Silent();

        await Assert.ThrowsAsync<PayPalUnavailableException>(() => paypal.Client.GetOrderAsync("O1", None));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.Found)]
    public async Task Capture_WithAnAnswerThatProvesNothing_IsUnknown(HttpStatusCode status)
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(status, "{}"));

        await Assert.ThrowsAsync<PayPalUnknownOutcomeException>(() => Capture(paypal));
    }

    [Fact]
    public async Task Capture_TurnedAwayByTheRateLimitEveryTime_DidNotHappen()
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.TooManyRequests, """{"name":"RATE_LIMIT_REACHED"}"""));

        await Assert.ThrowsAsync<PayPalUnavailableException>(() => Capture(paypal));

        Assert.Equal(PayPalTransport.Attempts, paypal.Calls.Count());
    }

    [Fact]
    public async Task Capture_WithoutAConnection_DidNotHappen()
    {
        var paypal = new PayPalBench(_ => throw new HttpRequestException(HttpRequestError.ConnectionError));

        await Assert.ThrowsAsync<PayPalUnavailableException>(() => Capture(paypal));
    }

    [Fact]
    public async Task Capture_WhoseConnectionBreaks_IsUnknown()
    {
        var paypal = new PayPalBench(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded));

        await Assert.ThrowsAsync<PayPalUnknownOutcomeException>(() => Capture(paypal));
    }

    [Fact]
    public async Task Capture_BrokenOnceAndThenTurnedAway_IsUnknown()
    {
        var calls = 0;
        var paypal = new PayPalBench(_ => calls++ == 0
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded)
            : ScriptedHttp.Json(HttpStatusCode.TooManyRequests, "{}"));

        await Assert.ThrowsAsync<PayPalUnknownOutcomeException>(() => Capture(paypal));
    }

    [Theory]
    [InlineData("CAPTURE_FULLY_REFUNDED")]
    [InlineData("REFUND_AMOUNT_EXCEEDED")]
    public async Task Refund_BrokenOnceAndThenRefusedForWhatItMayHaveDoneItself_IsUnknown(string issue)
    {
        var broken = false;
        var paypal = new PayPalBench(_ =>
        {
            if (broken)
                return ScriptedHttp.Json(
                    HttpStatusCode.UnprocessableEntity,
                    $$"""{"name":"UNPROCESSABLE_ENTITY","details":[{"issue":"{{issue}}"}]}""");
            broken = true;
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        });

        await Assert.ThrowsAsync<PayPalUnknownOutcomeException>(() => Refund());
        Assert.True((await Assert.ThrowsAsync<PayPalRefusedException>(() => Refund())).Has(issue));

        Task<PayPalRefund> Refund() => paypal.Client.RefundAsync("C1", new PayPalRefundRequest(null, "k1"), "k1", None);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":"O1"}""")]
    [InlineData("""{"id":"O1","status":"COMPLETED","purchase_units":[{"amount":{"currency_code":"USD","value":"1.005"}}]}""")]
    [InlineData("""{"id":"O1","status":"COMPLETED","purchase_units":[{"amount":{"currency_code":"USD","value":""}}]}""")]
    public async Task Capture_WithAnAnswerThatCannotBeRead_IsUnknown(string body)
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.Created, body));

        await Assert.ThrowsAsync<PayPalUnknownOutcomeException>(() => Capture(paypal));
    }

    [Fact]
    public async Task Capture_Refused_TellsNameIssueAndDebugIdButNoValues()
    {
        var paypal = new PayPalBench(_ =>
            ScriptedHttp.Json(
                HttpStatusCode.UnprocessableEntity,
                """
                {"name":"UNPROCESSABLE_ENTITY","message":"m","debug_id":"90957fca61718","details":[{"field":"/x","value":"secret value","issue":"INSTRUMENT_DECLINED","description":"d"}],
                 "links":[{"href":"https://www.paypal.com/checkoutnow?token=O1","rel":"redirect"}]}
                """));

        var refused = await Assert.ThrowsAsync<PayPalRefusedException>(() => Capture(paypal));

        Assert.True(refused.Has("INSTRUMENT_DECLINED"));
        Assert.Equal(
            ("UNPROCESSABLE_ENTITY", "90957fca61718", HttpStatusCode.UnprocessableEntity),
            (refused.Name, refused.DebugId, refused.Status));
        Assert.NotNull(refused.Link("redirect"));
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
        Assert.Single(paypal.Calls);
    }

    [Fact]
    public async Task Capture_WhileTheSameKeyIsStillRunning_WaitsForItsAnswer()
    {
        var calls = 0;
        var paypal = new PayPalBench(_ =>
            calls++ == 0
                ? ScriptedHttp.Json(
                    HttpStatusCode.Conflict,
                    """{"name":"RESOURCE_CONFLICT","details":[{"issue":"PREVIOUS_REQUEST_IN_PROGRESS"}]}""")
                : ScriptedHttp.Json(HttpStatusCode.OK, Captured));

        Assert.Equal("COMPLETED", (await Capture(paypal)).Status);
    }

    [Fact]
    public async Task Capture_WhoseEarlierAttemptIsStillRunningToTheLast_IsUnknown()
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(
            HttpStatusCode.Conflict, """{"name":"RESOURCE_CONFLICT","details":[{"issue":"PREVIOUS_REQUEST_IN_PROGRESS"}]}"""));

        await Assert.ThrowsAsync<PayPalUnknownOutcomeException>(() => Capture(paypal));
    }

    [Fact]
    public async Task Capture_WithA4xxFromSomethingInBetween_IsUnknown()
    {
        var paypal = new PayPalBench(_ => new HttpResponseMessage(HttpStatusCode.Forbidden)
        {
            Content = new StringContent("<html>Access denied</html>"),
        });

        await Assert.ThrowsAsync<PayPalUnknownOutcomeException>(() => Capture(paypal));
    }

    [Fact]
    public async Task RetryAfter_WithinPatience_IsWaitedFor()
    {
        var calls = 0;
        var paypal = new PayPalBench(_ => Limited(calls++ == 0, seconds: 20));

        await Capture(paypal);

        Assert.True(paypal.Clock.GetUtcNow() >= WebhookSigner.Now.AddSeconds(20));
    }

    [Fact]
    public async Task RetryAfter_BeyondPatience_IsHandedToTheCaller()
    {
        var paypal = new PayPalBench(_ => Limited(true, seconds: 600));

        var unavailable = await Assert.ThrowsAsync<PayPalUnavailableException>(() => Capture(paypal));

        Assert.Equal(TimeSpan.FromMinutes(10), unavailable.RetryAfter);
        Assert.Single(paypal.Calls);
    }

    [Fact]
    public async Task Call_Cancelled_EndsAtOnce()
    {
        using var cancellation = new CancellationTokenSource();
        var paypal = new PayPalBench(async (_, token) =>
        {
            await cancellation.CancelAsync();
            return await new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(token);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => paypal.Client.CaptureOrderAsync("O1", "k1", cancellation.Token));
        Assert.Single(paypal.Calls);
    }

    private static HttpResponseMessage Limited(bool limited, int seconds)
    {
        var answer = ScriptedHttp.Json(limited ? HttpStatusCode.TooManyRequests : HttpStatusCode.Created, Captured);
        if (limited) answer.Headers.Add("Retry-After", $"{seconds}");
        return answer;
    }

    private static Task<PayPalOrder> Capture(PayPalBench paypal) => paypal.Client.CaptureOrderAsync("O1", "k1", None);
}
