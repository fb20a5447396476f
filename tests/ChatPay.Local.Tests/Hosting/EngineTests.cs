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
        await using var host = await SampleHost.StartAsync<Sample>(o => o with { StartDurable = app => StartAsync(app, clock) }, clock: clock);

        Assert.Equal(202, (await host.SendAsync("POST", "/api/start/hold-1")).Status);
        await clock.AdvanceAsync(TimeSpan.FromDays(4));
        Assert.Equal((200, "Running"), await host.SendAsync("GET", "/api/status/hold-1"));

        await clock.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal((200, "Completed"), await host.SendAsync("GET", "/api/status/hold-1"));
        Assert.Equal(["paid hold-1"], host.Log);
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
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client)
        {
            await client.ScheduleNewOrchestrationInstanceAsync("Hold", null, new StartOrchestrationOptions(id));
            return Results.Accepted();
        }

        [Function("Status")]
        public static async Task<IResult> Status(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "status/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client) =>
            Results.Text((await client.GetInstanceAsync(id))!.RuntimeStatus.ToString());
    }
}
