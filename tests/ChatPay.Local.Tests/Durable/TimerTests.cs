using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable;

public sealed class TimerTests
{
    [Fact]
    public async Task Timer_OfFiveDays_IsSplitAtThreeAndFiresOnTime()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            await c.CreateTimer(TimeSpan.FromDays(5), CancellationToken.None);
            return (object?)c.CurrentUtcDateTime;
        }));
        var start = durability.Clock.GetUtcNow();
        var id = await durability.RunAsync("Main");

        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(5) - TimeSpan.FromTicks(1));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await durability.StatusAsync(id));
        await durability.Clock.AdvanceAsync(TimeSpan.FromTicks(1));

        Assert.Equal([start.AddDays(3), start.AddDays(5)], durability.Timers(id));
        Assert.Equal(start.AddDays(5).UtcDateTime, await durability.OutputAsync<DateTime>(id));
    }

    [Fact]
    public async Task Timers_OfManyInstances_FireInTheOrderTheyAreDue()
    {
        var fired = new List<int>();
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Activity<int, int>("Note", n =>
            {
                fired.Add(n);
                return n;
            });
            d.Orchestrator("Main", async c =>
            {
                await c.CreateTimer(TimeSpan.FromMinutes(c.GetInput<int>()), CancellationToken.None);
                await c.CallActivityAsync("Note", c.GetInput<int>());
            });
        });
        foreach (var minutes in new[] { 7, 3, 9, 1, 5 })
            await durability.RunAsync("Main", minutes);

        await durability.Clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal([1, 3, 5, 7, 9], fired);
    }

    [Fact]
    public async Task Timers_InOneInstance_FireInTheOrderTheyAreDue()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            var order = new List<string>();
            await Task.WhenAll(Wait("late", 9), Wait("past", -9), Wait("early", 1), Wait("also early", 1));
            return (object?)string.Join(", ", order);

            async Task Wait(string name, int minutes)
            {
                await c.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
                order.Add(name);
            }
        }));
        var id = await durability.RunAsync("Main");

        await durability.Clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("past, early, also early, late", await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Timer_InThePast_FiresAtOnce()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", c =>
            c.CreateTimer(c.CurrentUtcDateTime.AddDays(-1), CancellationToken.None)));

        var id = await durability.RunAsync("Main");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await durability.StatusAsync(id));
    }

    [Fact]
    public async Task LosingTimer_NotCancelled_KeepsTheInstanceFromCompleting()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            var timer = c.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            await Task.WhenAny(timer, c.WaitForExternalEvent<int>("Paid"));
        }));
        var id = await durability.RunAsync("Main");

        await durability.RaiseAsync(id, "Paid", 1);
        Assert.Equal(OrchestrationRuntimeStatus.Running, await durability.StatusAsync(id));
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await durability.StatusAsync(id));
    }

    [Fact]
    public async Task LosingTimer_Cancelled_LetsTheInstanceComplete()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            using var end = new CancellationTokenSource();
            var timer = c.CreateTimer(TimeSpan.FromDays(5), end.Token);
            await Task.WhenAny(timer, c.WaitForExternalEvent<int>("Paid"));
            end.Cancel();
        }));
        var id = await durability.RunAsync("Main");

        await durability.RaiseAsync(id, "Paid", 1);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await durability.StatusAsync(id));
        Assert.Null(durability.Clock.NextDue);
    }
}
