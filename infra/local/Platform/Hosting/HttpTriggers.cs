using System.Globalization;
using ChatPay.Local.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>Runs HTTP functions. Its own responses (404, 401, 429, 500, 503) have no body, like the official host's.</summary>
internal sealed class HttpTriggers : IDisposable
{
    private readonly RouteTable _routes;
    private readonly FunctionKeys _keys;
    private readonly FunctionInvoker _invoker;
    private readonly Invocations _invocations;
    private readonly HttpLimits _limits;
    private readonly IReadOnlyDictionary<string, string> _headers;
    private readonly TimeProvider _clock;

    /// <exception cref="PlatformException">A route is wrong, or a function returns a type that this host does not support.</exception>
    public HttpTriggers(
        FunctionCatalog catalog,
        HostJson hostJson,
        FunctionKeys keys,
        FunctionInvoker invoker,
        Invocations invocations,
        TimeProvider clock)
    {
        var functions = catalog.With<HttpTriggerAttribute>().ToList();
        foreach (var (function, _) in functions.Where(f =>
                f.Function.ResultType != typeof(void) && !f.Function.ResultType.IsAssignableTo(typeof(IResult))))
        {
            throw new PlatformException(
                $"The HTTP function {function.Name} returns {function.ResultType.Name}: return an IResult, because what becomes of other "
                    + "results differs between hosts.");
        }

        _routes = new RouteTable(hostJson.RoutePrefix, functions);
        _keys = keys;
        _invoker = invoker;
        _invocations = invocations;
        _limits = new HttpLimits(hostJson.MaxConcurrentRequests, hostJson.MaxOutstandingRequests);
        _headers = hostJson.CustomHeaders;
        _clock = clock;
    }

    public Task HandleAsync(HttpContext http)
    {
        foreach (var (name, value) in _headers)
            http.Response.Headers[name] = value;
        // Deadlines use the platform's clock; this lets clients compute the time left.
        http.Response.Headers.Date = _clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        if (!_invocations.Draining.IsCancellationRequested)
            return _limits.RunAsync(http, RunAsync);

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

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _invocations.Stopping);
        var route = values
            .Where(v => v.Value is not null)
            .ToDictionary(v => v.Key, v => Convert.ToString(v.Value, CultureInfo.InvariantCulture)!, StringComparer.OrdinalIgnoreCase);
        try
        {
            await _invoker.InvokeAsync(function, (worker, token) => worker.ServeAsync(function.Name, http, route, token), cancel.Token);
        }
        catch (Exception e) when (http.RequestAborted.IsCancellationRequested && IsCancelled(e))
        {
            // The client is gone.
        }
        catch (Exception e) when (_invocations.Stopping.IsCancellationRequested && IsCancelled(e))
        {
            Fail(http, StatusCodes.Status503ServiceUnavailable);
        }
#pragma warning disable CA1031 // Any failure of a function is a 500 to its caller.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _invoker.Logger(function).LogError(e, "The function {Function} failed.", function.Name);
            Fail(http, StatusCodes.Status500InternalServerError);
        }
    }

    // A cancelled function reports cancellation, or fails with the exception that its token threw.
    private static bool IsCancelled(Exception e) =>
        e is OperationCanceledException or FunctionFailedException { IsCancelled: true }
        || (
            e is FunctionFailedException { ErrorType: { } type }
            && (
                type.EndsWith("TaskCanceledException", StringComparison.Ordinal)
                || type.EndsWith("OperationCanceledException", StringComparison.Ordinal)));

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
}
