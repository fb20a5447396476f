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
            // Three completions within one tick of the clock.
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

    [Fact]
    public async Task Instance_WhenTheTimeIsMadeLonger_IsKeptForTheLongerTime()
    {
        TimeSpan? keep = TimeSpan.FromDays(30);
        await using var durability = await StartAsync(() => keep);
        await durability.RunAsync("Main", id: "done");
        await durability.RaiseAsync("done", "Go", 1);

        keep = TimeSpan.FromDays(60);
        await durability.RestartAsync();
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(59));
        Assert.NotNull(await durability.Client.GetInstanceAsync("done"));
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Null(await durability.Client.GetInstanceAsync("done"));
    }

    [Fact]
    public async Task Instance_WhenItIsToBeKeptForEver_IsNotPurgedAtTheFormerTime()
    {
        TimeSpan? keep = TimeSpan.FromDays(30);
        await using var durability = await StartAsync(() => keep);
        await durability.RunAsync("Main", id: "done");
        await durability.RaiseAsync("done", "Go", 1);

        keep = null;
        await durability.RestartAsync();
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(30));

        Assert.NotNull(await durability.Client.GetInstanceAsync("done"));
    }

    private static Task<Durability> StartAsync() => StartAsync(() => TimeSpan.FromDays(30));

    private static Task<Durability> StartAsync(Func<TimeSpan?> keep) => Durability.StartAsync(d =>
    {
        d.Configure = options => options with { PurgeFinishedAfter = keep() };
        d.Orchestrator("Main", c => c.WaitForExternalEvent<int>("Go"));
    });
}
