using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable;

public sealed class RetentionTests
{
    [Fact]
    public async Task Instance_FinishedForTheConfiguredTime_IsPurged()
    {
        await using var durability = await StartAsync();
        await durability.RunAsync("Main", id: "done");
        await durability.RunAsync("Main", id: "waiting");
        await durability.RaiseAsync("done", "Go", 1);

        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(30) - TimeSpan.FromTicks(1));
        Assert.NotNull(await durability.Client.GetInstanceAsync("done"));
        await durability.RestartAsync();
        await durability.Clock.AdvanceAsync(TimeSpan.FromTicks(1));

        Assert.Null(await durability.Client.GetInstanceAsync("done"));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await durability.StatusAsync("waiting"));
    }

    [Fact]
    public async Task Instance_StartedAgainUnderItsId_IsKeptForItsOwnTime()
    {
        await using var durability = await StartAsync();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            // Three ends within one tick of the clock.
            await durability.RunAsync("Main", id: "again");
            await durability.RaiseAsync("again", "Go", 1);
        }

        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(29));
        await durability.RunAsync("Main", id: "again");
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(29));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await durability.StatusAsync("again"));
        await durability.RaiseAsync("again", "Go", 1);
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(30));

        Assert.Null(await durability.Client.GetInstanceAsync("again"));
        Assert.Null(durability.Clock.NextDue);
    }

    [Fact]
    public async Task Instance_PurgedByHand_LeavesNoTimerBehind()
    {
        await using var durability = await StartAsync();
        var id = await durability.RunAsync("Main");
        await durability.Client.TerminateInstanceAsync(id);
        await durability.Clock.DrainAsync();
        Assert.NotNull(durability.Clock.NextDue);

        await durability.Client.PurgeInstanceAsync(id);

        Assert.Null(durability.Clock.NextDue);
    }

    private static Task<Durability> StartAsync() => Durability.StartAsync(d =>
    {
        d.Configure = options => options with { PurgeFinishedAfter = TimeSpan.FromDays(30) };
        d.Orchestrator("Main", c => c.WaitForExternalEvent<int>("Go"));
    });
}
