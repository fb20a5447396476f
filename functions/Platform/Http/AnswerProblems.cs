using System.Diagnostics;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Turns exceptions of HTTP functions into <c>application/problem+json</c>. Stack traces go to the log, never to the
/// client.</summary>
internal sealed class AnswerProblems(ILogger<AnswerProblems> log) : IFunctionsWorkerMiddleware
{
    // No await around other triggers: an orchestrator's turn must not leave its own context.
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) => context.GetHttpContext() is { } http
        ? InvokeAsync(http, context, next)
        : next(context);

    private async Task InvokeAsync(HttpContext http, FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            throw; // The client has gone.
        }
#pragma warning disable CA1031 // Every exception of a function becomes a response.
        catch (Exception e) when (!http.Response.HasStarted)
#pragma warning restore CA1031
        {
            await AnswerAsync(http, e, context);
        }
    }

    private Task AnswerAsync(HttpContext http, Exception e, FunctionContext context)
    {
        var traceId = TraceIds.Find(context) ?? ActivityTraceId.CreateRandom().ToHexString();
        var function = context.FunctionDefinition.Name;
        var problem = Failures.ToProblem(e);
        if (problem.Status == StatusCodes.Status500InternalServerError)
            log.LogError(e, "{Function} failed (trace {TraceId}).", function, traceId);
        else if (e is not ProblemException)
            log.LogWarning(e, "{Function} could not reach what it needs (trace {TraceId}).", function, traceId);

        http.Response.Clear();
        if (problem.RetryAfterSeconds is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (problem.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.Append(
                HeaderNames.WWWAuthenticate,
                problem.Code == "token-missing" ? "Bearer" : "Bearer error=\"invalid_token\"");

        if (WantsPage(http.Request))
            return ErrorPage.Of(http, problem).ExecuteAsync(http);

        var body = new Problem(
            Type: ProblemKinds.TypeOf(problem.Code),
            Title: ReasonPhrases.GetReasonPhrase(problem.Status),
            problem.Status, Detail: problem.Message, problem.Code, problem.Field, problem.CurrentStatus,
            Errors: problem.Errors is { Count: > 0 } errors ? errors : null,
            TraceId: problem.Status >= 500 ? traceId : null);
        return new JsonAnswer(problem.Status, body, "application/problem+json").ExecuteAsync(http);
    }

    // A person who followed a link gets a page; programs do not ask for HTML.
    internal static bool WantsPage(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
