using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatPay.Local.Worker;

/// <summary>HTTP functions.</summary>
public sealed partial class InProcessWorker
{
    private const string InvocationHeader = "x-ms-invocation-id";

    /// <summary>Answers a request by a function.</summary>
    /// <param name="function">Which one the host's routes lead to. The worker's own must agree: else the function waits for a request that
    /// never comes, 15 s of real time, and fails.</param>
    /// <param name="http">The request.</param>
    /// <param name="routeValues">What the route has taken from the path.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FunctionFailedException">The function failed; nothing has been answered, unless it had begun to.</exception>
    public async Task ServeAsync(
        string function, HttpContext http, IReadOnlyDictionary<string, string> routeValues, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(routeValues);
        var called = Find(function);
        var invocation = _newInvocationId();

        // The worker brings the request and the invocation together by this.
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
            // The worker lets the request go when its function has failed.
            await ((Task)web).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await web;
    }
}
