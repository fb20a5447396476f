using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>A response, or one part of a batch's.</summary>
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

    public static TableReply Xml(int status, XElement body)
    {
        using var stream = new MemoryStream();
        new XDocument(new XDeclaration("1.0", "utf-8", "yes"), body).Save(stream, SaveOptions.DisableFormatting);
        return new(status) { Body = stream.ToArray(), ContentType = "application/xml" };
    }
}
