using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatPay.Functions.Platform.Limits;

/// <summary>Answers 429 to a caller who calls too often, or writes too much to one conversation. It runs before the caller's roles are
/// checked: any account at the issuer is a caller. Commands of an order also write to its
/// conversation; they are counted when the order is known (<see cref="CallLimiters.CountInConversation"/>).</summary>
public sealed class LimitCalls(CallLimiters limiters, RoutePaths paths) : IFunctionsWorkerMiddleware
{
    // No await around other triggers: an orchestrator's turn must not leave its own context.
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && Caller.Find(http) is { } caller)
        {
            LimitAddresses.Accept(http);
            if (Wait(http, caller, context) is { } seconds)
                throw TooMany(seconds);
        }

        return next(context);
    }

    /// <summary>429, with the seconds to wait.</summary>
    internal static ProblemException TooMany(int seconds) =>
        new(429, "too-many-requests", $"Too many calls: wait {seconds} seconds, then send it again. Nothing was done.")
        {
            RetryAfterSeconds = seconds,
        };

    private int? Wait(HttpContext http, Caller caller, FunctionContext context) =>
        limiters.OfCaller(caller.Subject)
        ?? (HttpMethods.IsPost(http.Request.Method) && paths.Find(context, http, "conversationId") is { } conversation
            ? limiters.OfConversation(conversation, caller.Subject)
            : null);
}
