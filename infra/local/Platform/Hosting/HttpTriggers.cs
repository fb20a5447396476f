using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Local.Hosting;

/// <summary>Runs HTTP functions. What it answers itself (404, 401, 429, 500, 503) has no body, as the official host's.</summary>
internal sealed class HttpTriggers : IDisposable
{
    private readonly RouteTable _routes;
    private readonly FunctionKeys _keys;
    private readonly FunctionInvoker _invoker;
    private readonly Invocations _invocations;
    private readonly HttpLimits _limits;
    private readonly IReadOnlyDictionary<string, string> _headers;
    private readonly ForwardedHeadersMiddleware _forwarded;

    /// <exception cref="PlatformException">A route is wrong, or a function returns what this host does not write.</exception>
    public HttpTriggers(FunctionCatalog catalog, HostJson hostJson, FunctionKeys keys, FunctionInvoker invoker, Invocations invocations)
    {
        var functions = catalog.With<HttpTriggerAttribute>().ToList();
        foreach (var (function, _) in functions.Where(f => f.Function.ResultType != typeof(void) && !f.Function.ResultType.IsAssignableTo(typeof(IResult))))
        {
            throw new PlatformException(
                $"The HTTP function {function.Name} returns {function.ResultType.Name}: return an IResult, because what becomes of other results differs between hosts.");
        }

        _routes = new RouteTable(hostJson.RoutePrefix, functions);
        _keys = keys;
        _invoker = invoker;
        _invocations = invocations;
        _limits = new HttpLimits(hostJson.MaxConcurrentRequests, hostJson.MaxOutstandingRequests);
        _headers = hostJson.CustomHeaders;
        // As the official worker does: the last entry of X-Forwarded-For, which the front end has written, becomes the connection's address.
        _forwarded = new ForwardedHeadersMiddleware(
            http => _limits.RunAsync(http, RunAsync), NullLoggerFactory.Instance,
            Options.Create(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor }));
    }

    public Task HandleAsync(HttpContext http)
    {
        foreach (var (name, value) in _headers)
            http.Response.Headers[name] = value;
        if (!_invocations.Draining.IsCancellationRequested)
            return _forwarded.Invoke(http);

        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    public void Dispose() => _limits.Dispose();

    private async Task RunAsync(HttpContext http)
    {
        if (_routes.Find(http) is not var (function, trigger, values))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!_keys.Open(http.Request, trigger.AuthLevel, function.Name))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        http.Request.RouteValues = values;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _invocations.Stopping);
        try
        {
            await _invoker.InvokeAsync(function, new Cause(http, Data(http)), cancel.Token, context => Prepare(context, http), result => WriteAsync(http, result));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (OperationCanceledException) when (_invocations.Stopping.IsCancellationRequested)
        {
            Fail(http, StatusCodes.Status503ServiceUnavailable);
        }
#pragma warning disable CA1031 // A function's failure is its caller's 500, whatever it is.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _invoker.Logger(function).LogError(e, "The function {Function} failed.", function.Name);
            Fail(http, (e as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError);
        }
    }

    private static void Prepare(LocalFunctionContext context, HttpContext http)
    {
        http.RequestServices = context.InstanceServices;
        context.Items[FunctionContextExtensions.HttpContextKey] = http;
    }

    private static Task WriteAsync(HttpContext http, object? result) => (result as IResult)?.ExecuteAsync(http) ?? Task.CompletedTask;

    private void Fail(HttpContext http, int status)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        foreach (var (name, value) in _headers)
            http.Response.Headers[name] = value;
        http.Response.StatusCode = status;
    }

    private static Dictionary<string, object?> Data(HttpContext http)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in http.Request.Query)
            data[name] = value.ToString();
        foreach (var (name, value) in http.Request.RouteValues)
            data[name] = value;
        return data;
    }
}
