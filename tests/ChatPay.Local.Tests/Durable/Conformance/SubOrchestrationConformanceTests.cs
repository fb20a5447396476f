using ChatPay.Local.Tests.Durable.Conformance.Engines;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable.Conformance;

public sealed class SubOrchestrationConformanceTests
{
    [Theory, Engines]
    public Task SubOrchestration_GivenAnId_RunsUnderItAndAnswers(string engine) =>
        Conformance.RunAsync(
            engine,
            d =>
            {
                d.Orchestrator("Child", async c => $"{c.Parent!.InstanceId}/{c.Parent.Name}: {await c.WaitForExternalEvent<string>("Go")}");
                d.Orchestrator(
                    "Parent",
                    c => c.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "child-1")));
            },
            async d =>
            {
                await d.StartAsync("Parent", id: "parent-1");
                await d.UntilAsync("child-1", i => i.IsRunning);

                await d.RaiseAsync("child-1", "Go", "done");

                Assert.Equal("parent-1/Parent: done", await d.OutputAsync<string>("parent-1"));
            });

    [Theory, Engines]
    public Task SubOrchestrations_Many_AllAnswerInOrder(string engine) => Conformance.RunAsync(
        engine,
        d =>
        {
            d.Activity<int, int>("Square", n => n * n);
            d.Orchestrator<int, int>("Child", (c, n) => c.CallActivityAsync<int>("Square", n));
            d.Orchestrator("Parent", c => Task.WhenAll(Enumerable.Range(1, 20).Select(n => c.CallSubOrchestratorAsync<int>("Child", n))));
        },
        async d => Assert.Equal(Enumerable.Range(1, 20).Select(n => n * n), await d.OutputAsync<int[]>(await d.StartAsync("Parent"))));

    [Theory, Engines]
    public Task SubOrchestration_NotAwaited_KeepsTheParentFromCompleting(string engine) => Conformance.RunAsync(
        engine,
        d =>
        {
            d.Orchestrator("Child", c => c.WaitForExternalEvent<string>("Go"));
            d.Orchestrator("Parent", c =>
            {
                _ = c.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "child-1"));
                return Task.FromResult("done");
            });
        },
        async d =>
        {
            await d.StartAsync("Parent", id: "parent-1");
            await d.UntilAsync("child-1", i => i.IsRunning);
            Assert.Equal(OrchestrationRuntimeStatus.Running, await d.StatusAsync("parent-1"));

            await d.RaiseAsync("child-1", "Go", "now");

            Assert.Equal("done", await d.OutputAsync<string>("parent-1"));
        });
}
