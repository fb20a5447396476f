using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatPay.Local.Worker;

/// <summary>HTTP functions.</summary>
public sealed partial class InProcessWorker
{
    private const string InvocationHeader = "x-ms-invocation-id";

    /// <summary>Has a function answer a request.</summary>
    /// <param name="function">The function that the host's routes select. The worker's routes must agree: otherwise the function
    /// waits 15 s of real time for a request that never comes, and fails.</param>
    /// <param name="http">The request.</param>
    /// <param name="routeValues">The route values from the path.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FunctionFailedException">The function failed; no response has been sent, unless it had already begun.</exception>
    public async Task ServeAsync(
        string function, HttpContext http, IReadOnlyDictionary<string, string> routeValues, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(routeValues);
        var called = Find(function);
        var invocation = _newInvocationId();

        // The worker matches request and invocation by this header.
        http.Request.Headers[InvocationHeader] = invocation;
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in http.Request.Query)
            metadata[name] = value.ToString();
        foreach (var (name, value) in routeValues)
            metadata[name] = value;

        var web = _server.ProcessAsync(new FeatureCollection(http.Features));
        try
        {
            await InvokeAsync(called, invocation, Text(""), metadata, cancellationToken, http.Request);
        }
        catch (FunctionFailedException)
        {
            // The worker ends the request when its function has failed.
            await ((Task)web).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await web;
    }
}
