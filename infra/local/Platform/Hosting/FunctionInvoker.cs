using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>Runs functions: a scope of services, the middleware, the function.</summary>
internal sealed class FunctionInvoker(
    LocalApp app, Surroundings surroundings, Invocations invocations, FunctionTimeout timeout, Func<string> newInvocationId)
{
    private readonly ILoggerFactory _loggers = app.Services.GetRequiredService<ILoggerFactory>();
    private readonly ConcurrentDictionary<LocalFunction, ILogger> _loggerOf = new();
    private readonly FunctionExecutionDelegate _pipeline = app.Builder.Wrap(async context =>
    {
        var local = (LocalFunctionContext)context;
        local.Outcome.Value = await local.Function.CallAsync(local);
    });

    /// <summary>Runs <paramref name="function"/>. Stays on the caller's synchronisation context, which orchestrators need.</summary>
    /// <param name="function">The function.</param>
    /// <param name="cause">What set it off.</param>
    /// <param name="prepare">Called with the context before the pipeline.</param>
    /// <param name="finish">Called with the result within the invocation's scope.</param>
    /// <param name="cancellationToken">Given to the function.</param>
    /// <returns>The result after all middleware.</returns>
    /// <exception cref="TimeoutException">It took longer than host.json's functionTimeout.</exception>
    public async Task<object?> InvokeAsync(
        LocalFunction function,
        Cause cause,
        CancellationToken cancellationToken,
        Action<LocalFunctionContext>? prepare = null,
        Func<object?, Task>? finish = null)
    {
        // An orchestrator that waits is no work: the engine has written down how far it came, and left its code where it is for good.
        using var running = function.Trigger is OrchestrationTriggerAttribute ? null : invocations.Begin();
        return timeout.Covers(function)
            ? await timeout.LimitAsync(function, token => RunAsync(function, cause, prepare, finish, token), cancellationToken)
            : await RunAsync(function, cause, prepare, finish, cancellationToken);
    }

    public ILogger Logger(LocalFunction function) =>
        _loggerOf.GetOrAdd(function, static (f, loggers) => loggers.CreateLogger($"Function.{f.Name}"), _loggers);

    private async Task<object?> RunAsync(
        LocalFunction function, Cause cause, Action<LocalFunctionContext>? prepare, Func<object?, Task>? finish, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var context = new LocalFunctionContext(function, cause, newInvocationId(), scope.ServiceProvider, surroundings, cancellationToken);
        var logger = Logger(function);
        StrayExceptions.Belong(logger);
        using var logged = logger.BeginScope(new InvocationScope(context.InvocationId, function.Name));
        prepare?.Invoke(context);
        await _pipeline(context);
        if (finish is not null)
            await finish(context.Outcome.Value);
        return context.Outcome.Value;
    }
}
