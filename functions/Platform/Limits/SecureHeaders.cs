using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatPay.Functions.Platform.Limits;

/// <summary>Gives every response the headers of one that is not a page: nothing may be loaded, framed or sniffed. A page sets its
/// own policy. There are no CORS headers: pages of other origins get no responses.</summary>
internal sealed class SecureHeaders : IFunctionsWorkerMiddleware
{
    // No await around other triggers: an orchestrator's turn must not leave its own context.
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
            http.Response.OnStarting(Add, http.Response);
        return next(context);
    }

    private static Task Add(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Strict-Transport-Security", "max-age=31536000; includeSubDomains"); // Browsers honour it only over https.
        // No page needs any of these; injected script cannot get them either. Windows of other origins get no reference to this
        // one.
        headers.TryAdd("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()");
        headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
        headers.TryAdd("Cache-Control", "no-store");
        return Task.CompletedTask;
    }
}
