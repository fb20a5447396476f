using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Tests.Hosting;

/// <summary>The limits of host.json.</summary>
public sealed class LimitTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Requests_BeyondTheOutstandingOnes_Are429AndTheOthersRunInTurn()
    {
        await using var host = await StartAsync(
            """{ "version": "2.0", "extensions": { "http": { "maxConcurrentRequests": 1, "maxOutstandingRequests": 2 } } }""");
        var first = host.SendAsync("GET", "/api/slow/1");
        await Log(host, 1);
        var others = new[] { host.SendAsync("GET", "/api/slow/2"), host.SendAsync("GET", "/api/slow/3") };
        var refused = await await Task.WhenAny(others);

        await host.Clock.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal((429, ""), refused);
        Assert.Equal((200, "1 at 12:01"), await first);
        Assert.EndsWith("at 12:02", Assert.Single(await Task.WhenAll(others), a => a.Status == 200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_ThatTakesTooLong_IsCancelledAndFails()
    {
        await using var host = await StartAsync("""{ "version": "2.0", "functionTimeout": "00:05:00" }""");
        var answer = host.SendAsync("GET", "/api/endless");
        await Log(host, 1);

        await host.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal((500, ""), await answer);

        // The worker is notified by a separate message, as on Azure: the response does not wait for what the function then does.
        await Log(host, 2);
        Assert.Equal(["begun 12:00", "cancelled 12:05"], host.Log);
    }

    [Fact]
    public async Task Function_WithinItsTime_IsNotTouched()
    {
        await using var host = await StartAsync("""{ "version": "2.0", "functionTimeout": "00:05:00" }""");
        var answer = host.SendAsync("GET", "/api/slow/1");
        await Log(host, 1);

        await host.Clock.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal((200, "1 at 12:01"), await answer);
    }

    [Fact]
    public async Task Answers_WithCustomHeaders_CarryThem()
    {
        await using var host = await StartAsync(
            """{ "version": "2.0", "extensions": { "http": { "customHeaders": { "X-Content-Type-Options": "nosniff" } } } }""");

        using var answer = await host.Http.GetAsync(new Uri("/api/nothing", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    private static async Task Log(SampleHost host, int entries)
    {
        while (host.Log.Count < entries)
            await Task.Yield();
    }

    private async Task<SampleHost> StartAsync(string hostJson)
    {
        await File.WriteAllTextAsync(_file, hostJson);
        return await SampleHost.StartAsync<Sample>(o => o with { HostJsonFile = _file });
    }

    internal sealed class Sample(List<string> log, TimeProvider time)
    {
        [Function("slow")]
        public async Task<IResult> Slow([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow/{n}")] HttpRequest request, int n)
        {
            log.Add($"begun {n}");
            await Task.Delay(TimeSpan.FromMinutes(1), time);
            return Results.Text($"{n} at {time.GetUtcNow():HH:mm}");
        }

        [Function("endless")]
        public async Task<IResult> Endless([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancel)
        {
            log.Add($"begun {time.GetUtcNow():HH:mm}");
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancel);
            }
            catch (OperationCanceledException)
            {
                log.Add($"cancelled {time.GetUtcNow():HH:mm}");
            }

            return Results.Ok();
        }
    }
}
