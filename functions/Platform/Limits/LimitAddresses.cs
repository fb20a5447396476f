using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatPay.Functions.Platform.Limits;

/// <summary>Answers 429 to an address that calls too often without an accepted token, by following links or by guessing. It runs
/// before authentication, so that a guess costs the guesser, and guesses at the same time are no more than those one after another;
/// calls with an accepted token cost the address nothing (<see cref="LimitCalls"/> counts them by caller). Signed webhooks are not
/// counted: their signature identifies them, their bodies have a budget, and their senders retry by themselves; nor is health.</summary>
public sealed class LimitAddresses(CallLimiters limiters, AccessRules rules, RoutePaths paths) : IFunctionsWorkerMiddleware
{
    private const string ItemKey = "ChatPay.UnverifiedCall";

    private static readonly string[] SignedPosts = ["/api/webhooks/meta", "/api/webhooks/paypal"];

    // No await around other triggers: an orchestrator's turn must not leave its own context.
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext() is { } http && IsCounted(http.Request, paths.PathOf(context, http))
            ? InvokeAsync(http, context, next)
            : next(context);

    /// <summary>The call's token is accepted: from now on it is not its address that answers for it.</summary>
    internal static void Accept(HttpContext http) => (http.Items[ItemKey] as UnverifiedCall)?.End(wasGuess: false);

    private async Task InvokeAsync(HttpContext http, FunctionContext context, FunctionExecutionDelegate next)
    {
        var address = CallerAddress.Of(http);
        if (rules.AnyOf(context.FunctionDefinition.EntryPoint).Count == 0)
        {
            if (limiters.OfAddress(address) is { } wait)
                throw LimitCalls.TooMany(wait);
            await next(context);
            return;
        }

        if (limiters.BeginUnverified(address) is { } seconds)
            throw LimitCalls.TooMany(seconds);
        var call = new UnverifiedCall(limiters, address);
        http.Items[ItemKey] = call;
        try
        {
            await next(context);
        }
        catch (ProblemException e) when (e.Status == StatusCodes.Status401Unauthorized)
        {
            call.End(wasGuess: true);
            throw;
        }
        finally
        {
            call.End(wasGuess: false);
        }
    }

    private static bool IsCounted(HttpRequest request, string path) =>
        !path.StartsWith("/api/health/", StringComparison.Ordinal) && !(HttpMethods.IsPost(request.Method) && SignedPosts.Contains(path));

    /// <summary>A call between its beginning and the check of its token.</summary>
    private sealed class UnverifiedCall(CallLimiters limiters, string address)
    {
        private int _ended;

        /// <summary>Only the first end counts.</summary>
        public void End(bool wasGuess)
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
                limiters.EndUnverified(address, wasGuess);
        }
    }
}
