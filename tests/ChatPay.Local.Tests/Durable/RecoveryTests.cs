using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable;

public sealed class RecoveryTests
{
    [Fact]
    public async Task Restart_WhileAnActivityRuns_RunsItAgainAndGoesOn()
    {
        var runs = 0;
        var begun = new TaskCompletionSource();
        var never = new TaskCompletionSource<int>();
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Activity<int, int>("First", n => n);
            d.Activity<int, int>("Second", n =>
            {
                if (Interlocked.Increment(ref runs) > 1)
                    return Task.FromResult(n);
                begun.SetResult();
                return never.Task;
            });
            d.Orchestrator("Main", async c =>
                (object?)(await c.CallActivityAsync<int>("First", 1) + await c.CallActivityAsync<int>("Second", 2)));
        });
        var id = await durability.Client.ScheduleNewOrchestrationInstanceAsync("Main");
        await begun.Task;

        await durability.RestartAsync();
        await durability.Clock.DrainAsync();

        Assert.Equal(2, runs);
        Assert.Equal(3, await durability.OutputAsync<int>(id));
    }

    [Fact]
    public async Task Restart_WithTimersAndWaits_ContinuesEveryInstance()
    {
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Orchestrator("Timer", c => c.CreateTimer(TimeSpan.FromDays(5), CancellationToken.None));
            d.Orchestrator("Event", c => c.WaitForExternalEvent<string>("Paid"));
        });
        var timer = await durability.RunAsync("Timer");
        var wait = await durability.RunAsync("Event");

        await durability.RestartAsync();
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(4));
        await durability.RestartAsync();
        await durability.RaiseAsync(wait, "Paid", "now");
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await durability.StatusAsync(timer));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await durability.StatusAsync(wait));
    }

    [Fact]
    public async Task Restart_AfterAnEventWasAcknowledged_KeepsIt()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            await c.WaitForExternalEvent<int>("Go");
            return (object?)await c.WaitForExternalEvent<string>("Paid");
        }));
        var id = await durability.RunAsync("Main");

        await durability.Client.RaiseEventAsync(id, "Paid", "kept");
        await durability.RestartAsync();
        await durability.RaiseAsync(id, "Go", 1);

        Assert.Equal("kept", await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Restart_WithATimerOverdue_FiresItAtOnce()
    {
        await using var durability = await Durability.StartAsync(d =>
            d.Orchestrator("Main", c => c.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None)));
        var id = await durability.RunAsync("Main");

        await durability.StopAsync();
        await durability.Clock.AdvanceAsync(TimeSpan.FromHours(2));
        await durability.RestartAsync();
        await durability.Clock.DrainAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await durability.StatusAsync(id));
    }

    [Fact]
    public async Task Restart_AgainAndAgainDuringManySales_FinishesEveryOne()
    {
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Activity<int, int>("Add", n => n + 1);
            d.Orchestrator("Sale", async c =>
            {
                var n = await c.CallActivityAsync<int>("Add", c.GetInput<int>());
                n = await c.CallActivityAsync<int>("Add", n);
                await c.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return (object?)await c.CallSubOrchestratorAsync<int>("Last", n);
            });
            d.Orchestrator("Last", async c => (object?)await c.CallActivityAsync<int>("Add", c.GetInput<int>()));
        });
        var ids = new List<string>();
        for (var round = 0; round < 10; round++)
        {
            ids.AddRange(
                await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => durability.Client.ScheduleNewOrchestrationInstanceAsync("Sale", 1)))
            );
            await durability.RestartAsync();
            _ = durability.Clock.AdvanceAsync(TimeSpan.FromSeconds(20));
            await durability.RestartAsync();
        }

        await durability.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));

        foreach (var id in ids)
            Assert.Equal(4, await durability.OutputAsync<int>(id));
    }
}
