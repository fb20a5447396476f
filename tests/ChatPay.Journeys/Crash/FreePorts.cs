using System.Net;
using System.Net.Sockets;

namespace ChatPay.Journeys.Crash;

/// <summary>Ports for a server that needs a fixed one: outside the system's ephemeral range, so that a platform can take them again
/// after it was killed.</summary>
internal static class FreePorts
{
    // Below the ephemeral port range.
    private const int First = 12_000;
    private const int Last = 30_000;

    private static readonly Lock Gate = new();
    private static int _next = First + (Environment.ProcessId * 17 % (Last - First));

    /// <summary>The first of a number of consecutive free ports.</summary>
    public static int Row(int count)
    {
        lock (Gate)
        {
            for (var tried = 0; tried < Last - First; tried += count)
            {
                var first = _next;
                _next = _next + count > Last ? First : _next + count;
                if (Enumerable.Range(first, count).All(IsFree))
                    return first;
            }
        }

        throw new InvalidOperationException("There are no free ports.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
