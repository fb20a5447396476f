using System.Globalization;
using System.Xml.Linq;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>Writes errors ("Status and error codes", "OData error format"): as JSON if the client accepts JSON, else as XML.</summary>
internal sealed class FaultBody(string requestId, DateTimeOffset now)
{
    private static readonly XNamespace Metadata = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata";

    /// <param name="fault">The error.</param>
    /// <param name="accept">The Accept header of the request.</param>
    public TableReply Reply(TableFault fault, string accept)
    {
        // Like the service, adds the request id and the time to the text.
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{fault.Message}\nRequestId:{requestId}\nTime:{now.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ}");
        var reply = accept.Contains("json", StringComparison.OrdinalIgnoreCase)
            ? TableReply.Json(fault.Status, Json(fault.Code, text), MetadataLevel.Minimal)
            : TableReply.Xml(fault.Status, Xml(fault.Code, text));
        return reply.With("x-ms-error-code", fault.Code);
    }

    private static byte[] Json(string code, string text) => EntityJson.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("odata.error");
        json.WriteString("code", code);
        json.WriteStartObject("message");
        json.WriteString("lang", "en-US");
        json.WriteString("value", text);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static XElement Xml(string code, string text) => new(
        Metadata + "error",
        new XElement(Metadata + "code", code),
        new XElement(Metadata + "message", new XAttribute(XNamespace.Xml + "lang", "en-US"), text));
}
