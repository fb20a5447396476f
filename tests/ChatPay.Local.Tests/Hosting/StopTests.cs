using System.Diagnostics;
using ChatPay.Local.Clock;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Tests.Hosting;

/// <summary>How a host stops running work.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task Stop_WhileAFunctionIsAtWork_LetsItEndAndAnswersIt()
    {
        var host = await SampleHost.StartAsync<Sample>();
        var answer = host.SendAsync("GET", "/api/busy");
        await Log(host, "begun");

        await host.Host.DisposeAsync();

        Assert.Equal((200, "done"), await answer);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Stop_WhileAFunctionIsAtWork_TakesNothingNew()
    {
        var host = await SampleHost.StartAsync<Sample>();
        var answer = host.SendAsync("GET", "/api/held");
        await Log(host, "begun");

        var stopping = host.Host.DisposeAsync().AsTask();

        Assert.Equal((503, ""), await host.SendAsync("GET", "/api/held"));
        host.Log.Add("go on");
        Assert.Equal((200, ""), await answer);
        await stopping;
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Stop_WhileAFunctionWaitsForAClockThatStandsStill_CancelsItAtOnce()
    {
        var host = await SampleHost.StartAsync<Sample>();
        var answer = host.SendAsync("GET", "/api/endless");
        await Log(host, "begun");
        var watch = Stopwatch.StartNew();

        await host.Host.DisposeAsync();

        Assert.Equal(503, (await answer).Status);
        Assert.Contains("cancelled", host.Log);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"It took {watch.Elapsed}.");
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Stop_WhileAFunctionGoesOnPastTheTime_CancelsIt()
    {
        var running = new LocalClock(new LocalClockOptions { Start = SampleHost.Start });
        var host = await SampleHost.StartAsync<Sample>(o => o with { DrainTimeout = TimeSpan.FromMilliseconds(200) }, clock: running);
        var answer = host.SendAsync("GET", "/api/endless");
        await Log(host, "begun");

        await host.Host.DisposeAsync();

        Assert.Equal(503, (await answer).Status);
        Assert.Contains("cancelled", host.Log);
        await host.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Stop_WhileFunctionsDoNotCareThatTheyAreCancelled_EndsWithoutThem()
    {
        var running = new LocalClock(new LocalClockOptions { Start = SampleHost.Start });
        var host = await SampleHost.StartAsync<Deaf>(o => o with { DrainTimeout = TimeSpan.FromMilliseconds(200) }, clock: running);
        await Log(host, "timer begun");
        var answer = host.SendAsync("GET", "/api/deaf");
        await Log(host, "request begun");
        var watch = Stopwatch.StartNew();

        await host.Host.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Client_ThatGoesAway_CancelsTheFunction()
    {
        await using var host = await SampleHost.StartAsync<Sample>();
        using var gone = new CancellationTokenSource();
        var answer = host.Http.GetAsync(new Uri("/api/endless", UriKind.Relative), gone.Token);
        await Log(host, "begun");

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await Log(host, "cancelled");
    }

    [Fact]
    public async Task AsyncVoidMethod_ThatThrows_DoesNotEndTheHost()
    {
        await using var host = await SampleHost.StartAsync<Sample>();

        Assert.Equal(200, (await host.SendAsync("GET", "/api/stray")).Status);
        await Log(host, "thrown");

        Assert.Equal(200, (await host.SendAsync("GET", "/api/stray")).Status);
    }

    [Fact]
    public async Task Host_WithAnAsyncVoidFunction_DoesNotStart()
    {
        var refused = await Assert.ThrowsAsync<PlatformException>(() => SampleHost.StartAsync<AsyncVoid>());

        Assert.Contains("async void", refused.Message, StringComparison.Ordinal);
    }

    private static async Task Log(SampleHost host, string entry)
    {
        while (!host.Log.Contains(entry))
            await Task.Yield();
    }

    internal sealed class Sample(List<string> log, TimeProvider time)
    {
        [Function("busy")]
        public async Task<IResult> Busy([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancel)
        {
            log.Add("begun");
            var watch = Stopwatch.StartNew();
            while (watch.ElapsedMilliseconds < 300 && !cancel.IsCancellationRequested)
                await Task.Yield();
            return Results.Text(cancel.IsCancellationRequested ? "cancelled" : "done");
        }

        [Function("held")]
        public async Task<IResult> Held([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            log.Add("begun");
            while (!log.Contains("go on"))
                await Task.Yield();
            return Results.Ok();
        }

        [Function("endless")]
        public async Task<IResult> Endless([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancel)
        {
            log.Add("begun");
            try
            {
                await Task.Delay(TimeSpan.FromDays(1), time, cancel);
                return Results.Ok();
            }
            finally
            {
                log.Add("cancelled");
            }
        }

        [Function("stray")]
        public IResult Stray([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            ThrowLater();
            return Results.Ok();
        }

#pragma warning disable VSTHRD100 // A mistake that apps make.
        private async void ThrowLater()
#pragma warning restore VSTHRD100
        {
            await Task.Yield();
            log.Add("thrown");
            throw new InvalidOperationException("Nobody can catch this.");
        }
    }

    internal sealed class Deaf(List<string> log)
    {
        [Function("deaf")]
        public Task<IResult> Answer([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            log.Add("request begun");
            return new TaskCompletionSource<IResult>().Task;
        }

        [Function("DeafTimer")]
        public Task Run([TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo timer)
        {
            log.Add("timer begun");
            return new TaskCompletionSource().Task;
        }
    }

    internal sealed class AsyncVoid
    {
        [Function("AsyncVoid")]
#pragma warning disable VSTHRD100 // The host refuses it.
        public async void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => await Task.Yield();
#pragma warning restore VSTHRD100
    }
}
