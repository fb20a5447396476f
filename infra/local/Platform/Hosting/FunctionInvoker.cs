using System.Collections.Concurrent;
using ChatPay.Local.Worker;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>Runs functions in the worker, limited by their timeout and the stop of the host.</summary>
internal sealed class FunctionInvoker(InProcessWorker worker, ILoggerFactory loggers, Invocations invocations, FunctionTimeout timeout)
{
    private readonly ConcurrentDictionary<LocalFunction, ILogger> _loggerOf = new();

    /// <summary>As <see cref="FunctionsHostOptions.Watch"/>.</summary>
    public Action<string>? Watch { get; init; }

    /// <summary>As <see cref="FunctionsHostOptions.Hold"/>.</summary>
    public Func<string, Task>? Hold { get; init; }

    /// <summary>Runs <paramref name="function"/>.</summary>
    /// <param name="function">The function.</param>
    /// <param name="run">Calls the worker.</param>
    /// <param name="cancellationToken">Passed to the function.</param>
    /// <exception cref="FunctionFailedException">The function failed.</exception>
    /// <exception cref="TimeoutException">The function exceeded host.json's functionTimeout.</exception>
    public async Task<T> InvokeAsync<T>(
        LocalFunction function,
        Func<InProcessWorker, CancellationToken, Task<T>> run,
        CancellationToken cancellationToken)
    {
        using var running = function.Trigger is OrchestrationTriggerAttribute ? null : invocations.Begin();
        // Orchestrators are never held: a function that raises an event waits for the turn that processes it.
        if (running is not null && Hold is not null)
            await Hold(function.Name);
        Watch?.Invoke(function.Name);
        StrayExceptions.Belong(Logger(function));
        return timeout.Covers(function)
            ? await timeout.LimitAsync(function, token => run(worker, token), cancellationToken)
            : await run(worker, cancellationToken);
    }

    /// <inheritdoc cref="InvokeAsync{T}"/>
    public Task InvokeAsync(
        LocalFunction function,
        Func<InProcessWorker, CancellationToken, Task> run,
        CancellationToken cancellationToken) =>
        InvokeAsync(
            function,
            async (w, token) =>
            {
                await run(w, token);
                return true;
            },
            cancellationToken);

    public ILogger Logger(LocalFunction function) =>
        _loggerOf.GetOrAdd(function, static (f, loggers) => loggers.CreateLogger($"Function.{f.Name}"), loggers);
}
