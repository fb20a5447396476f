using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>Where the certificates are that have verified a webhook of PayPal's, in a row each: a new instance fetches these whoever else
/// names made-up ones. Rows are few, since PayPal replaces its certificate every few months.</summary>
public sealed class KnownCertificates(ChatPayTables tables, TimeProvider time, ILogger<KnownCertificates> log)
{
    private const string Partition = "paypal-certificates";
    private const string Url = "Url";

    // Forged webhooks lead here too: they cost one query in this time.
    private static readonly TimeSpan ReadsEvery = TimeSpan.FromSeconds(10);

    // A webhook does not wait longer for the table.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _recorded = new(StringComparer.Ordinal);
    private HashSet<string> _known = new(StringComparer.Ordinal);
    private DateTimeOffset? _readAt;

    /// <summary>Whether the certificate at this URL has verified a webhook, here or in another instance.</summary>
    public async Task<bool> HasAsync(string url, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_known.Contains(url) || _recorded.Contains(url))
                return true;
            var now = time.GetUtcNow();
            if (_readAt is { } read && now - read < ReadsEvery)
                return false;
            _readAt = now;
        }

        await TryAsync(ReadAsync, cancellationToken);
        lock (_gate)
            return _known.Contains(url);
    }

    /// <summary>Records that this one has verified a webhook: once in each process.</summary>
    public async Task RecordAsync(string url, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_recorded.Add(url))
                return;
        }

        var row = new TableEntity(Partition, Ids.Derived("crt", url)) { [Url] = url };
        if (!await TryAsync(late => tables.Indexes.UpsertEntityAsync(row, TableUpdateMode.Replace, late), cancellationToken))
        {
            lock (_gate)
                _recorded.Remove(url);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        await foreach (
            var row in tables.Indexes.QueryAsync<TableEntity>(e => e.PartitionKey == Partition, cancellationToken: cancellationToken))
            known.Add(row.GetString(Url));
        lock (_gate)
            _known = known;
    }

    // It only helps against a flood: a webhook is verified without it.
    private async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await work(either.Token);
            return true;
        }
#pragma warning disable CA1031 // See above.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogWarning(e, "The list of PayPal's known certificates cannot be reached.");
            return false;
        }
    }
}
