using ChatPay.Functions.Composition;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatPay.Functions.Tests.Shared.Http;

public sealed class WebhookBodiesTests
{
    private static readonly TimeSpan NotForEver = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Use_OfMoreBytesThanMayBeInHand_AsksToComeAgainAndHasRoomAfterwards()
    {
        var bodies = new WebhookBodies(_clock, beginningsAtMost: 1_000);
        var first = new TaskCompletionSource();
        var held = bodies.UseAsync(Request(new byte[900]), _ => first.Task, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<ProblemException>(() =>
            bodies.UseAsync(Request(new byte[200]), _ => Task.CompletedTask, CancellationToken.None));
        Assert.Equal((503, "too-many-bodies"), (refused.Status, refused.Code));
        Assert.NotNull(refused.RetryAfterSeconds);

        first.SetResult();
        await held;
        var taken = 0;
        await bodies.UseAsync(Request(new byte[1_000]), body => Task.FromResult(taken = body.Length), CancellationToken.None);
        Assert.Equal(1_000, taken);
    }

    /// <summary>Forged bodies of the maximum size, sent slowly, once kept every real webhook out.</summary>
    [Fact]
    public async Task Use_OfAnEventOfTheUsualSize_HasRoomWhateverLargeBodiesAreInHand()
    {
        var bodies = new WebhookBodies(_clock);
        var end = new TaskCompletionSource();
        List<Task> forged = [];
        for (var i = 0; i < 4; i++)
            forged.Add(bodies.UseAsync(Request(new byte[WebhookBodies.Largest]), _ => end.Task, CancellationToken.None));
        await Assert.ThrowsAsync<ProblemException>(
            () => bodies.UseAsync(Request(new byte[WebhookBodies.Largest]), _ => end.Task, CancellationToken.None));

        var taken = 0;
        await bodies.UseAsync(
            Request(new byte[WebhookBodies.Beginning]), body => Task.FromResult(taken = body.Length), CancellationToken.None);

        Assert.Equal(WebhookBodies.Beginning, taken);
        end.SetResult();
        await Task.WhenAll(forged);
    }

    /// <summary>128 small bodies, sent slowly, once kept every real webhook out for as long as their senders liked.</summary>
    [Fact]
    public async Task Use_OfAnEvent_EndsTheSlowestBodiesWhenTheyHaveTakenTheRoom()
    {
        var bodies = new WebhookBodies(_clock, beginningsAtMost: 1_000);
        var slow = new List<Task>();
        for (var i = 0; i < 10; i++)
            slow.Add(bodies.UseAsync(await StalledBody.OfAsync(100, _clock), _ => Task.CompletedTask, CancellationToken.None));

        var taken = 0;
        await bodies.UseAsync(Request(new byte[200]), body => Task.FromResult(taken = body.Length), CancellationToken.None);

        Assert.Equal(200, taken);
        foreach (var ended in slow.Take(2))
            Assert.Equal("too-many-bodies", (await Assert.ThrowsAsync<ProblemException>(() => ended.WaitAsync(NotForEver))).Code);
        Assert.DoesNotContain(slow.Skip(2), task => task.IsCompleted);
    }

    /// <summary>Four large bodies, sent slowly, once kept every other large one out for half a minute.</summary>
    [Fact]
    public async Task Use_OfALargeBody_EndsTheSlowestLargeOnesWhenTheyHaveTakenTheRoom()
    {
        var bodies = new WebhookBodies(_clock, inHandAtMost: 1_000);
        var small = bodies.UseAsync(await StalledBody.OfAsync(100, _clock), _ => Task.CompletedTask, CancellationToken.None);
        var slow = new List<Task>();
        for (var i = 0; i < 2; i++)
        {
            slow.Add(bodies.UseAsync(
                await StalledBody.OfAsync(WebhookBodies.Beginning + 500, _clock), _ => Task.CompletedTask, CancellationToken.None));
        }

        var taken = 0;
        await bodies.UseAsync(
            Request(new byte[WebhookBodies.Beginning + 400]), body => Task.FromResult(taken = body.Length), CancellationToken.None);

        Assert.Equal(WebhookBodies.Beginning + 400, taken);
        Assert.Equal("too-many-bodies", (await Assert.ThrowsAsync<ProblemException>(() => slow[0].WaitAsync(NotForEver))).Code);
        Assert.False(slow[1].IsCompleted);
        Assert.False(small.IsCompleted);
    }

    /// <summary>Such a body was once used without being counted.</summary>
    [Fact]
    public async Task Use_OfABodyThatMakesRoomAfterItsLastByte_IsRefused()
    {
        var bodies = new WebhookBodies(_clock, beginningsAtMost: 1_000);
        var (used, ending) = (false, new EndingBody(900));
        var first = bodies.UseAsync(ending.Request, _ => Task.FromResult(used = true), CancellationToken.None);
        await bodies.UseAsync(Request(new byte[200]), _ => Task.CompletedTask, CancellationToken.None);
        ending.End();

        Assert.Equal("too-many-bodies", (await Assert.ThrowsAsync<ProblemException>(() => first.WaitAsync(NotForEver))).Code);
        Assert.False(used);
    }

    [Theory]
    [InlineData(100, 10)]
    [InlineData(WebhookBodies.Beginning - 1, 10)]
    [InlineData(WebhookBodies.Beginning + 1, 30)]
    public async Task Use_OfABodyThatStalls_EndsAtItsDeadline(int sent, int seconds)
    {
        var reading = new WebhookBodies(_clock).UseAsync(
            await StalledBody.OfAsync(sent, _clock), _ => Task.CompletedTask, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(reading.IsCompleted);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var refused = await Assert.ThrowsAsync<ProblemException>(() => reading.WaitAsync(NotForEver));
        Assert.Equal((408, "body-too-slow"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Use_ThatTakesLongerThanTheDeadline_IsNotEnded()
    {
        await new WebhookBodies(_clock).UseAsync(
            Request(new byte[10]),
            _ =>
            {
                _clock.Advance(TimeSpan.FromMinutes(1));
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }

    [Fact]
    public void Bodies_OfOneSender_TakeNoRoomFromTheOthers()
    {
        using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_clock).AddShared(new ConfigurationBuilder().Build()).BuildServiceProvider();
        Assert.NotSame(
            services.GetRequiredKeyedService<WebhookBodies>(WebhookBodies.OfPayPal),
            services.GetRequiredKeyedService<WebhookBodies>(WebhookBodies.OfMeta));
    }

    [Fact]
    public async Task Use_ThatFails_GivesItsRoomBack()
    {
        var bodies = new WebhookBodies(_clock, beginningsAtMost: 1_000);
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                bodies.UseAsync(Request(new byte[900]), _ => throw new InvalidOperationException(), CancellationToken.None));
    }

    [Fact]
    public async Task Use_OfABodyThatIsAnnouncedTooLarge_ReadsNothing()
    {
        var request = Request([]);
        request.ContentLength = WebhookBodies.Largest + 1;
        var refused = await Assert.ThrowsAsync<ProblemException>(() =>
            new WebhookBodies(_clock).UseAsync(request, _ => Task.CompletedTask, CancellationToken.None));
        Assert.Equal(413, refused.Status);
    }

    [Fact]
    public async Task Use_OfABodyThatGrowsTooLarge_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(() =>
            new WebhookBodies(_clock).UseAsync(
                Request(new byte[WebhookBodies.Largest + 1]), _ => Task.CompletedTask, CancellationToken.None));
        Assert.Equal(413, refused.Status);
    }

    private static HttpRequest Request(byte[] body) => new DefaultHttpContext { Request = { Body = new MemoryStream(body) } }.Request;

    /// <summary>All bytes come at once, and their end when it is told; it does not hear that it is not waited for any more.</summary>
    private sealed class EndingBody : MemoryStream
    {
        private readonly TaskCompletionSource _ends = new();

        public EndingBody(int bytes)
            : base(new byte[bytes]) => Request = new DefaultHttpContext { Request = { Body = this } }.Request;

        public HttpRequest Request { get; }

        public void End() => _ends.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, CancellationToken.None);
            if (read == 0)
                await _ends.Task;
            return read;
        }
    }
}
