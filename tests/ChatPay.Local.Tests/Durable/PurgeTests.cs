using ChatPay.Local.Clock;
using ChatPay.Local.Durable;
using ChatPay.Local.Durable.Faults;
using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using ChatPay.Local.Durable.Turns;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable;

/// <summary>Purging or replacing an instance removes nothing that belongs to its next execution.</summary>
public sealed class PurgeTests
{
    [Fact]
    public async Task Start_CommittedWhileTheOldInstanceIsPurged_IsNotPurgedWithIt()
    {
        using var sent = new ManualResetEventSlim();
        var purges = 0;
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Orchestrator("Child", async c => (object?)await Task.FromResult("done"));
            d.Orchestrator("Parent", async c =>
                (object?)await c.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions { InstanceId = "child" }));
        });
        await durability.RunAsync("Child", id: "child");
        durability.Faults.Crash = (point, id) =>
        {
            if (point == CommitPoint.After && id == "parent")
                sent.Set();
            if (point != CommitPoint.Before || id != "child" || Interlocked.Increment(ref purges) > 1)
                return false;

            // The purge is decided but not on disk yet: the parent is faster.
            _ = durability.Client.ScheduleNewOrchestrationInstanceAsync(
                "Parent",
                null,
                new StartOrchestrationOptions("parent"),
                CancellationToken.None);
            sent.Wait();
            return false;
        };

        await durability.Client.PurgeInstanceAsync("child");
        await durability.Clock.DrainAsync();

        Assert.Equal("done", await durability.OutputAsync<string>("parent"));
    }

    /// <summary>A timer of the previous execution may be late; this execution's first timer may be due at the same time.</summary>
    [Fact]
    public async Task Timer_OfAnEarlierExecution_DoesNotTakeTheSameTimerOfThisOneOffTheDisk()
    {
        using var clock = new LocalClock(new LocalClockOptions { TimeScale = 0 });
        var now = clock.GetUtcNow();
        var row = new InstanceRow
        {
            Id = "order",
            No = 1,
            Name = "Main",
            Execution = "second",
            Status = OrchestrationRuntimeStatus.Running,
            Created = now,
            Updated = now,
        };
        var late = new Message
        {
            Timer = new TimerRow(now.UtcTicks, "order", 0, "first") { No = 1 },
            Event = new HistoryEvent { Kind = HistoryKind.TimerFired, At = now.UtcTicks, Execution = "first" },
        };
        var options = new DurableEngineOptions { DataFile = "none", Clock = clock, Functions = null! };

        var turn = await Turn.TakeAsync("order", 1, new InstanceState(row, [], 0), [late], now, options);

        Assert.True(turn.Item.IsEmpty);
    }
}
