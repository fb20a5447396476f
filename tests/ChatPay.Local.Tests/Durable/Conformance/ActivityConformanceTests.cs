using ChatPay.Local.Tests.Durable.Conformance.Engines;
using Microsoft.DurableTask;

namespace ChatPay.Local.Tests.Durable.Conformance;

public sealed class ActivityConformanceTests
{
    [Theory, Engines]
    public Task Activity_GivenARecord_GetsItAndAnswers(string engine) => Conformance.RunAsync(
        engine,
        d =>
        {
            d.Activity<Order, Order>("Double", o => o with { Amount = o.Amount * 2 });
            d.Orchestrator<Order, Order>("Main", (c, order) => c.CallActivityAsync<Order>("Double", order));
        },
        async d => Assert.Equal(new Order("a", 42), await d.OutputAsync<Order>(await d.StartAsync("Main", new Order("a", 21)))));

    [Theory, Engines]
    public Task Activities_FannedOutToAHundred_AllRunAndKeepTheirOrder(string engine) => Conformance.RunAsync(
        engine,
        d =>
        {
            d.Activity<int, int>("Square", n => n * n);
            d.Orchestrator("Main", c => Task.WhenAll(Enumerable.Range(1, 100).Select(n => c.CallActivityAsync<int>("Square", n))));
        },
        async d => Assert.Equal(Enumerable.Range(1, 100).Select(n => n * n), await d.OutputAsync<int[]>(await d.StartAsync("Main"))));

    [Theory, Engines]
    public Task Activities_OneAfterTheOther_PassTheirResultsOn(string engine) => Conformance.RunAsync(
        engine,
        d =>
        {
            d.Activity<int, int>("Next", n => n + 1);
            d.Orchestrator("Main", async c =>
            {
                var n = 0;
                for (var step = 0; step < 5; step++)
                    n = await c.CallActivityAsync<int>("Next", n);
                return n;
            });
        },
        async d => Assert.Equal(5, await d.OutputAsync<int>(await d.StartAsync("Main"))));

    [Theory, Engines]
    public Task Activity_UnknownToTheApp_FailsWithoutRetries(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", c =>
            c.CallActivityAsync("Nowhere", options: TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromHours(1))))),
        async d => Assert.Equal("ActivityTaskNotFound", (await d.FailureAsync(await d.StartAsync("Main"))).InnerFailure?.ErrorType));

    [Theory, Engines]
    public Task Activity_GivenOptionsAsItsInput_IsRefused(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", c => c.CallActivityAsync<int>("Any", (object)new TaskOptions())),
        async d => Assert.Equal("System.ArgumentException", (await d.FailureAsync(await d.StartAsync("Main"))).ErrorType));

    [Theory, Engines]
    public Task Activity_Throwing_FailsWithItsDetailsThroughTwoLevels(string engine) => Conformance.RunAsync(
        engine,
        d =>
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
                    return string.Join('|',
                        e.TaskName, e.TaskId, e.FailureDetails.IsCausedBy<TaskFailedException>(), activity.ErrorType, activity.ErrorMessage,
                        activity.IsCausedBy<SystemException>(), activity.IsCausedBy<TimeoutException>(), activity.InnerFailure!.ErrorType);
                }
            });
        },
        async d => Assert.Equal(
            "Child|0|True|System.InvalidOperationException|outer|True|False|System.TimeoutException",
            await d.OutputAsync<string>(await d.StartAsync("Parent"))));

    [Theory, Engines]
    public Task Orchestrator_Throwing_FailsWithTheDetails(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", Task (TaskOrchestrationContext _) => throw new ArgumentException("no such order")),
        async d =>
        {
            var failure = await d.FailureAsync(await d.StartAsync("Main"));

            Assert.Equal(("System.ArgumentException", "no such order"), (failure.ErrorType, failure.ErrorMessage));
        });

    [Theory, Engines]
    public Task Orchestrator_Throwing_ShowsTheDetailsWithItsStatus(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", Task (TaskOrchestrationContext _) => throw new ArgumentException("no such order")),
        async d => Assert.Equal("no such order", (await d.EndAsync(await d.StartAsync("Main"))).FailureDetails?.ErrorMessage));

    [Theory, Engines]
    public Task Orchestrator_Unknown_Fails(string engine) => Conformance.RunAsync(
        engine,
        _ => { },
        async d => Assert.Equal("OrchestratorTaskNotFound", (await d.FailureAsync(await d.StartAsync("Nowhere"))).ErrorType));

    private sealed record Order(string Id, long Amount);
}
