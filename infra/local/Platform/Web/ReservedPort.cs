using System.Net;
using System.Net.Sockets;

namespace ChatPay.Local.Web;

/// <summary>A free port on 127.0.0.1 that is held from the moment its number is known, so that nobody else takes it before its server
/// is there: for a server whose address has to be known earlier. Calls that come before it wait for it.</summary>
public sealed class ReservedPort : IAsyncDisposable
{
    private ReservedPort()
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        // Bound alone, Linux would give it to the next who asks for this very number.
        Socket.Listen();
        Number = ((IPEndPoint)Socket.LocalEndPoint!).Port;
    }

    public int Number { get; }

    /// <summary>The server that takes its calls owns it.</summary>
    internal Socket Socket { get; }

    /// <summary>Any free port.</summary>
    public static ReservedPort Take() => new();

    public ValueTask DisposeAsync()
    {
        Socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
