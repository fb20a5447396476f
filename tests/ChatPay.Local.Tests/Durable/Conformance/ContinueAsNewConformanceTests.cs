using ChatPay.Local.Tests.Durable.Conformance.Engines;
using Microsoft.DurableTask;

namespace ChatPay.Local.Tests.Durable.Conformance;

public sealed class ContinueAsNewConformanceTests
{
    [Theory, Engines]
    public Task ContinueAsNew_WithEventsUnread_KeepsThemInOrder(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator<string, string?>("Main", async (c, input) =>
        {
            var seen = input + await c.WaitForExternalEvent<string>("Next");
            if (seen.Length == 1)
                await c.WaitForExternalEvent<string>("Go");
            if (seen.Length < 3)
            {
                c.ContinueAsNew(seen);
                return null;
            }

            return seen;
        }),
        async d =>
        {
            var id = await d.StartAsync("Main", string.Empty);

            foreach (var letter in new[] { "a", "b", "c" })
                await d.RaiseAsync(id, "Next", letter);
            await d.RaiseAsync(id, "Go");

            Assert.Equal("abc", await d.OutputAsync<string>(id));
        });

    [Theory, Engines]
    public Task ContinueAsNew_NotKeepingEvents_DropsThem(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator<int, string?>("Main", async (c, round) =>
        {
            await c.WaitForExternalEvent<string>("Go");
            if (round == 1)
                return await c.WaitForExternalEvent<string>("Next");
            c.ContinueAsNew(1, preserveUnprocessedEvents: false);
            return null;
        }),
        async d =>
        {
            var id = await d.StartAsync("Main", 0);

            await d.RaiseAsync(id, "Next", "dropped");
            await d.RaiseAsync(id, "Go");
            await d.RaiseAsync(id, "Go");
            await d.RaiseAsync(id, "Next", "kept");

            Assert.Equal("kept", await d.OutputAsync<string>(id));
        });

    [Theory, Engines]
    public Task ContinueAsNew_AHundredTimes_EndsOnce(string engine) => Conformance.RunAsync(
        engine,
        d =>
        {
            d.Activity<int, int>("Next", n => n + 1);
            d.Orchestrator<int, int>("Main", async (c, n) =>
            {
                var next = await c.CallActivityAsync<int>("Next", n);
                if (next < 100)
                    c.ContinueAsNew(next);
                return next;
            });
        },
        async d =>
        {
            var id = await d.StartAsync("Main", 0);

            Assert.Equal(100, (await d.UntilAsync(id, i => i.IsCompleted && i.ReadOutputAs<int>() == 100)).ReadOutputAs<int>());
        });

    [Theory, Engines]
    public Task ContinueAsNew_WithAnotherVersion_RunsAsThat(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator<string, string>("Main", (c, before) =>
        {
            if (c.Version != "2.0")
                c.ContinueAsNew(new ContinueAsNewOptions { NewInput = c.Version, NewVersion = "2.0" });
            return Task.FromResult($"{before} then {c.Version}");
        }),
        async d =>
        {
            var options = new Microsoft.DurableTask.StartOrchestrationOptions("versioned") { Version = "1.0" };
            await d.Client.ScheduleNewOrchestrationInstanceAsync("Main", "none", options);
            await d.RestAsync();

            Assert.Equal("1.0 then 2.0", await d.OutputAsync<string>("versioned"));
        });

    [Theory, Engines]
    public Task ContinueAsNew_OfAChild_AnswersItsParentOnce(string engine) => Conformance.RunAsync(
        engine,
        d =>
        {
            d.Orchestrator<int, int>("Child", (c, n) =>
            {
                if (n < 5)
                    c.ContinueAsNew(n + 1);
                return Task.FromResult(n);
            });
            d.Orchestrator("Parent", c => c.CallSubOrchestratorAsync<int>("Child", 1));
        },
        async d => Assert.Equal(5, await d.OutputAsync<int>(await d.StartAsync("Parent"))));
}
