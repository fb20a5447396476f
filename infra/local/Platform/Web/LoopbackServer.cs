using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ChatPay.Local.Clock;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Local.Web;

/// <summary>A small HTTP server on 127.0.0.1. Every request is work of the clock. It accepts only host names of this machine:
/// otherwise a foreign page, open in a browser of this machine, could reach it by a host name that resolves here, and read its
/// responses (DNS rebinding).</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly RequestDelegate _handle;
    private volatile bool _hasStopped;

    private LoopbackServer(WebApplication app, RequestDelegate handle, Uri address)
    {
        _app = app;
        _handle = handle;
        Address = address;
    }

    /// <summary>The address that it listens on, such as <c>http://127.0.0.1:7071/</c>.</summary>
    public Uri Address { get; }

    /// <param name="name">The server's name, for messages.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="clock">The clock that tracks its requests as work.</param>
    /// <param name="handle">Handles a request.</param>
    /// <param name="reserved">A reserved port, used instead of <paramref name="port"/>.</param>
    /// <param name="certificate">The TLS certificate, owned by the caller; null serves without TLS.</param>
    /// <param name="isNamed">Tells which other host names are accepted; null for none.</param>
    /// <exception cref="PlatformException">The port is in use.</exception>
    public static Task<LoopbackServer> StartAsync(
        string name,
        int port,
        LocalClock clock,
        RequestDelegate handle,
        ReservedPort? reserved = null,
        X509Certificate2? certificate = null,
        Predicate<string>? isNamed = null)
    {
        return StartUntrackedAsync(name, port, TrackedAsync, reserved, certificate, isNamed);

        async Task TrackedAsync(HttpContext context)
        {
            using var work = clock.Working($"{name}: {context.Request.Method} {context.Request.Path}");
            using var served = context.Request.Headers.Remove(LinkedCalls.Header, out var call) ? clock.Work.Serve(call) : null;
            await handle(context);
        }
    }

    /// <summary>As <see cref="StartAsync"/>, for requests that move the clock: they are not tracked as work.</summary>
    /// <exception cref="PlatformException">The port is in use.</exception>
    public static async Task<LoopbackServer> StartUntrackedAsync(
        string name,
        int port,
        RequestDelegate handle,
        ReservedPort? reserved = null,
        X509Certificate2? certificate = null,
        Predicate<string>? isNamed = null)
    {
        // Empty: the other builders read settings from the current folder, and watch it and everything below it for changes.
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = typeof(LoopbackServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore();
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            // A table query has its filter in the URL.
            o.Limits.MaxRequestLineSize = 32 * 1024;
            o.Limits.MaxRequestBodySize = 16 * 1024 * 1024;
            o.Listen(IPAddress.Loopback, reserved?.Number ?? port, listen =>
            {
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });
        if (reserved is not null)
            builder.WebHost.UseSockets(o => o.CreateBoundListenSocket = _ => reserved.Socket);

        // Limits the wait for requests that do not end; callers that want to wait longer do so before.
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(5));
        var app = builder.Build();
        app.Run(context => IsOfThisMachine(context.Request.Host.Host) || isNamed?.Invoke(context.Request.Host.Host) == true
            ? handle(context) : RefuseAsync(context));
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw PlatformException.PortInUse(port, $"the {name}", e);
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new LoopbackServer(app, handle, new Uri(address + "/"));
    }

    /// <summary>Creates a handler for a client in this process, without a socket.</summary>
    public HttpMessageHandler CreateHandler() => new DirectHandler(_handle, () => _hasStopped);

    /// <summary>Whether the request comes from a page of this machine, or does not say where it comes from. A page from elsewhere can
    /// send requests here too, without being able to read the responses.</summary>
    public static bool IsFromThisMachine(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers.Origin.ToString() is not { Length: > 0 } origin
            || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.IsLoopback);
    }

    private static bool IsOfThisMachine(string host) =>
        host is "127.0.0.1" or "[::1]"
        || string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return context.Response.WriteAsync("This server only answers to localhost and 127.0.0.1.", context.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        _hasStopped = true;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
