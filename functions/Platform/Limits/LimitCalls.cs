using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatPay.Functions.Platform.Limits;

/// <summary>Answers 429 to a caller who calls too often, and to anybody who writes to a flooded conversation.</summary>
public sealed class LimitCalls(CallLimiters limiters) : IFunctionsWorkerMiddleware
{
    // No await around other triggers: an orchestrator's turn must not leave its own context.
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && Caller.Find(http) is { } caller && Wait(http, caller) is { } seconds)
            throw TooMany(seconds);
        return next(context);
    }

    /// <summary>429, with the seconds to wait.</summary>
    internal static ProblemException TooMany(int seconds) =>
        new(429, "too-many-requests", $"Too many calls: wait {seconds} seconds, then send it again. Nothing was done.")
        {
            RetryAfterSeconds = seconds,
        };

    private int? Wait(HttpContext http, Caller caller) =>
        limiters.OfCaller(caller.Subject)
        ?? (ConversationOf(http.Request) is { } conversation ? limiters.OfConversation(conversation) : null);

    // Only messages that are written to a conversation.
    private static string? ConversationOf(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Value!.Split('/') is [.., "conversations", var id, "messages"] ? id : null;
}
