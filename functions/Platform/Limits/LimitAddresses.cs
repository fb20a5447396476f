using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatPay.Functions.Platform.Limits;

/// <summary>Answers 429 to an address that calls too often without an accepted token, by following links or by guessing. It runs
/// before authentication, so that a guess costs the guesser; calls with an accepted token cost the address nothing
/// (<see cref="LimitCalls"/> counts them by caller). Webhooks are not counted: their signature identifies them, and their senders
/// retry by themselves; nor is health.</summary>
public sealed class LimitAddresses(CallLimiters limiters, AccessRules rules, RoutePaths paths) : IFunctionsWorkerMiddleware
{
    // No await around other triggers: an orchestrator's turn must not leave its own context.
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext() is { } http && IsCounted(paths.PathOf(context, http)) ? InvokeAsync(http, context, next) : next(context);

    private async Task InvokeAsync(HttpContext http, FunctionContext context, FunctionExecutionDelegate next)
    {
        var address = CallerAddress.Of(http);
        var isOpen = rules.AnyOf(context.FunctionDefinition.EntryPoint).Count == 0;
        if ((isOpen ? limiters.OfAddress(address) : limiters.WaitOfAddress(address)) is { } seconds)
            throw LimitCalls.TooMany(seconds);
        try
        {
            await next(context);
        }
        catch (ProblemException e) when (e.Status == StatusCodes.Status401Unauthorized && !isOpen)
        {
            limiters.OfAddress(address);
            throw;
        }
    }

    private static bool IsCounted(string path) =>
        !path.StartsWith("/api/webhooks/", StringComparison.Ordinal) && !path.StartsWith("/api/health/", StringComparison.Ordinal);
}
