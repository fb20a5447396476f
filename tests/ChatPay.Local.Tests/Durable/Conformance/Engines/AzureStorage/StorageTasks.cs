using DurableTask.Core;
using DurableTask.Core.Command;
using DurableTask.Core.History;
using DurableTask.Core.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using TaskName = Microsoft.DurableTask.TaskName;

namespace ChatPay.Local.Tests.Durable.Conformance.Engines.AzureStorage;

/// <summary>Runs the orchestrators and activities of a test for Durable Task Core as the official worker does: with its shims, its
/// executor, and its responses for unknown names.</summary>
internal sealed class StorageTasks(TestLoggers loggers)
{
    private readonly DurableTaskShimFactory _shims = new(new DurableTaskWorkerOptions(), loggers);
    private readonly Dictionary<string, Func<ParentOrchestrationInstance?, TaskOrchestration>> _orchestrators = [];
    private readonly Dictionary<string, TaskActivity> _activities = [];

    public void Orchestrator<TInput, TOutput>(string name, Func<TaskOrchestrationContext, TInput, Task<TOutput>> code) =>
        _orchestrators[name] = parent =>
            _shims.CreateOrchestration<TInput, TOutput>(name, async (c, input) => await code(c, input!), parent);

    public void Activity<TInput, TOutput>(string name, Func<TInput, TOutput> code) =>
        _activities[name] = _shims.CreateActivity<TInput, TOutput>(name, (_, input) => Task.FromResult<TOutput?>(code(input!)));

    public Task RunOrchestrationAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        var state = context.GetProperty<OrchestrationRuntimeState>();
        context.SetProperty(_orchestrators.TryGetValue(state.Name, out var orchestrator) ? Run(orchestrator, state) : Unknown(state.Name));
        return Task.CompletedTask;
    }

    public async Task RunActivityAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        var scheduled = context.GetProperty<TaskScheduledEvent>();
        context.SetProperty(new ActivityExecutionResult
        {
            ResponseEvent = await RunAsync(context.GetProperty<OrchestrationInstance>(), scheduled),
        });
    }

    private static OrchestratorExecutionResult Run(
        Func<ParentOrchestrationInstance?, TaskOrchestration> orchestrator, OrchestrationRuntimeState state)
    {
        var parent = state.ParentInstance is { } p
            ? new ParentOrchestrationInstance(new TaskName(p.Name), p.OrchestrationInstance.InstanceId)
            : null;
        var executor = new TaskOrchestrationExecutor(
            state, orchestrator(parent), BehaviorOnContinueAsNew.Carryover, entityParameters: null, ErrorPropagationMode.UseFailureDetails);
        return executor.Execute();
    }

    private static OrchestratorExecutionResult Unknown(string name) => new()
    {
        Actions =
        [
            new OrchestrationCompleteOrchestratorAction
            {
                OrchestrationStatus = OrchestrationStatus.Failed,
                FailureDetails = new FailureDetails(
                    "OrchestratorTaskNotFound", $"No orchestrator task named '{name}' was found.", null, null, isNonRetriable: true),
            },
        ],
    };

    private async Task<HistoryEvent> RunAsync(OrchestrationInstance instance, TaskScheduledEvent scheduled)
    {
        if (!_activities.TryGetValue(scheduled.Name!, out var activity))
        {
            var unknown = new FailureDetails(
                "ActivityTaskNotFound", $"No activity task named '{scheduled.Name}' was found.", null, null, isNonRetriable: true);
            return new TaskFailedEvent(-1, scheduled.EventId, unknown.ErrorMessage, null, unknown);
        }

        try
        {
            var context = new TaskContext(instance, scheduled.Name!, scheduled.Version, scheduled.EventId);
            return new TaskCompletedEvent(-1, scheduled.EventId, await activity.RunAsync(context, scheduled.Input));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new TaskFailedEvent(-1, scheduled.EventId, e.Message, null, new FailureDetails(e));
        }
    }
}
