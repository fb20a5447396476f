using System.Net.Http.Headers;
using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatPay.Functions.Platform.Auth;

/// <summary>Lets HTTP requests through to functions that are open, or that require a role in the caller's token.</summary>
public sealed class AuthenticateCallers(AccessRules rules, BearerTokens tokens) : IFunctionsWorkerMiddleware
{
    // No await around other triggers: an orchestrator's turn must not leave its own context.
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) => context.GetHttpContext() is { } http
        ? InvokeAsync(http, context, next)
        : next(context);

    private async Task InvokeAsync(HttpContext http, FunctionContext context, FunctionExecutionDelegate next)
    {
        var anyOf = rules.AnyOf(context.FunctionDefinition.EntryPoint);
        if (anyOf.Count > 0)
        {
            var caller = await tokens.ReadAsync(Token(http.Request), context.CancellationToken);
            // What a caller may not see does not exist for them: 404, never 403.
            if (!anyOf.Any(caller.Is))
                throw new ProblemException(
                    404,
                    "not-found",
                    $"There is nothing here for this token: it needs the role {string.Join(" or ", anyOf).ToLowerInvariant()}.");
            Caller.Set(http, caller);
        }

        await next(context);
    }

    private static string Token(HttpRequest request) =>
        request.Headers.Authorization is [{ } value]
        && AuthenticationHeaderValue.TryParse(value, out var header)
        && header is { Scheme: var scheme, Parameter.Length: > 0 }
        && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : throw new ProblemException(
                401,
                "token-missing",
                "This call needs an access token: send it as 'Authorization: Bearer <token>'.");
}
