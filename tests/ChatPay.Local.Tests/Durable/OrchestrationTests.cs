using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable;

public sealed class OrchestrationTests
{
    [Fact]
    public async Task Start_WithEveryDedupeStatus_IsRefusedWhateverTheInstanceDoes()
    {
        await using var durability = await Durability.StartAsync(UntilGo);
        var options = new StartOrchestrationOptions("order-1")
            .WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        await durability.Client.ScheduleNewOrchestrationInstanceAsync("Main", 1, options);

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => durability.Client.ScheduleNewOrchestrationInstanceAsync("Main", 2, options));
        await durability.RaiseAsync("order-1", "Go");
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => durability.Client.ScheduleNewOrchestrationInstanceAsync("Main", 3, options));

        Assert.Equal(1, await durability.OutputAsync<int>("order-1"));
    }

    [Fact]
    public async Task Start_OfManyAtOnceUnderOneId_LetsOneThrough()
    {
        await using var durability = await Durability.StartAsync(UntilGo);
        var options = new StartOrchestrationOptions("order-1")
            .WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);

        var starts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
        {
            try
            {
                await durability.Client.ScheduleNewOrchestrationInstanceAsync("Main", n, options);
                return n;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return -1;
            }
        }));
        await durability.RaiseAsync("order-1", "Go");

        Assert.Equal(await durability.OutputAsync<int>("order-1"), Assert.Single(starts, n => n >= 0));
    }

    [Fact]
    public async Task Start_WithoutDedupeStatuses_IsRefusedOnlyWhileTheInstanceRuns()
    {
        await using var durability = await Durability.StartAsync(UntilGo);
        await durability.RunAsync("Main", 1, "order-1");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => durability.RunAsync("Main", 2, "order-1"));
        await durability.RaiseAsync("order-1", "Go");
        await durability.RunAsync("Main", 3, "order-1");
        await durability.RaiseAsync("order-1", "Go");

        Assert.Equal(3, await durability.OutputAsync<int>("order-1"));
    }

    [Fact]
    public async Task Start_WithNoDedupeStatusAtAll_ReplacesTheRunningInstance()
    {
        await using var durability = await Durability.StartAsync(UntilGo);
        await durability.RunAsync("Main", 1, "order-1");

        await durability.Client.ScheduleNewOrchestrationInstanceAsync(
            "Main", 2, new StartOrchestrationOptions("order-1").WithDedupeStatuses());
        await durability.RaiseAsync("order-1", "Go");

        Assert.Equal(2, await durability.OutputAsync<int>("order-1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@entity@key")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    public async Task Start_UnderAnIdThatIsNotAllowed_IsRefused(string id)
    {
        await using var durability = await Durability.StartAsync(UntilGo);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => durability.RunAsync("Main", 1, id));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => durability.RunAsync("Main", 1, new string('x', 257)));
    }

    [Fact]
    public async Task Start_Delayed_IsPendingUntilThen()
    {
        await using var durability = await Durability.StartAsync(UntilGo);
        var at = durability.Clock.GetUtcNow().AddDays(4);
        await durability.Client.ScheduleNewOrchestrationInstanceAsync("Main", 1, new StartOrchestrationOptions("order-1", at));
        await durability.RaiseAsync("order-1", "Go");

        Assert.Equal(OrchestrationRuntimeStatus.Pending, await durability.StatusAsync("order-1"));
        await durability.RestartAsync();
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(4));

        Assert.Equal(1, await durability.OutputAsync<int>("order-1"));
    }

    [Fact]
    public async Task ContinueAsNew_WithEventsUnread_KeepsThemInOrder()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            var seen = c.GetInput<string>() + await c.WaitForExternalEvent<string>("Next");
            if (seen.Length == 1)
                await c.WaitForExternalEvent<string>("Go");
            if (seen.Length < 3)
            {
                c.ContinueAsNew(seen);
                return (object?)null;
            }

            return seen;
        }));
        var id = await durability.RunAsync("Main", string.Empty);

        foreach (var letter in new[] { "a", "b", "c" })
            await durability.RaiseAsync(id, "Next", letter);
        await durability.RaiseAsync(id, "Go");

        Assert.Equal("abc", await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task ContinueAsNew_NotKeepingEvents_DropsThem()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            await c.WaitForExternalEvent<string>("Go");
            if (c.GetInput<int>() == 1)
                return (object?)await c.WaitForExternalEvent<string>("Next");
            c.ContinueAsNew(1, preserveUnprocessedEvents: false);
            return null;
        }));
        var id = await durability.RunAsync("Main", 0);

        await durability.RaiseAsync(id, "Next", "dropped");
        await durability.RaiseAsync(id, "Go");
        await durability.RaiseAsync(id, "Go");
        await durability.RaiseAsync(id, "Next", "kept");

        Assert.Equal("kept", await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task ContinueAsNew_AThousandTimes_EndsWithAShortHistory()
    {
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Activity<int, int>("Next", n => n + 1);
            d.Orchestrator("Main", async c =>
            {
                var next = await c.CallActivityAsync<int>("Next", c.GetInput<int>());
                if (next < 1000)
                    c.ContinueAsNew(next);
                return (object?)next;
            });
        });

        var id = await durability.RunAsync("Main", 0);

        Assert.Equal(1000, await durability.OutputAsync<int>(id));
    }

    [Fact]
    public async Task SubOrchestration_GivenAnId_RunsUnderItAndAnswers()
    {
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Orchestrator("Child", async c => (object?)$"{c.Parent!.InstanceId}/{c.Parent.Name}: {await c.WaitForExternalEvent<string>("Go")}");
            d.Orchestrator("Parent", async c =>
                (object?)await c.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "child-1")));
        });
        await durability.RunAsync("Parent", id: "parent-1");

        await durability.RestartAsync();
        await durability.RaiseAsync("child-1", "Go", "done");

        Assert.Equal("parent-1/Parent: done", await durability.OutputAsync<string>("parent-1"));
    }

    [Fact]
    public async Task NewGuid_OverReplays_IsTheSameVersion5Id()
    {
        var made = new List<Guid>();
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            made.AddRange([c.NewGuid(), c.NewGuid()]);
            await c.WaitForExternalEvent<int>("Go");
        }));
        var id = await durability.RunAsync("Main");

        await durability.RaiseAsync(id, "Go", 1);

        Assert.Equal([made[0], made[1], made[0], made[1]], made);
        Assert.NotEqual(made[0], made[1]);
        Assert.All(made, guid => Assert.Equal(5, guid.Version));
    }

    [Fact]
    public async Task Logger_OverReplays_SpeaksOnce()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            var log = c.CreateReplaySafeLogger("test");
