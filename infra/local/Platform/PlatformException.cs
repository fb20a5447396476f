using System.Net.Sockets;

namespace ChatPay.Local;

/// <summary>Something about the machine, the options or the data folder stops the platform. The message is one sentence for
/// the person at the terminal, and says what to do; it is printed without a stack trace, and the process exits with 1.</summary>
public sealed class PlatformException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A part cannot listen on its port: another process does, or the machine refuses it.</summary>
    public static PlatformException PortInUse(int port, string part, Exception? inner = null) =>
        IsRefused(inner)
            ? new(
                $"Port {port} is refused by this machine, so {part} cannot start: it is reserved, or needs rights; choose another port.",
                inner)
            : new($"Port {port} is in use, so {part} cannot start: end what uses it, or choose another port.", inner);

    private static bool IsRefused(Exception? thrown) =>
        thrown is SocketException { SocketErrorCode: SocketError.AccessDenied }
        || (
            thrown is AggregateException several
                ? several.InnerExceptions.Any(IsRefused)
                : thrown is { InnerException: { } inner } && IsRefused(inner));
}
