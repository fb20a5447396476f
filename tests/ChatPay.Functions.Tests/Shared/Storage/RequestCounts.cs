using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatPay.Functions.Tests.Shared.Storage;

/// <summary>Counts requests to the tables: <c>orders read</c>, <c>indexes query</c>, <c>orders write</c> and so on. A transaction is
/// one request.</summary>
internal sealed partial class RequestCounts : HttpPipelineSynchronousPolicy
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int this[string name] => _counts.GetValueOrDefault(name);

    public int Total => _counts.Values.Sum();

    public void Clear() => _counts.Clear();

    public IReadOnlyDictionary<string, int> Read() => new SortedDictionary<string, int>(_counts, StringComparer.Ordinal);

    public override void OnSendingRequest(HttpMessage message) =>
        Add(message.Request.Method.Method, message.Request.Uri.ToUri().AbsolutePath);

    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The request path.</param>
    public void Add(string method, string path)
    {
        var last = path.Split('/')[^1];
        var name = (method, last) switch
        {
            (_, "$batch") => "transaction",
            ("GET", _) when Row().IsMatch(last) => $"{last.Split('(')[0]} read",
            ("GET", _) => $"{last.Split('(')[0]} query",
            ("DELETE", _) => $"{last.Split('(')[0]} delete",
            _ => $"{last.Split('(')[0]} write",
        };
        _counts.AddOrUpdate(name, 1, (_, n) => n + 1);
    }

    public override string ToString() => string.Join(", ", Read().Select(c => $"{c.Value} {c.Key}"));

    [GeneratedRegex(@"\(PartitionKey=")]
    private static partial Regex Row();
}
