using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace ChatPay.Functions.Platform.Storage;

/// <summary>The tables, by what is in a partition.</summary>
public sealed class ChatPayTables(TableServiceClient service)
{
    // A client is thread-safe, and creating one costs as much as signing a request.
    private readonly ConcurrentDictionary<string, LimitedTable> _tables = new();

    /// <summary>One order per partition: its state, ledger, timeline, outbox and idempotency records.</summary>
    public TableClient Orders => Table("orders");

    /// <summary>One conversation per partition: its head, its messages.</summary>
    public TableClient Conversations => Table("conversations");

    /// <summary>One seller per partition. No identity data.</summary>
    public TableClient Sellers => Table("sellers");

    /// <summary>One buyer per partition: reservations under the rolling limit.</summary>
    public TableClient Buyers => Table("buyers");

    /// <summary>Hints: a participant's conversations and orders, an Instagram account's seller.</summary>
    public TableClient Indexes => Table("indexes");

    /// <summary>Released payouts by hour and shard, until they are submitted.</summary>
    public TableClient DuePayouts => Table("duepayouts");

    /// <summary>One payout batch per partition.</summary>
    public TableClient PayoutBatches => Table("payoutbatches");

    /// <summary>Provider events that wait for their order.</summary>
    public TableClient Inbox => Table("inbox");

    /// <summary>Operator alerts, open and resolved.</summary>
    public TableClient Attention => Table("attention");

    /// <summary>The order events, one seller per partition.</summary>
    public TableClient Events => Table("events");

    /// <summary>The state of the last reconciliation.</summary>
    public TableClient Reconciliation => Table("reconciliation");

    /// <summary>The audit trail: one partition per day, and one per subject.</summary>
    public TableClient Audit => Table("audit");

    /// <summary>The responses under idempotency keys, one per partition.</summary>
    public TableClient Answers => Table("answers");

    /// <summary>All of them.</summary>
    public IReadOnlyList<TableClient> All =>
    [
        Orders,
        Conversations,
        Sellers,
        Buyers,
        Indexes,
        DuePayouts,
        PayoutBatches,
        Inbox,
        Attention,
        Reconciliation,
        Events,
        Audit,
        Answers,
    ];

    /// <summary>Creates the missing tables.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var table in All)
            await table.CreateIfNotExistsAsync(cancellationToken);
    }

    /// <summary>The row; null when there is none.</summary>
    public static async Task<TableEntity?> FindAsync(TableClient table, string partition, string row, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>The rows of a partition whose keys begin with this prefix, in key order.</summary>
    public static AsyncPageable<TableEntity> WithPrefix(
        TableClient table,
        string partition,
        string prefix,
        CancellationToken cancellationToken) =>
        table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {prefix} and RowKey lt {prefix + "~"}"),
            cancellationToken: cancellationToken);

    private LimitedTable Table(string name) => _tables.GetOrAdd(name, static (n, s) => new(s.GetTableClient(n)), service);
}
