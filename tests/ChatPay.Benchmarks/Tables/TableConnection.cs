using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChatPay.Benchmarks.Tables;

/// <summary>A keep-alive HTTP connection with almost no overhead, so that the service is what is measured.</summary>
internal sealed class TableConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[32 * 1024];
    private int _filled;

    public static async Task<TableConnection> OpenAsync(Uri service)
    {
        var connection = new TableConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, service.Port);
        return connection;
    }

    public async Task<TableAnswer> SendAsync(ReadOnlyMemory<byte> request)
    {
        while (!request.IsEmpty)
            request = request[await _socket.SendAsync(request)..];
        _filled = 0;
        int body;
        while ((body = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
            await ReceiveAsync();
        body += 4;
        if (Header(body, "transfer-encoding") == "chunked")
        {
            while (!_buffer.AsSpan(body, _filled - body).EndsWith("0\r\n\r\n"u8))
                await ReceiveAsync();
        }
        else
        {
            var length = Header(body, "content-length") is { } text
                ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
                : 0;
            while (_filled < body + length)
                await ReceiveAsync();
        }

        if (!Utf8Parser.TryParse(_buffer.AsSpan("HTTP/1.1 ".Length), out int status, out _))
            throw new InvalidDataException("The answer is no HTTP.");
        return new TableAnswer(status, Header(body, "etag"), Encoding.UTF8.GetString(_buffer, body, _filled - body));
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReceiveAsync()
    {
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, _filled * 2);
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
        _filled += read > 0 ? read : throw new IOException("The service has closed the connection.");
    }

    private string? Header(int headEnd, string name)
    {
        var head = _buffer.AsSpan(0, headEnd);
        while (head.IndexOf("\r\n"u8) is var end and > 0)
        {
            var line = head[..end];
            if (line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
                return Encoding.ASCII.GetString(line[(name.Length + 1)..]).Trim();
            head = head[(end + 2)..];
        }

        return null;
    }
}

/// <summary>A response.</summary>
internal readonly record struct TableAnswer(int Status, string? ETag, string Body);
