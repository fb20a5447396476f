using System.Collections.Concurrent;
using ChatPay.Local.Worker;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>Has the worker run functions, within their time and as long as the host lets them.</summary>
internal sealed class FunctionInvoker(InProcessWorker worker, ILoggerFactory loggers, Invocations invocations, FunctionTimeout timeout)
{
    private readonly ConcurrentDictionary<LocalFunction, ILogger> _loggerOf = new();

    /// <summary>As <see cref="FunctionsHostOptions.Watch"/>.</summary>
    public Action<string>? Watch { get; init; }

    /// <summary>As <see cref="FunctionsHostOptions.Hold"/>.</summary>
    public Func<string, Task>? Hold { get; init; }

    /// <summary>Runs <paramref name="function"/>.</summary>
    /// <param name="function">The function.</param>
    /// <param name="run">How the worker is asked for it.</param>
    /// <param name="cancellationToken">Given to the function.</param>
    /// <exception cref="FunctionFailedException">It failed.</exception>
    /// <exception cref="TimeoutException">It took longer than host.json's functionTimeout.</exception>
    public async Task<T> InvokeAsync<T>(
        LocalFunction function,
        Func<InProcessWorker, CancellationToken, Task<T>> run,
        CancellationToken cancellationToken)
    {
        using var running = function.Trigger is OrchestrationTriggerAttribute ? null : invocations.Begin();
        // What raises an event waits for the turn that takes it.
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
