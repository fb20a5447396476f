using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tests.Clock;

/// <summary>What counts as idle: an advance must not time out anything in transit, however slow the machine is.</summary>
public sealed class RestTests : IAsyncDisposable
{
    // Longer than a wait in real time would last.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(900);

    private readonly LocalClock _clock = new(
        new LocalClockOptions { TimeScale = 0, Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) });
    private readonly HttpMessageInvoker _http;

    public RestTests() => _http = new HttpMessageInvoker(new LinkedCalls(_clock, new SocketsHttpHandler()));

    [Fact]
    public async Task Advance_OverACallThatIsOnItsWay_DoesNotTimeItOut()
    {
        using var elsewhere = new SlowServer();
        var work = WithTimeOut(token => GetAsync(elsewhere.Address, token));

        await _clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("200 late", await work);
    }

    [Fact]
    public async Task Advance_OverACallThatWaitsForTheClockAtItsOtherEnd_LetsBothEndsGoOn()
    {
        await using var server = await LoopbackServer.StartAsync("server", 0, _clock, async http =>
        {
            Assert.False(http.Request.Headers.ContainsKey(LinkedCalls.Header));
            await Task.Delay(TimeSpan.FromMinutes(10), _clock);
            await http.Response.WriteAsync($"{_clock.GetUtcNow():HH:mm}");
        });
        var work = Begin(() => GetAsync(server.Address, CancellationToken.None));
        var watch = Stopwatch.StartNew();

        await _clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("200 00:10", await work);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"A call whose both ends are known was waited for: {watch.Elapsed}.");
    }

    [Fact]
    public async Task Advance_OverACallWhoseOtherEndIsAtWork_DoesNotTimeItOut()
    {
        await using var server = await LoopbackServer.StartAsync("server", 0, _clock, async http =>
        {
            Spin();
            await Task.Yield();
            await http.Response.WriteAsync("late");
        });
        var work = WithTimeOut(token => GetAsync(server.Address, token));

        await _clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("200 late", await work);
    }

    [Fact]
    public async Task Advance_OverWorkThatComputes_DoesNotTimeItOut()
    {
        var work = WithTimeOut(async token =>
        {
            await Task.Yield();
            Spin();
            await Task.Yield();
            return token.IsCancellationRequested ? "timed out" : "computed";
        });

        await _clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("computed", await work);
    }

    [Fact]
    public async Task Advance_OverACommit_DoesNotTimeItOut()
    {
        var folder = Directory.CreateTempSubdirectory("chatpay-");
        await using var journal = SqliteJournal.Open(Path.Combine(folder.FullName, "a.db"), 1, "CREATE TABLE t (n)");
        var work = WithTimeOut(async token =>
        {
            await journal.WriteAsync(_ => Spin());
            return token.IsCancellationRequested ? "timed out" : "committed";
        });

        await _clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("committed", await work);
        await journal.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Advance_OverWorkThatWaitsForOtherWork_GoesOnWhenThatWaitsForTheClock()
    {
        using var one = new SemaphoreSlim(1);
        var order = new List<string>();
        async Task<string> Use(string name)
        {
            using (WorkTracker.WaitsForOthers())
                await one.WaitAsync();
            await Task.Delay(TimeSpan.FromMinutes(1), _clock);
            order.Add($"{name} {_clock.GetUtcNow():HH:mm}");
            one.Release();
            return name;
        }

        var works = new[] { Begin(() => Use("first")), Begin(() => Use("second")) };
        await _clock.AdvanceAsync(TimeSpan.FromHours(1));

        await Task.WhenAll(works);
        Assert.Equal(["00:01", "00:02"], order.Select(o => o.Split(' ')[1]));
    }

    /// <summary>Like callers that share one fetch of a token, while other work has many timers.</summary>
    [Fact]
    public async Task Advance_OverWorkThatWaitsForNobodyKnowsWhat_WaitsThatOutOnceAndNotBeforeEachTimer()
    {
        var shared = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ticking = Begin(async () =>
        {
            for (var minute = 0; minute < 30; minute++)
                await Task.Delay(TimeSpan.FromMinutes(1), _clock);
            shared.SetResult($"{_clock.GetUtcNow():HH:mm}");
            return "ticked";
        });
        var waiting = Begin(() => shared.Task);
        var watch = Stopwatch.StartNew();

        await _clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("ticked", await ticking);
        Assert.Equal("00:30", await waiting);
        // Two seconds before each timer would be a minute.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"It was waited out again and again: {watch.Elapsed}.");
    }

    /// <summary>Like a rate limiter created by the first request: its timer runs in that request's context.</summary>
    [Fact]
    public async Task Advance_WhileSomethingTicksThatEndedWorkHasLeftBehind_EndsAllTheSame()
    {
        Timer? left = null;
        await Begin(() =>
        {
            left = new Timer(_ => { }, null, 0, 50);
            return Task.FromResult("ended");
        });
        await using var _ = left;
        var shared = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = Begin(() => shared.Task);
        var ticking = Begin(async () =>
        {
            await Task.Delay(TimeSpan.FromMinutes(1), _clock);
            shared.SetResult($"{_clock.GetUtcNow():HH:mm}");
            return "ticked";
        });

        await _clock.AdvanceAsync(TimeSpan.FromHours(1)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal("ticked", await ticking);
        Assert.Equal("00:01", await waiting);
    }

    [Fact]
    public async Task Advance_ToAnInstant_StopsThere()
    {
        await _clock.AdvanceToAsync(new DateTimeOffset(2026, 1, 4, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(new DateTimeOffset(2026, 1, 4, 0, 0, 0, TimeSpan.Zero), _clock.GetUtcNow());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            _clock.AdvanceToAsync(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero)));
    }

    public async ValueTask DisposeAsync()
    {
        await _clock.DrainAsync();
        _http.Dispose();
        _clock.Dispose();
    }

    private static void Spin()
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Slow)
        {
        }
    }

    private Task<string> WithTimeOut(Func<CancellationToken, Task<string>> act) => Begin(async () =>
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30), _clock);
        return await act(late.Token);
    });

    private Task<string> Begin(Func<Task<string>> act)
    {
        var begun = new ManualResetEventSlim();
        var work = Task.Run(async () =>
        {
            using (_clock.Working("work"))
            {
                begun.Set();
                return await act();
            }
        });
        begun.Wait();
        return work;
    }

    private async Task<string> GetAsync(Uri address, CancellationToken token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await _http.SendAsync(request, token);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(token)}";
    }

    /// <summary>A server that does not use the clock, and answers one request late.</summary>
    private sealed class SlowServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Thread _thread;

        public SlowServer()
        {
            _listener.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
            _thread = new Thread(Answer);
            _thread.UnsafeStart();
        }

        public Uri Address { get; }

        public void Dispose()
        {
            _thread.Join();
            _listener.Dispose();
        }

        private void Answer()
        {
            using var client = _listener.AcceptTcpClient();
            using (var never = new ManualResetEventSlim())
                never.Wait(Slow);
            client.GetStream().Write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlate"u8);
        }
    }
}
