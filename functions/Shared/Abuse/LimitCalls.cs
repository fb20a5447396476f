using System.Net;
using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatPay.Functions.Shared.Abuse;

/// <summary>Answers 429 to whoever calls too often. Webhooks are not counted: their signature says who they are, and their senders come again by
/// themselves; nor is health.</summary>
internal sealed class LimitCalls(CallLimiters limiters) : IFunctionsWorkerMiddleware
{
    // No await around other triggers: an orchestrator's turn must not leave its own context (architecture.md, rule 11).
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && Wait(http) is { } seconds)
            throw new ProblemException(429, "too-many-requests", $"Too many calls: wait {seconds} seconds, then send it again. Nothing was done.") { RetryAfterSeconds = seconds };
        return next(context);
    }

    private int? Wait(HttpContext http)
    {
        var path = http.Request.Path;
        if (Caller.Find(http) is { } caller)
            return limiters.OfCaller(caller.Subject) ?? (ConversationOf(http.Request) is { } conversation ? limiters.OfConversation(conversation) : null);
        return path.StartsWithSegments("/api/webhooks", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/api/health", StringComparison.OrdinalIgnoreCase)
            ? null
            : limiters.OfAddress(AddressOf(http));
    }

    // A message that is written into a conversation.
    private static string? ConversationOf(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Value!.Split('/') is [.., "conversations", var id, "messages"] ? id : null;

    // Azure's front end adds the address that it has seen at the end, with the port, which is another for each connection; what stands before it is the
    // caller's word.
    private static string AddressOf(HttpContext http) =>
        http.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim() is { Length: > 0 and <= 64 } seen
            ? IPEndPoint.TryParse(seen, out var from) ? from.Address.ToString() : seen
            : http.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
