using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>Parses a batch: multipart/mixed with one change set, whose parts are HTTP requests.</summary>
internal static class BatchReader
{
    private const byte NewLine = (byte)'\n';

    public static List<TableRequest> Read(TableRequest batch)
    {
        var outer = new Parts(batch.Body, Boundary(batch.Headers.ContentType.ToString()));
        if (!outer.Next(out var changeSet))
            throw TableFault.InvalidInput();
        var (head, body) = Message(changeSet);
        var type = head.FirstOrDefault(line => line.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase));
        if (type?["Content-Type:".Length..].Trim() is not { } mixed
            || !mixed.StartsWith("multipart/mixed", StringComparison.OrdinalIgnoreCase))
            throw TableFault.NotImplemented();

        var requests = new List<TableRequest>();
        var inner = new Parts(body, Boundary(mixed));
        while (inner.Next(out var part))
            requests.Add(Request(Message(part).Body));
        return requests.Count > 0 ? requests : throw TableFault.InvalidInput();
    }

    private static TableRequest Request(ReadOnlyMemory<byte> message)
    {
        var (head, body) = Message(message);
        var start = head[0].Split(' ');
        if (start.Length != 3)
            throw TableFault.InvalidInput();

        var headers = new HeaderDictionary(head.Length);
        foreach (var line in head.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                throw TableFault.InvalidInput();
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var target = Target(start[0], start[1]);
        return new TableRequest(TableRequest.Verb(target.Method, headers), ResourceAddress.Parse(target.Path), target.Query, headers, body);
    }

    // A part has an absolute URI.
    private static RequestTarget Target(string method, string address)
    {
        const string afterScheme = "://";
        var host = address.IndexOf(afterScheme, StringComparison.Ordinal) + afterScheme.Length;
        var path = host < afterScheme.Length ? -1 : address.IndexOf('/', host);
        if (path < 0)
            throw TableFault.InvalidInput();
        var query = address.IndexOf('?', path) is var at and > 0 ? at : address.Length;
        return RequestTarget.Of(method, address[path..query], address[query..], address[host..path]);
    }

    /// <summary>Splits a message into the lines before the first empty one, and the rest.</summary>
    private static (string[] Head, ReadOnlyMemory<byte> Body) Message(ReadOnlyMemory<byte> message)
    {
        // A part without headers begins with an empty line.
        if (message.Span.StartsWith("\r\n"u8))
            return ([], message[2..]);
        var end = message.Span.IndexOf("\r\n\r\n"u8);
        var head = Encoding.UTF8.GetString(end < 0 ? message.Span : message.Span[..end]).TrimEnd('\r', '\n').Split("\r\n");
        return (head, end < 0 ? default : message[(end + 4)..]);
    }

    private static string Boundary(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var parsed)
        && HeaderUtilities.RemoveQuotes(parsed.Boundary) is { Length: > 0 } boundary
            ? boundary.ToString()
            : throw TableFault.InvalidInput();

    /// <summary>Enumerates the parts between boundary lines (RFC 2046, 5.1.1).</summary>
    private struct Parts(ReadOnlyMemory<byte> body, string boundary)
    {
        private readonly byte[] _line = Encoding.UTF8.GetBytes("--" + boundary);
        private ReadOnlyMemory<byte> _rest = body;
        private bool _within;

        /// <exception cref="TableFault">The body ends before its last boundary.</exception>
        public bool Next(out ReadOnlyMemory<byte> part)
        {
            part = default;
            if (!_within && !Skip(out _))
                return false;
            _within = true;
            if (_rest.Span.StartsWith("--"u8))
                return false;
            var line = _rest.Span.IndexOf(NewLine);
            if (line < 0)
                throw TableFault.InvalidInput();
            _rest = _rest[(line + 1)..];
            return Skip(out part) ? true : throw TableFault.InvalidInput();
        }

        /// <summary>Moves past the next boundary.</summary>
        private bool Skip(out ReadOnlyMemory<byte> before)
        {
            for (var from = 0; ; from++)
            {
                var at = _rest.Span[from..].IndexOf(_line);
                if (at < 0)
                {
                    before = default;
                    return false;
                }

                from += at;
                if (from > 0 && _rest.Span[from - 1] != NewLine)
                    continue;
                // The line break before a boundary belongs to the boundary.
                var end = from >= 2 && _rest.Span[from - 2] == '\r' ? from - 2 : Math.Max(from - 1, 0);
                before = _rest[..end];
                _rest = _rest[(from + _line.Length)..];
                return true;
            }
        }
    }
}
