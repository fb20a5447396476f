using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable;

public sealed class ManagementTests
{
    [Fact]
    public async Task Terminate_Recursively_EndsChildrenAndTheirTimers()
    {
        await using var durability = await Durability.StartAsync(Family);
        await durability.RunAsync("Parent", id: "parent");

        await durability.Client.TerminateInstanceAsync("parent", new TerminateInstanceOptions(Recursive: true));
        await durability.Clock.DrainAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, await durability.StatusAsync("child"));
        Assert.Null(durability.Clock.NextDue);
    }

    [Fact]
    public async Task Suspend_WhileEventsAndTimersCome_KeepsThemInOrderForTheResume()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            var seen = new List<string>();
            var timer = c.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            while (seen.Count < 2)
                seen.Add(await c.WaitForExternalEvent<string>("Next") + (timer.IsCompleted ? " after" : " before"));
            await timer;
            return (object?)string.Join(", ", seen);
        }));
        var id = await durability.RunAsync("Main");

        await durability.Client.SuspendInstanceAsync(id, "a pause");
        await durability.RaiseAsync(id, "Next", "a");
        await durability.Clock.AdvanceAsync(TimeSpan.FromHours(2));
        await durability.RaiseAsync(id, "Next", "b");
        await durability.RestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await durability.StatusAsync(id));
        await durability.Client.ResumeInstanceAsync(id);
        await durability.Clock.DrainAsync();

        Assert.Equal("a before, b after", await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Waiting_ForAStartAndAnEnd_ReturnsWhenTheyAreThere()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            await c.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            return (object?)"done";
        }));
        var id = await durability.Client.ScheduleNewOrchestrationInstanceAsync(
            "Main", new StartOrchestrationOptions(StartAt: durability.Clock.GetUtcNow().AddDays(1)));

        var started = durability.Client.WaitForInstanceStartAsync(id);
        var ended = durability.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.False(started.IsCompleted);
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.True((await started).IsRunning);
        Assert.False(ended.IsCompleted);
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal("done", (await ended).ReadOutputAs<string>());
        await Assert.ThrowsAsync<ArgumentException>(() => durability.Client.WaitForInstanceCompletionAsync("missing"));
    }

    private static void Family(Durability d)
    {
        d.Orchestrator("Child", c => c.CreateTimer(TimeSpan.FromDays(9), CancellationToken.None));
        d.Orchestrator("Parent", async c =>
        {
            var child = c.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "child"));
            await c.WaitForExternalEvent<int>("Go");
            await child;
        });
    }
}
