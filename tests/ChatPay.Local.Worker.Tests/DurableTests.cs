using ChatPay.Local.Worker.Sample;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace ChatPay.Local.Worker.Tests;

/// <summary>The official worker replays orchestrators, with requests as the host makes them.</summary>
public sealed class DurableTests
{
    private static readonly Timestamp Start = Timestamp.FromDateTimeOffset(SampleWorker.Start);

    [Fact]
    public async Task Orchestrator_TurnByTurn_DecidesWhatItsHistoryLeadsTo()
    {
        await using var sample = await SampleWorker.StartAsync();
        var first = New("Sell", "\"cup\"");

        var asked = await sample.Worker.ReplayAsync("Sell", first);

        var activity = Assert.Single(asked.Actions);
        Assert.Equal((0, "Price", "\"cup\""), (activity.Id, activity.ScheduleTask.Name, activity.ScheduleTask.Input));

        var second = Next(
            first,
            At(activity.Id, new() { TaskScheduled = new() { Name = "Price" } }),
            At(
                -1,
                new()
                {
                    TaskCompleted = new() { TaskScheduledId = 0, Result = "3" },
                }));
        var waiting = await sample.Worker.ReplayAsync("Sell", second);

        // Five days become a timer of three, then one of two.
        var timer = Assert.Single(waiting.Actions);
        Assert.Equal(SampleWorker.Start.AddDays(3), timer.CreateTimer.FireAt.ToDateTimeOffset());

        var third = Next(
            second,
            At(timer.Id, new() { TimerCreated = new() { FireAt = timer.CreateTimer.FireAt } }),
            At(
                -1,
                new()
                {
                    EventRaised = new() { Name = "paid", Input = "2" },
                }));
        var ended = await sample.Worker.ReplayAsync("Sell", third);

        var end = Assert.Single(ended.Actions).CompleteOrchestration;
        Assert.Equal((OrchestrationStatus.Completed, "\"2 of 3\""), (end.OrchestrationStatus, end.Result));
    }

    [Fact]
    public async Task Orchestrator_ThatAwaitsWhatIsNotDurable_FailsWithTheOfficialSentence()
    {
        await using var sample = await SampleWorker.StartAsync();

        var answer = await sample.Worker.ReplayAsync("Stray", New("Stray", null));

        var end = Assert.Single(answer.Actions).CompleteOrchestration;
        Assert.Equal(OrchestrationStatus.Failed, end.OrchestrationStatus);
        Assert.StartsWith("An invalid asynchronous invocation was detected.", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_WithJsonIn_GivesJsonOut()
    {
        await using var sample = await SampleWorker.StartAsync();
        Notes.Caller.Value = "an order";

        Assert.Equal("4", await sample.Worker.RunActivityAsync("Price", "order-1", "\"bowl\""));
        Assert.Equal("\"a cup of order-1\"", await sample.Worker.RunActivityAsync("Describe", "order-1", """{"text":"a cup"}"""));
        Assert.Null(await sample.Worker.RunActivityAsync("Forget", "order-1", null));
        Assert.Equal(["for an order"], sample.Notes);
    }

    [Fact]
    public async Task Activity_ThatFails_TellsTheTypeOfItsException()
    {
        await using var sample = await SampleWorker.StartAsync();

        var failed = await Assert.ThrowsAsync<FunctionFailedException>(() => sample.Worker.RunActivityAsync("Price", "order-1", null));

        Assert.Equal("System.ArgumentNullException", failed.ErrorType);
        Assert.StartsWith("There is nothing to sell.", failed.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("Orders.Price", failed.ErrorStack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_WhoseInputCannotBeRead_Fails() => await Assert.ThrowsAsync<FunctionFailedException>(async () =>
    {
        await using var sample = await SampleWorker.StartAsync();
        await sample.Worker.RunActivityAsync("Describe", "order-1", "[1]");
    });

    private static OrchestratorRequest New(string name, string? input)
    {
        var request = new OrchestratorRequest { InstanceId = "order-1" };
        request.NewEvents.Add(At(-1, new() { OrchestratorStarted = new() }));
        request.NewEvents.Add(
            At(
                -1,
                new()
                {
                    ExecutionStarted = new()
                    {
                        Name = name,
                        Input = input,
                        Version = "",
                        OrchestrationInstance = new() { InstanceId = "order-1", ExecutionId = "e" },
                    },
                }));
        return request;
    }

    private static OrchestratorRequest Next(OrchestratorRequest before, HistoryEvent decided, HistoryEvent happened)
    {
        var request = new OrchestratorRequest { InstanceId = "order-1" };
        request.PastEvents.AddRange(before.PastEvents.Concat(before.NewEvents).Append(decided));
        request.NewEvents.Add(At(-1, new() { OrchestratorStarted = new() }));
        request.NewEvents.Add(happened);
        return request;
    }

    private static HistoryEvent At(int id, HistoryEvent e)
    {
        e.EventId = id;
        e.Timestamp = Start;
        return e;
    }
}
