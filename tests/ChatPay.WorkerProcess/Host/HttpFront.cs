using System.Net;
using System.Threading.Channels;
using ChatPay.Local.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatPay.WorkerProcess.Host;

/// <summary>Serves the app's HTTP functions at the routes that the worker reports, behind host.json's prefix.</summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private readonly Channel<string> _failures = Channel.CreateUnbounded<string>();
    private readonly WebApplication _server;

    private HttpFront(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.First() + "/");

    /// <summary>Waits for the next failed request, and returns what a host would log.</summary>
    public async Task<string> FailureAsync() => await _failures.Reader.ReadAsync();

    public static async Task<HttpFront> StartAsync(ProcessWorker worker, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
        var front = new HttpFront(builder.Build());
        var prefix = worker.RoutePrefix;
        foreach (var function in worker.Functions.Values.Where(f => f.TriggerType == "httpTrigger"))
        {
            var route = function.Trigger.TryGetProperty("route", out var given) ? given.GetString() : function.Name;
            var methods = function.Trigger.GetProperty("methods").EnumerateArray().Select(m => m.GetString()!.ToUpperInvariant());
            front._server.MapMethods(
                $"/{prefix}/{route}".Replace("//", "/", StringComparison.Ordinal),
                methods,
                http => front.ServeAsync(worker, function.Name, http));
        }

        await front._server.StartAsync();
        return front;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task ServeAsync(ProcessWorker worker, string function, HttpContext http)
    {
        try
        {
            var values = http.Request.RouteValues.ToDictionary(v => v.Key, v => v.Value?.ToString() ?? "");
            await worker.ServeAsync(function, http, values, http.RequestAborted);
        }
        catch (Exception e) when (e is FunctionFailedException or WorkerGoneException)
        {
            _failures.Writer.TryWrite(e.Message);
            if (http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)
                return;
            http.Response.StatusCode =
                e is WorkerGoneException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
            await http.Response.WriteAsync(e.Message);
        }
    }
}
