using System.Net;
using System.Net.Sockets;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Sasl;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>
/// The broker's entities over AMQP 1.0 on loopback, for the official client as it is, with <c>UseDevelopmentEmulator=true</c>: plain
/// TCP, and any key is right. What is on the wire follows "AMQP 1.0 in Azure Service Bus: protocol guide" and "request-response-based
/// operations"; what becomes of messages is the broker's.
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

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>For an official client. The key is no secret: this endpoint asks for none.</summary>
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
            // The connections live as long as this, not as long as the work that happens to start it.
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

    // The library's listener shares its port with whoever asks for the same: two platforms would each get half of the clients.
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
        // The client names the mechanism of claims-based security; the claims themselves come to $cbs.
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
