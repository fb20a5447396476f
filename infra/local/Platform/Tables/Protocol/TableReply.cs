using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>An answer, whole or one part of a batch's.</summary>
internal sealed record TableReply(int Status)
{
    public ReadOnlyMemory<byte> Body { get; init; }

    public string? ContentType { get; init; }

    public HeaderDictionary Headers { get; } = new()
    {
        ["X-Content-Type-Options"] = "nosniff",
        ["Cache-Control"] = "no-cache",
        ["DataServiceVersion"] = "3.0;",
    };

    public TableReply With(string header, string value)
    {
        Headers[header] = value;
        return this;
    }

    public static TableReply NoContent() => new(StatusCodes.Status204NoContent);

    public static TableReply Json(int status, ReadOnlyMemory<byte> body, MetadataLevel level) =>
        new(status) { Body = body, ContentType = level.ContentType() };

    /// <summary>The JSON shape of an error, with the request id and the time in its text as the service writes them.</summary>
    public static TableReply Of(TableFault fault, string requestId, DateTimeOffset now)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{fault.Message}\nRequestId:{requestId}\nTime:{now.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ}");
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("odata.error");
            json.WriteString("code", fault.Code);
            json.WriteStartObject("message");
            json.WriteString("lang", "en-US");
            json.WriteString("value", text);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Json(fault.Status, stream.ToArray(), MetadataLevel.Minimal);
    }
}
