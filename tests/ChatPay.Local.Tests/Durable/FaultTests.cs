using ChatPay.Local.Durable.Faults;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable;

/// <summary>Each fault does what it says.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task Activity_RunTwice_CountsOnce()
    {
        var runs = 0;
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Faults.RunActivitiesTwice = true;
            d.Activity<string, int>("Step", _ => Interlocked.Increment(ref runs));
            d.Orchestrator("Main", async c =>
                (object?)new[] { await c.CallActivityAsync<int>("Step", "a"), await c.CallActivityAsync<int>("Step", "b") });
        });

        var id = await durability.RunAsync("Main");

        Assert.Equal(4, runs);
        Assert.Equal(2, (await durability.OutputAsync<int[]>(id))!.Distinct().Count());
    }

    [Fact]
    public async Task Wait_ThatTimedOut_TakesNoEvent()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            await Assert.ThrowsAsync<TaskCanceledException>(() => c.WaitForExternalEvent<string>("Paid", TimeSpan.FromHours(1)));
            await c.WaitForExternalEvent<object>("Go");
            return (object?)await c.WaitForExternalEvent<string>("Paid");
        }));
        var id = await durability.RunAsync("Main");

        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));
        await durability.RaiseAsync(id, "Paid", "first");
        await durability.RaiseAsync(id, "Paid", "second");
        await durability.RaiseAsync(id, "Go");

        Assert.Equal("first", await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Event_ToAMissingOrFinishedInstance_IsDroppedOrThrowsAsTold()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", _ => Task.CompletedTask));
        var id = await durability.RunAsync("Main");

        await durability.RaiseAsync(id, "Paid");
        await durability.RaiseAsync("missing", "Paid");
        durability.Faults.RaisingToMissingInstanceThrows = true;

        foreach (var nobody in new[] { id, "missing" })
            Assert.Equal(
                StatusCode.NotFound,
                (await Assert.ThrowsAsync<RpcException>(() => durability.RaiseAsync(nobody, "Paid"))).StatusCode);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await durability.StatusAsync(id));
        Assert.Null(await durability.Client.GetInstanceAsync("missing"));
    }

    [Fact]
    public async Task MessageOfAClient_Lost_FailsTheCallAndHasNoEffect()
    {
        await using var durability = await Durability.StartAsync(d =>
            d.Orchestrator("Main", async c => (object?)await c.WaitForExternalEvent<string>("Paid")));
        var id = await durability.RunAsync("Main");

        durability.Faults.Fate = m => m is { Kind: DurableMessageKind.Event, Name: "Paid" } ? MessageFate.Drop : MessageFate.Deliver;
        await Assert.ThrowsAsync<TimeoutException>(() => durability.RaiseAsync(id, "Paid", "lost"));
        durability.Faults.Fate = null;
        await durability.RaiseAsync(id, "Paid", "sent again");

        Assert.Equal("sent again", await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task ResultOfAnActivity_Lost_MakesItRunAgain()
    {
        var runs = 0;
        var lost = 0;
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Faults.Fate = m =>
                m.Kind == DurableMessageKind.ActivityResult && Interlocked.Increment(ref lost) < 3 ? MessageFate.Drop : MessageFate.Deliver;
            d.Activity<string, int>("Step", _ => Interlocked.Increment(ref runs));
            d.Orchestrator("Main", async c => (object?)await c.CallActivityAsync<int>("Step", "a"));
        });

        Assert.Equal(3, await durability.OutputAsync<int>(await durability.RunAsync("Main")));
        Assert.Equal(3, runs);
    }

    [Theory]
    [InlineData(MessageFate.Deliver, "ab")]
    [InlineData(MessageFate.Reorder, "ba")]
    public async Task Messages_OutOfOrder_ArriveOneAfterTheNext(MessageFate fate, string expected)
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
            (object?)(await c.WaitForExternalEvent<string>("Letter") + await c.WaitForExternalEvent<string>("Letter"))));
        var id = await durability.RunAsync("Main");
        var first = true;
        durability.Faults.Lateness = TimeSpan.FromMinutes(1);
        durability.Faults.Fate = m => Interlocked.Exchange(ref first, false) ? fate : MessageFate.Deliver;

        var a = durability.Client.RaiseEventAsync(id, "Letter", "a");
        await Task.WhenAll(a, durability.Client.RaiseEventAsync(id, "Letter", "b"));
        await durability.Clock.DrainAsync();

        Assert.Equal(expected, await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Event_ThatComesTwice_IsSeenTwice()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
            (object?)(await c.WaitForExternalEvent<string>("Letter") + await c.WaitForExternalEvent<string>("Letter"))));
        var id = await durability.RunAsync("Main");
        durability.Faults.Fate = _ => MessageFate.Duplicate;

        await durability.RaiseAsync(id, "Letter", "a");

        Assert.Equal("aa", await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task StartOfAChild_ThatComesTwice_StartsItOnce()
    {
        var runs = 0;
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Faults.Fate = m => m.Kind == DurableMessageKind.Start ? MessageFate.Duplicate : MessageFate.Deliver;
            d.Orchestrator(
                "Child",
                c =>
                {
                    runs++;
                    return Task.FromResult((object?)"done");
                });
            d.Orchestrator(
                "Parent",
                async c =>
                    (object?)await c.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "child")));
        });

        Assert.Equal("done", await durability.OutputAsync<string>(await durability.RunAsync("Parent")));
        Assert.Equal(1, runs);
    }
}
