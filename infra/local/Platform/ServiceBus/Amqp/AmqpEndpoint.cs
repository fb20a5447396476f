using System.Net;
using System.Net.Sockets;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Sasl;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>
/// Serves the broker's entities over AMQP 1.0 on loopback, for the unmodified official client with
/// <c>UseDevelopmentEmulator=true</c>: plain TCP, any key is accepted. The protocol follows "AMQP 1.0 in Azure Service Bus: protocol
/// guide" and "request-response-based operations"; messages are handled by the broker.
/// </summary>
public sealed class AmqpEndpoint : IAsyncDisposable
{
    private readonly AmqpConnectionListener _listener;
    private readonly AmqpRuntime _runtime;

    private AmqpEndpoint(AmqpConnectionListener listener, AmqpRuntime runtime, int port)
    {
        (_listener, _runtime) = (listener, runtime);
        Address = new Uri($"amqp://127.0.0.1:{port}/");
    }

    /// <summary>The address that it listens on.</summary>
    public Uri Address { get; }

    /// <summary>The connection string for official clients. The key is no secret: this endpoint does not check it.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://127.0.0.1:{Address.Port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;";

    /// <exception cref="PlatformException">The port is in use.</exception>
    public static AmqpEndpoint Start(AmqpEndpointOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var runtime = new AmqpRuntime(options);
        try
        {
            var port = Probe(options.Port);
            var listener = new AmqpConnectionListener([$"amqp://127.0.0.1:{port}"], Protocol(runtime), Connections());
            // Detached: connections outlive the work that happens to start the endpoint.
            options.Clock.Work.Detach(listener.Open);
            return new AmqpEndpoint(listener, runtime, port);
        }
        catch (Exception e) when (e is SocketException or AggregateException { InnerException: SocketException })
        {
            throw PlatformException.PortInUse(options.Port, "Service Bus over AMQP", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _runtime.DisposeAsync();
    }

    // The library's listener shares its port with any other listener: two platforms would each get half of the clients.
    private static int Probe(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen();
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static AmqpSettings Protocol(AmqpRuntime runtime)
    {
        var sasl = new SaslTransportProvider();
        sasl.Versions.Add(new AmqpVersion(1, 0, 0));
        // The client selects the mechanism of claims-based security; the claims themselves are sent to $cbs.
        sasl.AddHandler(new SaslAnonymousHandler("MSSBCBS"));
        sasl.AddHandler(new SaslAnonymousHandler());
        var settings = new AmqpSettings { RuntimeProvider = runtime };
        settings.TransportProviders.Add(sasl);
        return settings;
    }

    private static AmqpConnectionSettings Connections() =>
        new()
        {
            ContainerId = "chatpay-local",
            MaxFrameSize = 64 * 1024,
            IdleTimeOut = 240_000,
        };
}
