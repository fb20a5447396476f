using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable;

public sealed class OrchestrationTests
{
    [Fact]
    public async Task Start_Delayed_IsPendingUntilThen()
    {
        await using var durability = await Durability.StartAsync(UntilGo);
        var at = durability.Clock.GetUtcNow().AddDays(4);
        await durability.Client.ScheduleNewOrchestrationInstanceAsync("Main", 1, new StartOrchestrationOptions("order-1", at));
        await durability.RaiseAsync("order-1", "Go");

        Assert.Equal(OrchestrationRuntimeStatus.Pending, await durability.StatusAsync("order-1"));
        await durability.RestartAsync();
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(4));

        Assert.Equal(1, await durability.OutputAsync<int>("order-1"));
    }

    [Fact]
    public async Task ContinueAsNew_AThousandTimes_EndsWithAShortHistory()
    {
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Activity<int, int>("Next", n => n + 1);
            d.Orchestrator("Main", async c =>
            {
                var next = await c.CallActivityAsync<int>("Next", c.GetInput<int>());
                if (next < 1000)
                    c.ContinueAsNew(next);
                return (object?)next;
            });
        });

        var id = await durability.RunAsync("Main", 0);

        Assert.Equal(1000, await durability.OutputAsync<int>(id));
    }

    private static void UntilGo(Durability d) => d.Orchestrator("Main", async c =>
    {
        await c.WaitForExternalEvent<string>("Go");
        return (object?)c.GetInput<int>();
    });
}
