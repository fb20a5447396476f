using System.Security.Cryptography;
using System.Text;
using ChatPay.Local.Tables;

namespace ChatPay.Benchmarks.Tables;

/// <summary>Signed requests like the official client's, without its tracing headers.</summary>
internal sealed class TableRequests(Uri service, string table, TimeProvider time)
{
    private static readonly byte[] Key = Convert.FromBase64String(EmulatorAccount.Key);
    private readonly string _path = "/" + EmulatorAccount.Name;

    /// <summary>Five properties, some 200 bytes.</summary>
    public static string Properties(long number) =>
        $$"""
            "Doc":"{{new string(
                'x',
                100
            )}}","Number@odata.type":"Edm.Int64","Number":"{{number}}","Count":5,"Done":true,"At@odata.type":"Edm.DateTime","At":"2026-03-04T05:06:07.1234567Z"
            """;

    public ReadOnlyMemory<byte> CreateTable() => Request("POST", "/Tables", $$"""{"TableName":"{{table}}"}""");

    public ReadOnlyMemory<byte> Insert(string partition, string row, long number) =>
        Request(
            "POST",
            $"/{table}",
            $$"""{"PartitionKey":"{{partition}}","RowKey":"{{row}}",{{Properties(number)}}}""",
            "Prefer: return-no-content\r\n");

    public ReadOnlyMemory<byte> Get(string partition, string row) => Request("GET", Entity(partition, row), "");

    public ReadOnlyMemory<byte> Merge(string partition, string row, string tag, long number) =>
        Request(
            "PATCH",
            Entity(partition, row),
            $$"""{"PartitionKey":"{{partition}}","RowKey":"{{row}}","Number@odata.type":"Edm.Int64","Number":"{{number}}"}""",
            $"If-Match: {tag}\r\n");

    /// <summary>A batch like an order's commit: replaces its state, and inserts two rows.</summary>
    public ReadOnlyMemory<byte> Batch(string partition, long number)
    {
        var body = new StringBuilder("--batch_a\r\nContent-Type: multipart/mixed; boundary=changeset_b\r\n\r\n");
        Part(body, "PUT", Entity(partition, "state"), $$"""{"PartitionKey":"{{partition}}","RowKey":"state",{{Properties(number)}}}""");
        for (var i = 0; i < 2; i++)
            Part(body, "POST", $"/{table}", $$"""{"PartitionKey":"{{partition}}","RowKey":"r-{{number}}-{{i}}",{{Properties(number)}}}""");
        body.Append("--changeset_b--\r\n--batch_a--\r\n");
        return Request("POST", "/$batch", body.ToString(), contentType: "multipart/mixed; boundary=batch_a");
    }

    private void Part(StringBuilder body, string method, string path, string entity) => body
        .Append("--changeset_b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n")
        .Append($"{method} http://127.0.0.1:{service.Port}{_path}{path} HTTP/1.1\r\nAccept: application/json;odata=minimalmetadata\r\n")
        .Append("Content-Type: application/json;odata=nometadata\r\nDataServiceVersion: 3.0\r\n")
        .Append(method == "POST" ? "Prefer: return-no-content\r\n" : "")
        .Append($"Content-Length: {entity.Length}\r\n\r\n{entity}\r\n");

    private string Entity(string partition, string row) => $"/{table}(PartitionKey='{partition}',RowKey='{row}')";

    private ReadOnlyMemory<byte> Request(
        string method,
        string path,
        string body,
        string headers = "",
        string contentType = "application/json;odata=nometadata")
    {
        var date = time.GetUtcNow().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        var signed = $"{date}\n/{EmulatorAccount.Name}{_path}{path}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(signed)));
        var content = method == "GET" ? "" : $"Content-Type: {contentType}\r\nContent-Length: {body.Length}\r\n";
        return Encoding.ASCII.GetBytes(
            $"{method} {_path}{path} HTTP/1.1\r\nHost: 127.0.0.1:{service.Port}\r\nAccept: application/json;odata=minimalmetadata\r\n" +
            $"x-ms-version: 2019-02-02\r\nDataServiceVersion: 3.0\r\nx-ms-date: {date}\r\n" +
            $"Authorization: SharedKeyLite {EmulatorAccount.Name}:{signature}\r\n{content}{headers}\r\n{body}");
    }
}
