using Google.Protobuf;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Local.Durable.Protocol;

/// <summary>The official worker's replay on its own, for orchestrators that no Functions worker hosts.</summary>
public sealed class OrchestratorReplay : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly DataConverter _converter;
    private readonly ILoggerFactory _loggers;

    /// <summary>A replay with the worker's defaults and no logs.</summary>
    public static OrchestratorReplay Default { get; } = new(new DurableTaskWorkerOptions(), NullLoggerFactory.Instance);

    /// <param name="options">The worker's options, such as its converter and longest timer.</param>
    /// <param name="loggers">The factory of its loggers.</param>
    public OrchestratorReplay(DurableTaskWorkerOptions options, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_converter, _loggers) = (options.DataConverter, loggers);
        _services = new ServiceCollection().AddSingleton(new DurableTaskShimFactory(options, loggers)).BuildServiceProvider();
    }

    /// <summary>Replays the whole request on this thread.</summary>
    public OrchestratorResponse Run(OrchestratorRequest request, Func<TaskOrchestrationContext, Task<object?>> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(request);
        var answer = GrpcOrchestrationRunner.LoadAndRun(
            Convert.ToBase64String(request.ToByteArray()),
            new Orchestrator(orchestrator, _converter, _loggers),
            _services);
        var response = OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer));
        foreach (var activity in response.Actions.Select(a => a.ScheduleTask).OfType<ScheduleTaskAction>())
            activity.Input = Only(activity.Input);
        return response;
    }

    // Durable Task Core writes an activity's input as a list of arguments, here always one; the host unwraps it.
    private static string? Only(string? arguments) =>
        arguments is ['[', .., ']'] && arguments[1..^1].Trim() is { Length: > 0 } only ? only : arguments is "[]" ? null : arguments;

    public void Dispose() => _services.Dispose();

    private sealed class Orchestrator(
        Func<TaskOrchestrationContext, Task<object?>> code, DataConverter converter, ILoggerFactory loggers) : ITaskOrchestrator
    {
        public Type InputType => typeof(object);

        public Type OutputType => typeof(object);

        public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
        {
            var watched = new ReplayedContext(context, input, converter, loggers);
            var running = code(watched);
            if (!running.IsCompleted && !watched.IsUsed)
                throw new InvalidOperationException(ReplayedContext.IllegalAwait);
            var output = await running;
            return watched.IsAstray ? throw new InvalidOperationException(ReplayedContext.IllegalAwait) : output;
        }
    }
}
