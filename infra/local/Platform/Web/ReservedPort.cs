using System.Net;
using System.Net.Sockets;

namespace ChatPay.Local.Web;

/// <summary>A free port on 127.0.0.1, held from the moment its number is known, so that no one else takes it before its server
/// starts: for servers whose address must be known earlier. Connections made before then wait.</summary>
public sealed class ReservedPort : IAsyncDisposable
{
    private ReservedPort()
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        // If it were only bound, Linux would give the port to the next socket that asks for it.
        Socket.Listen();
        Number = ((IPEndPoint)Socket.LocalEndPoint!).Port;
    }

    public int Number { get; }

    /// <summary>The socket, owned by the server that accepts its connections.</summary>
    internal Socket Socket { get; }

    /// <summary>Reserves a free port.</summary>
    public static ReservedPort Take() => new();

    public ValueTask DisposeAsync()
    {
        Socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
