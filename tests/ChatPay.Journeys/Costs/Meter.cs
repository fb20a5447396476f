using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Azure.Core;
using ChatPay.Local.Simulators.PayPal;

namespace ChatPay.Journeys.Costs;

/// <summary>Counts the app's calls to other services, by kind and name.</summary>
internal sealed partial class Meter
{
    public const string Storage = "storage requests";
    public const string Messages = "queue messages";
    public const string Executions = "function executions";
    public const string History = "history";
    public const string Provider = "provider calls";
    public const string Vault = "vault operations";

    /// <summary>The kinds, in display order.</summary>
    public static readonly IReadOnlyList<string> Kinds = [Storage, Messages, Executions, History, Provider, Vault];

    private readonly ConcurrentDictionary<(string Kind, string Name), int> _counts = [];

    /// <summary>The counts so far.</summary>
    public IReadOnlyDictionary<(string Kind, string Name), int> Read() => new Dictionary<(string, string), int>(_counts);

    public void Add(string kind, string name) => _counts.AddOrUpdate((kind, name), 1, (_, n) => n + 1);

    public void Called(PayPalExchange exchange) =>
        Add(Provider, $"{exchange.Method} {Id().Replace(exchange.Path.Split('?')[0], "/{id}")}");

    /// <summary>Counts a call of the table service or of the vault.</summary>
    public void Called(Request request)
    {
        var uri = request.Uri.ToUri();
        if (uri.AbsolutePath.StartsWith("/secrets", StringComparison.Ordinal)
            || uri.AbsolutePath.StartsWith("/deletedsecrets", StringComparison.Ordinal))
        {
            var parts = uri.AbsolutePath.Trim('/').Split('/');
            Add(Vault, $"{request.Method} {parts[0]}{(parts.Length > 1 ? "/" + SecretId().Replace(parts[1], "-{id}") : "")}");
            return;
        }

        Add(Storage, NameOf(request, uri));
    }

    // A transaction is one request, counted for its table.
    private static string NameOf(Request request, Uri uri)
    {
        var path = uri.AbsolutePath.Split('/')[^1];
        if (path == "$batch")
            return $"{TableOf(request.Content!)} transaction";
        var table = path.Split('(')[0];
        var hasVersion = request.Headers.Contains("If-Match");
        var operation = (request.Method.Method, hasVersion, IsRow: path.EndsWith("')", StringComparison.Ordinal)) switch
        {
            ("GET", _, true) => "read",
            ("GET", _, false) => "query",
            ("POST", _, _) => "insert",
            ("DELETE", _, _) => "delete",
            (_, true, _) => "update",
            _ => "upsert",
        };
        return $"{table} {operation}";
    }

    private static string TableOf(RequestContent content)
    {
        using var body = new MemoryStream();
        content.WriteTo(body, CancellationToken.None);
        return InBatch().Match(System.Text.Encoding.UTF8.GetString(body.ToArray())).Groups[1].Value;
    }

    [GeneratedRegex(@"^(?:POST|PUT|PATCH|MERGE|DELETE) \S*?/(\w+)(?:[(?]\S*)? HTTP", RegexOptions.Multiline)]
    private static partial Regex InBatch();

    [GeneratedRegex("/(?=[^/]*[0-9])[A-Za-z0-9-]{8,}")]
    private static partial Regex Id();

    [GeneratedRegex("-[a-z0-9]{20,}")]
    private static partial Regex SecretId();
}
