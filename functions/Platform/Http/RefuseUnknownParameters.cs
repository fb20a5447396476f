using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Refuses query parameters that a function does not know (<see cref="QueryRules"/>).</summary>
internal sealed class RefuseUnknownParameters(QueryRules rules) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
            rules.Check(context.FunctionDefinition.EntryPoint, http.Request.Query.Keys);
        return next(context);
    }
}
