using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable;

/// <summary>A whole sale, interrupted at every commit of every instance in turn: it always completes, with the same result.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Sale_CutOffAtAnyCommit_EndsTheSame()
    {
        var points = 0;
        while (await EndsTheSame(++points))
        {
            Assert.True(points < 200);
        }

        // Eleven commits, interrupted before and after each, and an uninterrupted sale.
        Assert.InRange(points, 23, 200);
    }

    /// <returns>False when the sale completed before the engine could crash at that point.</returns>
    private static async Task<bool> EndsTheSame(int at)
    {
        var passed = 0;
        var crashed = false;
        await using var durability = await Durability.StartAsync(Sale);
        durability.Faults.Crash = (_, _) => Interlocked.Increment(ref passed) == at && (crashed = true);
        var options = new StartOrchestrationOptions("sale").WithDedupeStatuses([
            .. StartOrchestrationOptionsExtensions.ValidDedupeStatuses,
        ]);

        await DoAsync(async () =>
        {
            try
            {
                await durability.Client.ScheduleNewOrchestrationInstanceAsync("Sale", 100L, options);
            }
            catch (OrchestrationAlreadyExistsException)
            {
                // The first attempt was on disk, although its caller was not told.
            }
        });
        await DoAsync(() => durability.Client.RaiseEventAsync("sale", "Paid", 5L));
        await DoAsync(() => durability.Client.SuspendInstanceAsync("sale"));
        await DoAsync(() => durability.Clock.AdvanceAsync(TimeSpan.FromDays(4)));
        await DoAsync(() => durability.Client.ResumeInstanceAsync("sale"));
        await DoAsync(() => durability.Clock.AdvanceAsync(TimeSpan.FromDays(5)));

        Assert.Equal("started over, 100 + 5, paid out", await durability.OutputAsync<string>("sale"));
        return crashed;

        async Task DoAsync(Func<Task> step)
        {
            var before = crashed;
            try
            {
                await step();
                await durability.Clock.DrainAsync();
            }
            catch (ObjectDisposedException) when (crashed)
            {
                await durability.RestartAsync();
                await DoAsync(step);
                return;
            }

            if (crashed == before)
                return;
            await durability.RestartAsync();
            await DoAsync(step);
        }
    }

    private static void Sale(Durability d)
    {
        d.Activity<string, string>("Step", name => name);
        d.Orchestrator("Sale", async c =>
        {
            if (c.GetInput<object>() is System.Text.Json.JsonElement { ValueKind: System.Text.Json.JsonValueKind.Number })
            {
                c.ContinueAsNew(await c.CallActivityAsync<string>("Step", "started over, " + c.GetInput<long>()));
                return (object?)null;
            }

            var paid = await c.WaitForExternalEvent<long>("Paid", TimeSpan.FromDays(9));
            await c.CreateTimer(TimeSpan.FromDays(5), CancellationToken.None);
            var payout = await c.CallSubOrchestratorAsync<string>("Payout", options: new SubOrchestrationOptions(instanceId: "payout"));
            return $"{c.GetInput<string>()} + {paid}, {payout}";
        });
        d.Orchestrator("Payout", async c => (object?)await c.CallActivityAsync<string>("Step", "paid out"));
    }
}
