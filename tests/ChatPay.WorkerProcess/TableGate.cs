using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace ChatPay.WorkerProcess;

/// <summary>A proxy in front of a table service. While closed, it accepts requests without answering, so that work lasts as long as a
/// test wants. It can also refuse requests, as in an outage.</summary>
internal sealed class TableGate : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Lock _lock = new();
    private readonly Dictionary<int, TaskCompletionSource> _awaited = [];
    private TaskCompletionSource? _closed;
    private volatile bool _refuses;
    private int _held;

    private TableGate(string connectionString)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddHttpForwarder();
        _server = builder.Build();
        var endpoint = new Uri(
            connectionString.Split(';').Single(p => p.StartsWith("TableEndpoint=", StringComparison.Ordinal))["TableEndpoint=".Length..]);
        var target = endpoint.GetLeftPart(UriPartial.Authority);
        var forwarder = _server.Services.GetRequiredService<IHttpForwarder>();
        _server.Run(async http =>
        {
            await PassAsync(http.RequestAborted);
            if (_refuses)
            {
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            await forwarder.SendAsync(http, target, _http);
        });
        ConnectionString = connectionString.Replace(target, "{gate}", StringComparison.Ordinal);
    }

    /// <summary>The connection string for clients behind the gate.</summary>
    public string ConnectionString { get; private set; }

    public static async Task<TableGate> StartAsync(string connectionString)
    {
        var gate = new TableGate(connectionString);
        await gate._server.StartAsync();
        gate.ConnectionString = gate.ConnectionString.Replace("{gate}", gate._server.Urls.First(), StringComparison.Ordinal);
        return gate;
    }

    public void Close()
    {
        lock (_lock)
        {
            _held = 0;
            _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Answers every request with 503.</summary>
    public void Refuse()
    {
        lock (_lock)
        {
            _held = 0;
            _refuses = true;
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            _refuses = false;
            _closed?.TrySetResult();
            _closed = null;
        }
    }

    /// <summary>Completes when a number of requests have arrived since the gate was closed or began to refuse.</summary>
    public Task HeldAsync(int count)
    {
        lock (_lock)
        {
            if (_held >= count)
                return Task.CompletedTask;
            return (_awaited[count] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Open();
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private Task PassAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_closed is null && !_refuses)
                return Task.CompletedTask;
            if (_awaited.Remove(++_held, out var awaited))
                awaited.SetResult();
            return _closed?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }
}
