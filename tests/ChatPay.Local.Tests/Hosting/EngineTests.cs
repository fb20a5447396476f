using ChatPay.Local.Clock;
using ChatPay.Local.Durable;
using ChatPay.Local.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Hosting;

public sealed class EngineTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("chatpay-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Orchestration_StartedOverHttp_WaitsForTheClockAndEnds()
    {
        var clock = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = SampleHost.Start });
        await using var host = await SampleHost.StartAsync<Sample>(
            o => o with { StartDurable = app => StartAsync(app, clock) },
            clock: clock);

        Assert.Equal(202, (await host.SendAsync("POST", "/api/start/hold-1")).Status);
        await clock.AdvanceAsync(TimeSpan.FromDays(4));
        Assert.Equal((200, "Running"), await host.SendAsync("GET", "/api/status/hold-1"));

        await clock.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal((200, "Completed"), await host.SendAsync("GET", "/api/status/hold-1"));
        Assert.Equal(["paid hold-1"], host.Log);
    }

    [Fact]
    public async Task Host_ThatStops_LetsTheActivityInHandEndAndKeepsItsResult()
    {
        var clock = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = SampleHost.Start });
        await using (
            var first = await SampleHost.StartAsync<Slow>(o => o with { StartDurable = app => StartAsync(app, clock) }, clock: clock))
        {
            Assert.Equal(
                202,
                (await first.SendAsync("POST", "/runtime/webhooks/durabletask/orchestrators/Twice/twice-1", "durable")).Status);
            while (first.Log.Count == 0)
                await Task.Yield();
            await first.Host.DisposeAsync();
            Assert.Equal(["begun 1", "done 1"], first.Log);
        }

        clock = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = SampleHost.Start });
        await using var second = await SampleHost.StartAsync<Slow>(
            o => o with { StartDurable = app => StartAsync(app, clock) },
            clock: clock);
        await clock.DrainAsync();

        Assert.Equal(["begun 2", "done 2"], second.Log);
        Assert.Equal(200, (await second.SendAsync("GET", "/runtime/webhooks/durabletask/instances/twice-1", "durable")).Status);
    }

    [Fact]
    public async Task Activity_ByHand_RunsWithItsInput()
    {
        var clock = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = SampleHost.Start });
        await using var host = await SampleHost.StartAsync<Slow>(
            o => o with { StartDurable = app => StartAsync(app, clock) },
            clock: clock);

        Assert.Equal(202, (await host.SendAsync("POST", "/admin/functions/Work", "master", """{"input":"7"}""")).Status);
        Assert.Equal(400, (await host.SendAsync("POST", "/admin/functions/Twice", "master", "{}")).Status);
        await clock.DrainAsync();

        Assert.Equal(["begun 7", "done 7"], host.Log);
    }

    [Fact]
    public async Task HostJson_WithDurableLimits_HandsThemToTheEngine()
    {
        var clock = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = SampleHost.Start });
        var file = Path.Combine(_data.FullName, "host.json");
        await File.WriteAllTextAsync(
            file,
            """{ "version": "2.0", "extensions": { "durableTask": { "maxConcurrentActivityFunctions": 3, "maxConcurrentOrchestratorFunctions": 5 } } }""",
            TestContext.Current.CancellationToken);
        DurableApp? given = null;
        await using var host = await SampleHost.StartAsync<Slow>(
            o => o with
            {
                HostJsonFile = file,
                StartDurable = app =>
                {
                    given = app;
                    return StartAsync(app, clock);
                },
            },
            clock: clock);

        Assert.Equal((3, 5), (given!.MaxConcurrentActivities, given.MaxConcurrentTurns));
    }

    private async Task<DurableRuntime> StartAsync(DurableApp app, LocalClock clock)
    {
        var engine = await DurableEngine.StartAsync(new DurableEngineOptions
        {
            DataFile = Path.Combine(_data.FullName, "durable.db"),
            Clock = clock,
            Functions = app.Functions,
            Converter = app.Converter,
            LoggerFactory = app.LoggerFactory,
        });
        return new DurableRuntime(engine.Client, engine);
    }

    internal sealed class Slow(List<string> log)
    {
        [Function("Twice")]
        public static async Task Twice([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.CallActivityAsync("Work", 1);
            await context.CallActivityAsync("Work", 2);
        }

        [Function("Work")]
        public async Task Work([ActivityTrigger] int number, CancellationToken cancel)
        {
            log.Add($"begun {number}");
            var watch = System.Diagnostics.Stopwatch.StartNew();
            while (watch.ElapsedMilliseconds < 300 && !cancel.IsCancellationRequested)
                await Task.Yield();
            log.Add($"{(cancel.IsCancellationRequested ? "cancelled" : "done")} {number}");
        }
    }

    internal sealed class Sample(List<string> log)
    {
        [Function("Hold")]
        public static async Task Hold([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.CreateTimer(TimeSpan.FromDays(5), CancellationToken.None);
            await context.CallActivityAsync("Pay", context.InstanceId);
        }

        [Function("Pay")]
        public async Task Pay([ActivityTrigger] string order, [DurableClient] DurableTaskClient client)
        {
            var instance = await client.GetInstanceAsync(order);
            log.Add($"paid {instance!.InstanceId}");
        }

        [Function("Start")]
        public static async Task<IResult> Start(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{id}")] HttpRequest request,
            string id,
            [DurableClient] DurableTaskClient client)
        {
            await client.ScheduleNewOrchestrationInstanceAsync("Hold", null, new StartOrchestrationOptions(id));
            return Results.Accepted();
        }

        [Function("Status")]
        public static async Task<IResult> Status(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "status/{id}")] HttpRequest request,
            string id,
            [DurableClient] DurableTaskClient client) => Results.Text((await client.GetInstanceAsync(id))!.RuntimeStatus.ToString());
    }
}
