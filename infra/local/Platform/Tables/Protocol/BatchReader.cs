using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>Takes a batch apart: multipart/mixed, in it one change set, in it one HTTP request a part.</summary>
internal static class BatchReader
{
    public static async Task<List<TableRequest>> ReadAsync(TableRequest batch)
    {
        try
        {
            using var stream = new MemoryStream(batch.Body.ToArray());
            var outer = new MultipartReader(Boundary(batch.Headers.ContentType.ToString()), stream);
            var changeSet = await outer.ReadNextSectionAsync() ?? throw TableFault.InvalidInput();
            if (changeSet.ContentType?.StartsWith("multipart/mixed", StringComparison.OrdinalIgnoreCase) != true)
                throw TableFault.NotImplemented();

            var requests = new List<TableRequest>();
            var inner = new MultipartReader(Boundary(changeSet.ContentType), changeSet.Body);
            while (await inner.ReadNextSectionAsync() is { } part)
            {
                using var content = new MemoryStream();
                await part.Body.CopyToAsync(content);
                requests.Add(Request(content.ToArray()));
            }

            return requests.Count > 0 ? requests : throw TableFault.InvalidInput();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UriFormatException)
        {
            throw TableFault.InvalidInput();
        }
    }

    private static TableRequest Request(byte[] message)
    {
        var end = message.AsSpan().IndexOf("\r\n\r\n"u8);
        var head = Encoding.UTF8.GetString(end < 0 ? message : message.AsSpan(0, end)).TrimEnd('\r', '\n').Split("\r\n");
        var start = head[0].Split(' ');
        if (start.Length != 3)
            throw TableFault.InvalidInput();

        var headers = new HeaderDictionary();
        foreach (var line in head.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                throw TableFault.InvalidInput();
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var uri = new Uri(start[1], UriKind.Absolute);
        var query = new QueryCollection(QueryHelpers.ParseQuery(uri.Query));
        var body = end < 0 ? default : message.AsMemory(end + 4);
        return new TableRequest(TableRequest.Verb(start[0], headers), ResourceAddress.Parse(uri.AbsolutePath), query, headers, body);
    }

    private static string Boundary(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var parsed)
        && HeaderUtilities.RemoveQuotes(parsed.Boundary) is { Length: > 0 } boundary
            ? boundary.ToString()
            : throw TableFault.InvalidInput();
}
