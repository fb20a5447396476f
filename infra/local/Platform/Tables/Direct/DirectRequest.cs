using System.Diagnostics.CodeAnalysis;
using Azure.Core;
using ChatPay.Local.Tables.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ChatPay.Local.Tables.Direct;

/// <summary>A request as built by the official client and read by the table service.</summary>
internal sealed class DirectRequest : Request
{
    private string? _id;

    /// <summary>The headers.</summary>
    public HeaderDictionary Fields { get; } = [];

    [AllowNull]
    public override string ClientRequestId
    {
        get => _id ??= RequestId.Next();
        set => _id = value;
    }

    public RequestTarget ReadTarget()
    {
        var uri = Uri.ToUri();
        return RequestTarget.Of(Method.Method, uri.AbsolutePath, uri.Query, uri.Authority);
    }

    public ReadOnlyMemory<byte> ReadBody()
    {
        if (Content is null)
            return default;
        using var body = new MemoryStream();
        Content.WriteTo(body, CancellationToken.None);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    public override void Dispose() => Content?.Dispose();

    protected override void SetHeader(string name, string value) => Fields[name] = value;

    protected override void AddHeader(string name, string value) => Fields[name] = StringValues.Concat(Fields[name], value);

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = Fields.TryGetValue(name, out var values) ? values.ToString() : null;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = Fields.TryGetValue(name, out var found) ? found.OfType<string>() : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => Fields.ContainsKey(name);

    protected override bool RemoveHeader(string name) => Fields.Remove(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() =>
        Fields.Select(field => new HttpHeader(field.Key, field.Value.ToString()));
}
