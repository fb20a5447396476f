using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable;

public sealed class EventTests
{
    [Fact]
    public async Task Event_RaisedBeforeTheWait_IsKeptForIt()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            await c.WaitForExternalEvent<int>("Go");
            var first = await c.WaitForExternalEvent<string>("paid");
            var second = await c.WaitForExternalEvent<string>("PAID");
            return (object?)(first + second);
        }));
        var id = await durability.RunAsync("Main");

        await durability.RaiseAsync(id, "Paid", "1");
        await durability.RaiseAsync(id, "Paid", "2");
        await durability.RaiseAsync(id, "Go", 0);

        Assert.Equal("12", await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Event_WithTwoWaiters_GoesToTheNewest()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            var older = c.WaitForExternalEvent<string>("Paid");
            var newer = c.WaitForExternalEvent<string>("Paid");
            var first = await Task.WhenAny(older, newer) == newer ? "newer " : "older ";
            return (object?)(first + await newer + await older);
        }));
        var id = await durability.RunAsync("Main");

        await durability.RaiseAsync(id, "Paid", "a");
        Assert.Equal(OrchestrationRuntimeStatus.Running, await durability.StatusAsync(id));
        await durability.RaiseAsync(id, "Paid", "b");

        Assert.Equal("newer ab", await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Wait_ForOneNameAsTwoTypes_Throws()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            var text = c.WaitForExternalEvent<string>("Paid");
            await c.WaitForExternalEvent<int>("paid");
            return (object?)await text;
        }));

        var id = await durability.RunAsync("Main");

        Assert.Equal("System.ArgumentException", (await durability.StateAsync(id)).FailureDetails?.ErrorType);
    }

    [Theory]
    [InlineData(false, "first")]
    [InlineData(true, "second")]
    public async Task Wait_ThatTimedOut_TakesNoEventUnlessThatFaultIsOn(bool fault, string expected)
    {
        await using var durability = await Durability.StartAsync(TimeOutThenWait);
        durability.Faults.LoseEventsToCancelledWaits = fault;
        var id = await durability.RunAsync("Main");

        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));
        await durability.RaiseAsync(id, "Paid", "first");
        await durability.RaiseAsync(id, "Paid", "second");
        await durability.RaiseAsync(id, "Go");

        Assert.Equal($"TaskCanceledException then {expected}", await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Wait_CancelledBeforeItBegins_TakesNoEvent()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            await c.WaitForExternalEvent<int>("Go");
            var cancelled = c.WaitForExternalEvent<string>("Paid", new CancellationToken(canceled: true));
            return (object?)(cancelled.IsCanceled ? await c.WaitForExternalEvent<string>("Paid") : "taken");
        }));
        var id = await durability.RunAsync("Main");

        await durability.RaiseAsync(id, "Paid", "kept");
        await durability.RaiseAsync(id, "Go", 1);

        Assert.Equal("kept", await durability.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Event_InTime_WinsAndItsTimerIsGone()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
            (object?)await c.WaitForExternalEvent<string>("Paid", TimeSpan.FromDays(1))));
        var id = await durability.RunAsync("Main");

        await durability.RaiseAsync(id, "Paid", "in time");

        Assert.Equal("in time", await durability.OutputAsync<string>(id));
        Assert.Null(durability.Clock.NextDue);
    }

    [Fact]
    public async Task Event_ToAMissingOrFinishedInstance_IsDropped()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", _ => Task.CompletedTask));
        var id = await durability.RunAsync("Main");

        await durability.RaiseAsync(id, "Paid");
        await durability.RaiseAsync("missing", "Paid");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await durability.StatusAsync(id));
        Assert.Null(await durability.Client.GetInstanceAsync("missing"));
    }

    [Fact]
    public async Task Event_SentByAnOrchestrator_Arrives()
    {
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Orchestrator("Receiver", async c => (object?)await c.WaitForExternalEvent<string>("Hello"));
            d.Orchestrator("Sender", c =>
            {
                c.SendEvent("receiver", "hello", "from afar");
                return Task.CompletedTask;
            });
        });
        var id = await durability.RunAsync("Receiver", id: "receiver");

        await durability.RunAsync("Sender");

        Assert.Equal("from afar", await durability.OutputAsync<string>(id));
    }

    private static void TimeOutThenWait(Durability d) => d.Orchestrator("Main", async c =>
    {
        var ended = string.Empty;
        try
        {
            await c.WaitForExternalEvent<string>("Paid", TimeSpan.FromHours(1));
        }
        catch (OperationCanceledException e)
        {
            ended = e.GetType().Name;
        }

        await c.WaitForExternalEvent<object>("Go");
        return (object?)$"{ended} then {await c.WaitForExternalEvent<string>("Paid")}";
    });
}
