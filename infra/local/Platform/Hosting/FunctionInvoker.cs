using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>Runs functions: a scope of services, the middleware, the function.</summary>
internal sealed class FunctionInvoker(LocalApp app, Surroundings surroundings, Func<string> newInvocationId)
{
    private readonly ILoggerFactory _loggers = app.Services.GetRequiredService<ILoggerFactory>();
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
    public async Task<object?> InvokeAsync(
        LocalFunction function,
        Cause cause,
        CancellationToken cancellationToken,
        Action<LocalFunctionContext>? prepare = null,
        Func<object?, Task>? finish = null)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var context = new LocalFunctionContext(function, cause, newInvocationId(), scope.ServiceProvider, surroundings, cancellationToken);
        using var logged = Logger(function).BeginScope(new Dictionary<string, object>
        {
            ["AzureFunctions_InvocationId"] = context.InvocationId,
            ["AzureFunctions_FunctionName"] = function.Name,
        });
        prepare?.Invoke(context);
        await _pipeline(context);
        if (finish is not null)
            await finish(context.Outcome.Value);
        return context.Outcome.Value;
    }

    public ILogger Logger(LocalFunction function) => _loggers.CreateLogger($"Function.{function.Name}");
}
