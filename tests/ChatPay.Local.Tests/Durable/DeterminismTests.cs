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
        Assert.Contains("'Charge'", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("'Refund'", failure.ErrorMessage, StringComparison.Ordinal);
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

        // The other thread may run after the turn.
        var ended = await durability.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Null(durability.Clock.NextDue);
    }

    /// <summary>CancelAsync continues on the thread pool, as forbidden for an orchestrator as Task.Run. The official worker does not
    /// detect it once the context has been used.</summary>
    [Fact]
    public async Task Orchestrator_AwaitingSomethingForeignLater_IsNamedInTheLog()
    {
        await using var durability = await Durability.StartAsync(d => d.Orchestrator("Main", async c =>
        {
            await c.WaitForExternalEvent<int>("Go");
            await new TaskCompletionSource().Task;
        }));
        var id = await durability.RunAsync("Main");
        durability.Loggers.Lines.Clear();

        await durability.RaiseAsync(id, "Go", 1);

        Assert.Equal(OrchestrationRuntimeStatus.Running, await durability.StatusAsync(id));
        Assert.Contains(
            durability.Loggers.Lines,
            l => l.StartsWith($"Orchestration Main {id} has no activity, timer or orchestration to wait for", StringComparison.Ordinal));
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
