using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable;

public sealed class ActivityTests
{
    private sealed record Order(string Id, long Amount);

    [Fact]
    public async Task Activity_GivenARecord_GetsItAndAnswers()
    {
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Activity<Order, Order>("Double", o => o with { Amount = o.Amount * 2 });
            d.Orchestrator("Main", async c => (object?)await c.CallActivityAsync<Order>("Double", c.GetInput<Order>()));
        });

        var id = await durability.RunAsync("Main", new Order("a", 21));

        Assert.Equal(new Order("a", 42), await durability.OutputAsync<Order>(id));
    }

    [Fact]
    public async Task Activities_FannedOut_AllRunAndKeepTheirOrder()
    {
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Activity<int, int>("Square", n => n * n);
            d.Orchestrator("Main", async c =>
                (object?)await Task.WhenAll(Enumerable.Range(1, 20).Select(n => c.CallActivityAsync<int>("Square", n))));
        });

        var id = await durability.RunAsync("Main");

        Assert.Equal(Enumerable.Range(1, 20).Select(n => n * n), await durability.OutputAsync<int[]>(id));
    }

    [Fact]
    public async Task Activity_RunTwice_CountsOnce()
    {
        var runs = 0;
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Faults.RunActivitiesTwice = true;
            d.Activity<string, int>("Step", _ => Interlocked.Increment(ref runs));
            d.Orchestrator("Main", async c =>
            {
                var first = await c.CallActivityAsync<int>("Step", "a");
                var second = await c.CallActivityAsync<int>("Step", "b");
                return (object?)new[] { first, second };
            });
        });

        var id = await durability.RunAsync("Main");

        Assert.Equal(4, runs);
        Assert.Equal(2, (await durability.OutputAsync<int[]>(id))!.Distinct().Count());
    }

    [Fact]
    public async Task Activity_UnknownToTheApp_FailsWithoutRetries()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", c =>
            c.CallActivityAsync("Nowhere", options: TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromHours(1))))));

        var id = await durability.RunAsync("Main");

        var failure = (await durability.StateAsync(id)).FailureDetails;
        Assert.Equal("ActivityTaskNotFound", failure?.InnerFailure?.ErrorType);
    }

    [Fact]
    public async Task Activity_Throwing_FailsWithItsDetailsThroughTwoLevels()
    {
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Activity<int, int>("Broken", int (_) => throw new InvalidOperationException("outer", new TimeoutException("inner")));
            d.Orchestrator("Child", c => c.CallActivityAsync("Broken", 1));
            d.Orchestrator("Parent", async c =>
            {
                try
                {
                    await c.CallSubOrchestratorAsync("Child");
                    return "no failure";
                }
                catch (TaskFailedException e)
                {
                    var activity = e.FailureDetails.InnerFailure!;
                    return (object?)string.Join('|',
                        e.TaskName, e.TaskId, e.FailureDetails.IsCausedBy<TaskFailedException>(), activity.ErrorType, activity.ErrorMessage,
                        activity.IsCausedBy<SystemException>(), activity.IsCausedBy<TimeoutException>(), activity.InnerFailure!.ErrorType);
                }
            });
        });

        var id = await durability.RunAsync("Parent");

        Assert.Equal(
            "Child|0|True|System.InvalidOperationException|outer|True|False|System.TimeoutException", await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Orchestrator_Throwing_FailsWithTheDetails()
    {
        await using var durability = await Durability.StartAsync(d =>
            d.Orchestrator("Main", Task (TaskOrchestrationContext _) => throw new ArgumentException("no such order")));

        var id = await durability.RunAsync("Main");

        var state = await durability.StateAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, state.RuntimeStatus);
        Assert.Equal(("System.ArgumentException", "no such order"), (state.FailureDetails?.ErrorType, state.FailureDetails?.ErrorMessage));
    }
}
