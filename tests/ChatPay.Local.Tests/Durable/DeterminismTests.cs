using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable;

public sealed class DeterminismTests
{
    [Fact]
    public async Task Orchestrator_ChangedWhileRunning_FailsNamingBoth()
    {
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Activity<int, int>("Charge", n => n);
            d.Activity<int, int>("Refund", n => n);
            d.Orchestrator("Main", c => ThenWait(c, "Charge"));
        });
        var id = await durability.RunAsync("Main");

        durability.Orchestrator("Main", c => ThenWait(c, "Refund"));
        await durability.RaiseAsync(id, "Go", 1);

        var failure = (await durability.StateAsync(id)).FailureDetails!;
        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", failure.ErrorType);
        Assert.Contains("recorded the activity 'Charge' with sequence number 0", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("made the activity 'Refund' with sequence number 0", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orchestrator_ChangedToDoLess_FailsNamingWhatIsMissing()
    {
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Activity<int, int>("Charge", n => n);
            d.Orchestrator("Main", c => ThenWait(c, "Charge"));
        });
        var id = await durability.RunAsync("Main");

        durability.Orchestrator("Main", c => c.WaitForExternalEvent<int>("Go"));
        await durability.RaiseAsync(id, "Go", 1);

        Assert.Contains("'Charge'", (await durability.StateAsync(id)).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orchestrator_AwaitingSomethingForeign_Fails()
    {
        var never = new TaskCompletionSource();
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", _ => never.Task));

        var id = await durability.RunAsync("Main");

        var state = await durability.StateAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, state.RuntimeStatus);
        Assert.Equal("System.InvalidOperationException", state.FailureDetails?.ErrorType);
        Assert.StartsWith("An invalid asynchronous invocation was detected.", state.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orchestrator_UsingItsContextFromAnotherThread_Fails()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            await new Elsewhere();
            await c.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
        }));

        var id = await durability.RunAsync("Main");

        // The other thread may come after the turn.
        var ended = await durability.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Null(durability.Clock.NextDue);
    }

    [Fact]
    public async Task Orchestrator_CancellingATimerAsynchronously_Fails()
    {
        // CancelAsync calls back on the thread pool: as foreign to an orchestrator as Task.Run.
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            using var end = new CancellationTokenSource();
            var timer = c.CreateTimer(TimeSpan.FromDays(1), end.Token);
            await Task.WhenAny(timer, c.WaitForExternalEvent<int>("Go"));
            await end.CancelAsync();
        }));
        var id = await durability.RunAsync("Main");

        await durability.RaiseAsync(id, "Go", 1);

        // The callback may come after the turn.
        var ended = await durability.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal("System.InvalidOperationException", ended.FailureDetails?.ErrorType);
        Assert.Null(durability.Clock.NextDue);
    }

    [Fact]
    public async Task Orchestrator_UsingContinuations_StaysOnItsThread()
    {
        await using var durability = await Durability.StartAsync(d =>
        {
            d.Activity<int, int>("Step", n => n);
            d.Orchestrator("Main", async c =>
            {
                var thread = Environment.CurrentManagedThreadId;
                var sum = await c.CallActivityAsync<int>("Step", 1)
                    .ContinueWith(t => t.Result + (Environment.CurrentManagedThreadId == thread ? 1 : 100), TaskScheduler.Current);
                await Task.Yield();
                return (object?)(await c.CallActivityAsync<int>("Step", sum));
            });
        });

        var id = await durability.RunAsync("Main");

        Assert.Equal(2, await durability.OutputAsync<int>(id));
    }

    [Fact]
    public async Task Orchestrator_Unknown_Fails()
    {
        await using var durability = await Durability.StartAsync(_ => { });

        var id = await durability.RunAsync("Nowhere");

        Assert.Equal("OrchestratorTaskNotFound", (await durability.StateAsync(id)).FailureDetails?.ErrorType);
    }

    private static async Task ThenWait(TaskOrchestrationContext context, string activity)
    {
        await context.CallActivityAsync(activity, 1);
        await context.WaitForExternalEvent<int>("Go");
    }
}
