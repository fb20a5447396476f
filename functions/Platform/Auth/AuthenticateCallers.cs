using System.Net.Http.Headers;
using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatPay.Functions.Platform.Auth;

/// <summary>Finds the callers of functions that require a role; whether they have it is for <see cref="RequireRoles"/>, after the call
/// is counted.</summary>
public sealed class AuthenticateCallers(AccessRules rules, BearerTokens tokens) : IFunctionsWorkerMiddleware
{
    // No await around other triggers: an orchestrator's turn must not leave its own context.
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) => context.GetHttpContext() is { } http
        ? InvokeAsync(http, context, next)
        : next(context);

    private async Task InvokeAsync(HttpContext http, FunctionContext context, FunctionExecutionDelegate next)
    {
        if (rules.AnyOf(context.FunctionDefinition.EntryPoint).Count > 0)
            Caller.Set(http, await tokens.ReadAsync(Token(http.Request), context.CancellationToken));
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
