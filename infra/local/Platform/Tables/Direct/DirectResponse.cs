using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Azure;
using Azure.Core;
using ChatPay.Local.Tables.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatPay.Local.Tables.Direct;

/// <summary>A response of the table service, in the form that the official client reads.</summary>
internal sealed class DirectResponse : Response
{
    private readonly HeaderDictionary _fields;

    public DirectResponse(TableReply reply, string clientRequestId)
    {
        _fields = reply.Headers;
        Status = reply.Status;
        ClientRequestId = clientRequestId;
        if (reply.ContentType is not null)
            _fields["Content-Type"] = reply.ContentType;
        ContentStream = MemoryMarshal.TryGetArray(reply.Body, out var body)
            ? new MemoryStream(body.Array ?? [], body.Offset, body.Count, writable: false, publiclyVisible: true)
            : new MemoryStream(reply.Body.ToArray(), writable: false);
    }

    public override int Status { get; }

    public override string ReasonPhrase => ReasonPhrases.GetReasonPhrase(Status);

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; }

    public override void Dispose()
    {
    }

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = _fields.TryGetValue(name, out var values) ? values.ToString() : null;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = _fields.TryGetValue(name, out var found) ? found.OfType<string>() : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => _fields.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() =>
        _fields.Select(field => new HttpHeader(field.Key, field.Value.ToString()));
}
