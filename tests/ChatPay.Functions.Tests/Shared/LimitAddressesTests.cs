using System.Net;
using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Features.Conversations.Instagram;
using ChatPay.Functions.Features.Sellers.InstagramLogin;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Limits;
using ChatPay.Functions.Tests.Shared.Http;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Shared;

/// <summary>Guesses cost their address, however many are under way; accepted tokens cost it nothing.</summary>
public sealed class LimitAddressesTests : IDisposable
{
    private const int Limit = 3;
    private const int AtOnce = 20;

    private readonly CallLimiters _limiters = new(Options.Create(new RateLimits { CallsPerAddress = Limit, CallsPerCaller = Limit }));

    public void Dispose() => _limiters.Dispose();

    [Fact]
    public async Task Guesses_AtTheSameTime_AreNoMoreThanTheAddressHasLeft()
    {
        var (reached, answer) = (0, new TaskCompletionSource());
        var guesses = Enumerable.Range(0, AtOnce).Select(_ => StatusAsync(Call(), async () =>
        {
            reached++;
            await answer.Task;
            throw new ProblemException(401, "token-invalid", "");
        })).ToList();

        Assert.Equal(Limit, reached);
        answer.SetResult();
        Assert.Equal(AtOnce - Limit, (await Task.WhenAll(guesses)).Count(status => status == 429));
    }

    [Fact]
    public async Task Calls_WithAcceptedTokensAtTheSameTime_AreNotLimited()
    {
        var (reached, answer) = (0, new TaskCompletionSource());
        var calls = Enumerable.Range(0, AtOnce).Select(i => StatusAsync(Call(), i, async () =>
        {
            reached++;
            await answer.Task;
        })).ToList();

        Assert.Equal(AtOnce, reached);
        answer.SetResult();
        Assert.All(await Task.WhenAll(calls), status => Assert.Equal(200, status));
        // Nor have they cost the address anything.
        for (var i = 0; i < Limit; i++)
            Assert.Null(_limiters.OfAddress(IPAddress.Loopback.ToString()));
    }

    [Fact]
    public async Task Call_ThatFailsBeforeItsTokenIsChecked_LeavesRoomForTheNext()
    {
        for (var i = 0; i < AtOnce; i++)
            Assert.Equal(503, await StatusAsync(Call(), () => throw new ProblemException(503, "unavailable", "")));
    }

    [Theory]
    [InlineData(typeof(ReceiveMetaWebhook), "POST", false)]
    [InlineData(typeof(ReceivePayPalWebhook), "POST", false)]
    [InlineData(typeof(AnswerMetaSubscription), "GET", true)]
    [InlineData(typeof(ReceiveInstagramWithdrawal), "POST", true)]
    public async Task Webhook_Any_IsCountedUnlessItIsASignedPost(Type function, string method, bool isCounted)
    {
        var answers = new List<int>();
        for (var i = 0; i <= Limit; i++)
            answers.Add(await StatusAsync(Call(function, method), () => Task.CompletedTask));
        Assert.Equal(isCounted ? 429 : 200, answers[^1]);
    }

    [Fact]
    public async Task Caller_WithoutTheRole_IsCounted()
    {
        var answers = new List<int>();
        for (var i = 0; i <= Limit; i++)
            answers.Add(await StatusAsync(Call(), 0, () => Task.CompletedTask, Role.Operator));
        Assert.Equal([404, 404, 404, 429], answers);
    }

    private static HttpCall Call() => Call(typeof(ListConversations), "GET");

    private static HttpCall Call(Type function, string method)
    {
        var call = new HttpCall(function);
        call.Http.Request.Method = method;
        call.Http.Connection.RemoteIpAddress = IPAddress.Loopback;
        return call;
    }

    private Task<int> StatusAsync(HttpCall call, Func<Task> rest) => AnswerAsync(() => Addresses.Invoke(call, _ => rest()));

    /// <summary>The token is accepted: it is this caller's.</summary>
    private Task<int> StatusAsync(HttpCall call, int caller, Func<Task> rest, Role role = Role.Buyer) =>
        AnswerAsync(() => Addresses.Invoke(call, _ =>
        {
            Caller.Set(call.Http, new Caller($"issuer|{caller}", new HashSet<Role> { role }));
            return new LimitCalls(_limiters, Paths).Invoke(call, _ => new RequireRoles(Rules).Invoke(call, _ => rest()));
        }));

    private LimitAddresses Addresses => new(_limiters, Rules, Paths);

    private static AccessRules Rules { get; } = AccessRules.Of(typeof(LimitAddresses).Assembly);

    private static RoutePaths Paths { get; } = RoutePaths.Of(typeof(LimitAddresses).Assembly);

    private static async Task<int> AnswerAsync(Func<Task> call)
    {
        try
        {
            await call();
            return 200;
        }
        catch (ProblemException e)
        {
            return e.Status;
        }
    }
}
