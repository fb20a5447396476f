using System.Reflection;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Telemetry;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Audit;

/// <summary>Records each call of an authenticated caller that changes something. An operator's call is also recorded before it
/// begins, so that none is without a trace, whatever crashes in between; for the others there is the order's own timeline. What is
/// refused to the others before it has changed anything is logged, and listed once an hour (<see cref="ListedRefusals"/>).</summary>
internal sealed class AuditCalls(AuditTrail trail, RoutePaths paths, TimeProvider time, ILogger<AuditCalls> log)
    : IFunctionsWorkerMiddleware
{
    private static readonly HashSet<string> Unaudited =
    [
        .. AccessRules.HttpFunctions(typeof(AuditCalls).Assembly)
            .Where(method => method.IsDefined(typeof(UnauditedAttribute), false))
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name),
    ];

    private readonly ListedRefusals _refusals = new();

    // No await around other triggers: an orchestrator's turn must not leave its own context.
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext() is { } http && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)
        && !Unaudited.Contains(context.FunctionDefinition.Name) && Caller.Find(http) is { } caller
            ? InvokeAsync(http, caller, context, next)
            : next(context);

    private async Task InvokeAsync(HttpContext http, Caller caller, FunctionContext context, FunctionExecutionDelegate next)
    {
        var entry = new AuditEntry(
            time.GetUtcNow(),
            ActorOf(caller),
            context.FunctionDefinition.Name,
            SubjectOf(paths.PathOf(context, http), caller),
            "begun",
            TraceIds.Find(context));
        if (caller.Is(Role.Operator))
            await trail.AddAsync(entry, context.CancellationToken);
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            var problem = Failures.ToProblem(e);
            // What failed may have changed something; what was refused has not, unless it says so.
            var isRefusal = problem is { Status: < StatusCodes.Status500InternalServerError, IsAfterChange: false }
                && !caller.Is(Role.Operator);
            await EndAsync(entry, problem.Code, isRefusal);
            throw;
        }

        await EndAsync(entry, "done", isRefusal: false);
    }

    // It has happened by now, whether it can be recorded or not: the response says so, and the log keeps what the trail lacks.
    private async Task EndAsync(AuditEntry begun, string outcome, bool isRefusal)
    {
        var entry = begun with { At = time.GetUtcNow(), Outcome = outcome };
        if (isRefusal && !_refusals.IsFirst(entry))
        {
            log.LogInformation("Refused again, and not in the audit trail: {Entry}", entry);
            return;
        }

        try
        {
            await trail.AddAsync(entry, CancellationToken.None);
        }
#pragma warning disable CA1031 // See above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogError(e, "Not in the audit trail: {Entry}", entry);
        }
    }

    private static string ActorOf(Caller caller) =>
        caller.Is(Role.Operator) ? caller.OperatorId : caller.Is(Role.Seller) ? caller.SellerId : caller.BuyerId;

    private static string SubjectOf(string path, Caller caller)
    {
        var segments = path.Split('/');
        return segments.FirstOrDefault(s => Ids.HasForm(s, "ord") || Ids.HasForm(s, "sel") || Ids.HasForm(s, "cnv"))
            ?? (segments.Contains("sellers") ? caller.SellerId : AuditTrail.Platform);
    }
}
