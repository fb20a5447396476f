using ChatPay.Functions.Platform.Errors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatPay.Functions.Platform.Auth;

/// <summary>Lets HTTP requests through to functions that are open, or that require a role which the caller has. It runs after the call is
/// counted: what a token is not good for costs its caller a call as well.</summary>
public sealed class RequireRoles(AccessRules rules) : IFunctionsWorkerMiddleware
{
    // No await around other triggers: an orchestrator's turn must not leave its own context.
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        // What a caller may not see does not exist for them: 404, never 403.
        if (context.GetHttpContext() is { } http && rules.AnyOf(context.FunctionDefinition.EntryPoint) is { Count: > 0 } anyOf
            && !anyOf.Any(Caller.Of(http).Is))
        {
            throw new ProblemException(
                404,
                "not-found",
                $"There is nothing here for this token: it needs the role {string.Join(" or ", anyOf).ToLowerInvariant()}.");
        }

        return next(context);
    }
}
