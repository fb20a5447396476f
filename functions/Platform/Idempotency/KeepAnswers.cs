using System.Security.Cryptography;
using System.Text;
using Azure;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Idempotency;

/// <summary>Gives a repeated request its first response. Every call that changes something takes an <c>Idempotency-Key</c>; under the
/// same key, caller, method and path, however it is spelled, the same body gets the same response for 30 days, another body 422, and a
/// repeat before the first response 409. A short-lived response (a link that expires) is created anew instead, and one about data that
/// the seller has erased is deleted with it. A refusal has changed nothing and leaves the key free. A crash between a commit and this
/// row is still possible: the command then runs again, and finds by its own derived ids what it has done.</summary>
public sealed class KeepAnswers(AnswerStore answers, RoutePaths paths, ILogger<KeepAnswers> log) : IFunctionsWorkerMiddleware
{
    // No await around other triggers: an orchestrator's turn must not leave its own context.
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext() is { } http && Caller.Find(http) is { } caller && IsKept(http.Request)
            ? InvokeAsync(http, caller, context, next)
            : next(context);

    private static bool IsKept(HttpRequest request) =>
        request.Headers.ContainsKey(IdempotencyKey.Header) && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);

    private async Task InvokeAsync(HttpContext http, Caller caller, FunctionContext context, FunctionExecutionDelegate next)
    {
        var key = IdempotencyKey.Of(http.Request);
        var body = await Body.ReadBytesAsync(http.Request, Body.Limit, context.CancellationToken);
        http.Request.Body = new MemoryStream(body.ToArray(), writable: false);
        // In one spelling: the same request in another one is a repeat.
        var path = paths.PathOf(context, http);
        var query = http.Request.Query.Count == 0 ? "" : http.Request.QueryString.Value;
        var id = Hash(Encoding.UTF8.GetBytes($"{caller.Subject}\n{http.Request.Method}\n{path}{query}\n{key}"));
        var hash = Hash(body.Span);

        var account = AccountOf(http.Request, path, caller);
        if (await TryBeginAsync(id, hash, account, context.CancellationToken) is not var (known, begun))
        {
            await next(context);
            return;
        }

        if (known is not null)
        {
            await AnswerAsync(http, known, hash);
            return;
        }

        await using var held = answers.Hold(id, begun);
        try
        {
            await next(context);
        }
        catch
        {
            var own = await held.EndAsync();
            await TryAsync(() => answers.ReleaseAsync(id, own, CancellationToken.None, account));
            throw;
        }

        var version = await held.EndAsync();

        // A response with a cookie is for this browser, and valid for minutes: a repeat needs a new one.
        var kept = http.Response.Headers.SetCookie.Count == 0 ? StoredAnswers.Of(context.GetInvocationResult().Value, hash) : null;
        await TryAsync(() => kept is { } answer
            ? answers.CompleteAsync(id, answer, version, CancellationToken.None)
            : answers.ReleaseAsync(id, version, CancellationToken.None, account));
    }

    // Data about the account, submitted under /sellers/me, can be erased. The response to an erasure contains none.
    private static string? AccountOf(HttpRequest request, string path, Caller caller) =>
        !HttpMethods.IsDelete(request.Method) && new PathString(path).StartsWithSegments("/api/v1/sellers/me", StringComparison.Ordinal)
            ? AnswerStore.AccountOf(caller.Subject)
            : null;

    private static Task AnswerAsync(HttpContext http, StoredAnswer known, string hash) =>
        known switch
        {
            { RequestHash: var of } when of.Length > 0 && of != hash => throw Problems.Refused(
                "idempotency-key-reused",
                "This key was used for another request: make up a new one for this one.",
                IdempotencyKey.Header),
            { IsAnswered: true } => StoredAnswers.WriteAsync(http, known),
            _ => throw new ProblemException(409, "request-in-flight", "The same request is under way: wait a moment, then send it again.")
            {
                RetryAfterSeconds = 1,
            },
        };

    // An outage of the vault must not hold up a payment: the command protects itself by derived ids, and only its response may
    // differ.
    private async Task<(StoredAnswer? Known, ETag Version)?> TryBeginAsync(
        string id,
        string hash,
        string? account,
        CancellationToken cancellationToken)
    {
        try
        {
            return await answers.BeginAsync(id, hash, cancellationToken, account);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Failures.ToProblem(e).Status == 503)
        {
            log.LogWarning(e, "An answer cannot be kept now; a repeat runs the command again.");
            return null;
        }
    }

    // What the command has done stands, whether its response can be stored or not.
    private async Task TryAsync(Func<Task> keep)
    {
        try
        {
            await keep();
        }
        catch (Exception e) when (e is RequestFailedException || Failures.ToProblem(e).Status == 503)
        {
            log.LogWarning(e, "An answer was not kept; a repeat runs the command again.");
        }
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
