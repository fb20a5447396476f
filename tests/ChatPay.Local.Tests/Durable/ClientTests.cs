using DurableTask.Core.History;
using Microsoft.DurableTask;

namespace ChatPay.Local.Tests.Durable;

public sealed class ClientTests
{
    [Fact]
    public async Task History_OfAnInstance_TellsWhatItDidInOrder()
    {
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Activity<int, int>("Step", n => n < 2 ? n : throw new TimeoutException("too much"));
            d.Orchestrator("Child", c => c.CallActivityAsync("Step", 2));
            d.Orchestrator("Main", async c =>
            {
                await c.CallActivityAsync("Step", 1);
                await c.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                await c.WaitForExternalEvent<int>("Go");
                c.SendEvent("other", "Hello", "x");
                await c.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "child"));
            });
        });
        var id = await durability.RunAsync("Main");
        await durability.Clock.AdvanceAsync(TimeSpan.FromHours(1));
        await durability.RaiseAsync(id, "Go", 1);

        var history = await durability.Client.GetOrchestrationHistoryAsync(id);

        Assert.Equal(
            [
                EventType.ExecutionStarted,
                EventType.TaskScheduled,
                EventType.TaskCompleted,
                EventType.TimerCreated,
                EventType.TimerFired,
                EventType.EventRaised,
                EventType.EventSent,
                EventType.SubOrchestrationInstanceCreated,
                EventType.SubOrchestrationInstanceFailed,
                EventType.ExecutionCompleted,
            ],
            history.Select(e => e.EventType).Where(t => t != EventType.OrchestratorStarted));
        Assert.Equal(
            "System.TimeoutException",
            history.OfType<SubOrchestrationInstanceFailedEvent>().Single().FailureDetails?.InnerFailure?.ErrorType);
        await Assert.ThrowsAsync<ArgumentException>(() => durability.Client.GetOrchestrationHistoryAsync("missing"));
    }

    [Fact]
    public async Task Ids_OfFinishedInstances_ComePageByPage()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", c => c.WaitForExternalEvent<int>("Go")));
        foreach (var n in Enumerable.Range(0, 7))
            await durability.RunAsync("Main", id: $"order-{n}");
        var before = durability.Clock.GetUtcNow();
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));
        foreach (var n in new[] { 1, 2, 4, 5, 6 })
            await durability.RaiseAsync($"order-{n}", "Go", 1);

        var first = await durability.Client.ListInstanceIdsAsync(pageSize: 3);
        var second = await durability.Client.ListInstanceIdsAsync(pageSize: 3, lastInstanceKey: first.ContinuationToken);

        Assert.Equal(["order-1", "order-2", "order-4"], first.Values);
        Assert.Equal(["order-5", "order-6"], second.Values);
        Assert.Null(second.ContinuationToken);
        Assert.Empty((await durability.Client.ListInstanceIdsAsync(completedTimeTo: before)).Values);
    }

    [Fact]
    public async Task Restart_OfAnInstanceThatRuns_IsRefusedUnderItsOwnId()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", c => c.WaitForExternalEvent<int>("Go")));
        var id = await durability.RunAsync("Main");

        Assert.Contains(
            "Terminate it first",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => durability.Client.RestartAsync(id))).Message,
            StringComparison.Ordinal);
        Assert.NotEqual(id, await durability.Client.RestartAsync(id, restartWithNewInstanceId: true));
    }

    [Fact]
    public async Task WhatIsNotThere_IsRefusedWithWhatToDoInstead()
    {
        await using var durability = await Durability.StartAsync(d =>
            d.Orchestrator("Main", c => c.Entities.CallEntityAsync(new("counter", "1"), "Add")));

        Assert.Contains(
            "RestartAsync",
            (await Assert.ThrowsAsync<NotSupportedException>(() => durability.Client.RewindInstanceAsync("any", "why"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("table", Assert.Throws<NotSupportedException>(() => durability.Client.Entities).Message, StringComparison.Ordinal);
        Assert.Equal(
            "System.NotSupportedException",
            (await durability.StateAsync(await durability.RunAsync("Main"))).FailureDetails?.ErrorType);
    }
}
