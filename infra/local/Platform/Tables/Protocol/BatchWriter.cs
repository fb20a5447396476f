using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>Writes the response to a batch: 202, multipart/mixed with one change set.</summary>
internal static class BatchWriter
{
    public static TableReply Write(IReadOnlyList<TableReply> replies)
    {
        var outer = "batchresponse_" + RequestId.Next();
        var inner = "changesetresponse_" + RequestId.Next();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"--{outer}\r\nContent-Type: multipart/mixed; boundary={inner}\r\n\r\n");
        foreach (var reply in replies)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"--{inner}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            text.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} {ReasonPhrases.GetReasonPhrase(reply.Status)}\r\n");
            foreach (var (name, value) in reply.Headers)
                text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            if (reply.ContentType is not null)
                text.Append(CultureInfo.InvariantCulture, $"Content-Type: {reply.ContentType}\r\n");
            text.Append("\r\n").Append(Encoding.UTF8.GetString(reply.Body.Span)).Append("\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"--{inner}--\r\n--{outer}--\r\n");
        return new TableReply(StatusCodes.Status202Accepted)
        {
            Body = Encoding.UTF8.GetBytes(text.ToString()),
            ContentType = "multipart/mixed; boundary=" + outer,
        };
    }
}
