using ChatPay.Local.Tests.Durable.Conformance.Engines;
using DurableTask.Core.History;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable.Conformance;

public sealed class TimerConformanceTests
{
    [Theory, Engines(Can.Clock | Can.History)]
    public Task Timer_OfFiveDays_IsSplitAtThreeAndFiresOnTime(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            await c.CreateTimer(TimeSpan.FromDays(5), CancellationToken.None);
            return c.CurrentUtcDateTime;
        }),
        async d =>
        {
            var start = d.Now.UtcDateTime;
            var id = await d.StartAsync("Main");

            await d.PassAsync(TimeSpan.FromDays(5) - TimeSpan.FromTicks(1));
            Assert.Equal(OrchestrationRuntimeStatus.Running, await d.StatusAsync(id));
            await d.PassAsync(TimeSpan.FromTicks(1));

            Assert.Equal(start.AddDays(5), await d.OutputAsync<DateTime>(id));
            var history = await d.Client.GetOrchestrationHistoryAsync(id);
            Assert.Equal([start.AddDays(3), start.AddDays(5)], history.OfType<TimerCreatedEvent>().Select(e => e.FireAt));

            // A duplicate firing is recorded twice, and counts once.
            Assert.Equal([start.AddDays(3), start.AddDays(5)], history.OfType<TimerFiredEvent>().Select(e => e.Timestamp).Distinct());
        });

    [Theory, Engines(Can.Clock)]
    public Task Timers_OfManyInstances_FireInTheOrderTheyAreDue(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator<int, DateTime>("Main", async (c, minutes) =>
        {
            await c.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
            return c.CurrentUtcDateTime;
        }),
        async d =>
        {
            var start = d.Now.UtcDateTime;
            var ids = new Dictionary<int, string>();
            foreach (var minutes in new[] { 7, 3, 9, 1, 5 })
                ids[minutes] = await d.StartAsync("Main", minutes);

            await d.PassAsync(TimeSpan.FromHours(1));

            foreach (var (minutes, id) in ids)
                Assert.Equal(start.AddMinutes(minutes), await d.OutputAsync<DateTime>(id));
        });

    [Theory, Engines]
    public Task Timers_InOneInstance_FireInTheOrderTheyAreDue(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            var order = new List<string>();
            await Task.WhenAll(Wait("late", 500), Wait("past", -500), Wait("early", 100));
            return string.Join(", ", order);

            async Task Wait(string name, int milliseconds)
            {
                await c.CreateTimer(TimeSpan.FromMilliseconds(milliseconds), CancellationToken.None);
                order.Add(name);
            }
        }),
        async d =>
        {
            var id = await d.StartAsync("Main");

            await d.PassAsync(TimeSpan.FromMilliseconds(600));

            Assert.Equal("past, early, late", await d.OutputAsync<string>(id));
        });

    [Theory, Engines(Can.Clock)]
    public Task Timers_DueAtOnce_FireInTheOrderTheyWereMade(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            var order = new List<int>();
            await Task.WhenAll(Enumerable.Range(0, 12).Select(async n =>
            {
                await c.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                order.Add(n);
            }));
            return string.Join(',', order);
        }),
        async d =>
        {
            var id = await d.StartAsync("Main");

            await d.PassAsync(TimeSpan.FromDays(1));

            Assert.Equal("0,1,2,3,4,5,6,7,8,9,10,11", await d.OutputAsync<string>(id));
        });

    [Theory, Engines]
    public Task Timer_InThePast_FiresAtOnce(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", c => c.CreateTimer(c.CurrentUtcDateTime.AddDays(-1), CancellationToken.None)),
        async d => Assert.Equal(OrchestrationRuntimeStatus.Completed, (await d.EndAsync(await d.StartAsync("Main"))).RuntimeStatus));

    [Theory, Engines]
    public Task LosingTimer_NotCancelled_KeepsTheInstanceFromCompleting(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            var timer = c.CreateTimer(TimeSpan.FromMilliseconds(800), CancellationToken.None);
            await Task.WhenAny(timer, c.WaitForExternalEvent<int>("Paid"));
        }),
        async d =>
        {
            var id = await d.StartAsync("Main");

            await d.RaiseAsync(id, "Paid", 1);
            await d.PassAsync(TimeSpan.FromMilliseconds(800));

            var end = await d.EndAsync(id);
            Assert.InRange(end.LastUpdatedAt - end.CreatedAt, TimeSpan.FromMilliseconds(750), TimeSpan.MaxValue);
        });

    [Theory, Engines]
    public Task LosingTimer_Cancelled_LetsTheInstanceComplete(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            using var end = new CancellationTokenSource();
            var timer = c.CreateTimer(TimeSpan.FromDays(5), end.Token);
            await Task.WhenAny(timer, c.WaitForExternalEvent<int>("Paid"));
            end.Cancel();
            return timer.IsCanceled;
        }),
        async d =>
        {
            var id = await d.StartAsync("Main");

            await d.RaiseAsync(id, "Paid", 1);

            Assert.True(await d.OutputAsync<bool>(id));
        });

    [Theory, Engines]
    public Task Time_InAnOrchestrator_ComesFromHistory(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            var begun = c.CurrentUtcDateTime;
            await c.CreateTimer(TimeSpan.FromMilliseconds(100), CancellationToken.None);
            await c.WaitForExternalEvent<int>("Go");
            return new[] { begun, c.CurrentUtcDateTime };
        }),
        async d =>
        {
            var before = d.Now.UtcDateTime;
            var id = await d.StartAsync("Main");
            await d.PassAsync(TimeSpan.FromMilliseconds(400));
            var raised = d.Now.UtcDateTime;
            await d.RaiseAsync(id, "Go", 1);

            var times = (await d.OutputAsync<DateTime[]>(id))!;

            Assert.InRange(times[0], before, raised.AddMilliseconds(-100));
            Assert.InRange(times[1], raised, DateTime.MaxValue);
        });
}