#pragma warning disable CA2254
            log.Log(Microsoft.Extensions.Logging.LogLevel.Information, default, "begun", null, (s, _) => s);
            await c.WaitForExternalEvent<int>("Go");
            log.Log(Microsoft.Extensions.Logging.LogLevel.Information, default, "going", null, (s, _) => s);
            await c.WaitForExternalEvent<int>("Stop");
#pragma warning restore CA2254
        }));
        var id = await durability.RunAsync("Main");

        await durability.RaiseAsync(id, "Go", 1);
        await durability.RaiseAsync(id, "Stop", 1);

        Assert.Equal(["begun", "going"], durability.Loggers.Lines);
    }

    [Fact]
    public async Task CustomStatus_Set_IsSeenAndLimited()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            c.SetCustomStatus(new { Step = "waiting" });
            c.SetCustomStatus(new string('x', await c.WaitForExternalEvent<int>("Length")));
        }));
        var id = await durability.RunAsync("Main");

        Assert.Equal("""{"Step":"waiting"}""", (await durability.StateAsync(id)).SerializedCustomStatus);
        await durability.RaiseAsync(id, "Length", 8191);

        Assert.Equal("System.ArgumentException", (await durability.StateAsync(id)).FailureDetails?.ErrorType);
    }

    private static void UntilGo(Durability d) => d.Orchestrator("Main", async c =>
    {
        await c.WaitForExternalEvent<string>("Go");
        return (object?)c.GetInput<int>();
    });
}
