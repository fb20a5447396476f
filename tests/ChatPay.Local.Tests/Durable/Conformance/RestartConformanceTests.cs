using ChatPay.Local.Tests.Durable.Conformance.Engines;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable.Conformance;

/// <summary>The engine is restarted while everything at once is in progress.</summary>
public sealed class RestartConformanceTests
{
    [Theory, Engines(Can.Clock | Can.Restart)]
    public Task Restart_InTheMiddleOfEverything_LosesNothing(string engine) =>
        Conformance.RunAsync(
            engine,
            d =>
            {
                d.Activity<string, string>("Step", name => name);
                d.Orchestrator(
                    "Payout",
                    async c =>
                    {
                        await c.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                        return await c.CallActivityAsync<string>("Step", "paid out");
                    });
                d.Orchestrator<string?, string?>(
                    "Sale",
                    async (c, before) =>
                    {
                        if (before is null)
                        {
                            c.ContinueAsNew(await c.CallActivityAsync<string>("Step", "started over"));
                            return null;
                        }

                        var paid = await c.WaitForExternalEvent<long>("Paid", TimeSpan.FromDays(9));
                        await c.CreateTimer(TimeSpan.FromDays(5), CancellationToken.None);
                        return $"{before}, {paid}, "
                            + $"{await c.CallSubOrchestratorAsync<string>("Payout", options: new SubOrchestrationOptions(instanceId: "payout"))}";
                    });
            },
            async d =>
            {
                await d.StartAsync("Sale", id: "sale");
                await d.RestartAsync();
                await d.RaiseAsync("sale", "Paid", 5L);
                await d.RestartAsync();
                await d.PassAsync(TimeSpan.FromDays(4));
                await d.Client.SuspendInstanceAsync("sale");
                await d.RestartAsync();
                await d.PassAsync(TimeSpan.FromDays(2));
                Assert.Equal(OrchestrationRuntimeStatus.Suspended, await d.StatusAsync("sale"));
                await d.RestartAsync();
                await d.Client.ResumeInstanceAsync("sale");
                await d.RestAsync();
                await d.RestartAsync();
                await d.PassAsync(TimeSpan.FromDays(2));

                Assert.Equal("started over, 5, paid out", await d.OutputAsync<string>("sale"));
            });

    [Theory, Engines(Can.Restart)]
    public Task Restart_RightAfterAnEventWasAcknowledged_KeepsIt(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            await c.WaitForExternalEvent<int>("Go");
            return await c.WaitForExternalEvent<string>("Paid");
        }),
        async d =>
        {
            var id = await d.StartAsync("Main");

            await d.Client.RaiseEventAsync(id, "Paid", "kept");
            await d.RestartAsync();
            await d.RaiseAsync(id, "Go", 1);

            Assert.Equal("kept", await d.OutputAsync<string>(id));
        });

    [Theory, Engines(Can.Restart | Can.Clock)]
    public Task Restart_WithAWaitingRetry_TriesAgainOnTime(string engine)
    {
        var times = new System.Collections.Concurrent.ConcurrentQueue<DateTimeOffset>();
        return Conformance.RunAsync(
            engine,
            d =>
            {
                times.Clear();
                d.Activity<int, int>(
                    "Flaky",
                    int (_) =>
                    {
                        times.Enqueue(d.Now);
                        throw new TimeoutException("not yet");
                    });
                d.Orchestrator(
                    "Main",
                    c => c.CallActivityAsync<int>("Flaky", 0, TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromHours(1)))));
            },
            async d =>
            {
                var start = d.Now;
                var id = await d.StartAsync("Main");
                await d.RestartAsync();
                await d.PassAsync(TimeSpan.FromHours(1.5));
                await d.RestartAsync();
                await d.PassAsync(TimeSpan.FromHours(1));

                await d.FailureAsync(id);
                Assert.Equal([0d, 1, 2], times.Distinct().Select(t => (t - start).TotalHours));
            });
    }
}
