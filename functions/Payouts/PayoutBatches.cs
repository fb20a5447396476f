using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Shared.Storage;

namespace ChatPay.Functions.Payouts;

/// <summary>Reads and writes payout batches; an index row names each one that is not settled, and is written before it.</summary>
public sealed class PayoutBatches(ChatPayTables tables)
{
    private const string Row = "batch";
    private const string OpenPartition = "open";

    /// <summary>Writes a new batch.</summary>
    public async Task CreateAsync(PayoutBatch batch, CancellationToken cancellationToken)
    {
        await tables.PayoutBatches.UpsertEntityAsync(new TableEntity(OpenPartition, batch.Id), TableUpdateMode.Replace, cancellationToken);
        await tables.PayoutBatches.AddEntityAsync(Documents.ToRow(batch.Id, Row, batch), cancellationToken);
    }

    /// <summary>The batch and its version; null when there is none.</summary>
    public async Task<(PayoutBatch Batch, ETag Version)?> FindAsync(string batchId, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.PayoutBatches, batchId, Row, cancellationToken) is { } row
            ? (Documents.FromRow<PayoutBatch>(row), row.ETag)
            : null;

    /// <returns>False when another sweep has changed the batch meanwhile.</returns>
    public async Task<bool> TryReplaceAsync(PayoutBatch batch, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            await tables.PayoutBatches.UpdateEntityAsync(Documents.ToRow(batch.Id, Row, batch), version, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return false;
        }

        if (batch.State == PayoutBatchState.Settled)
            await CloseAsync(batch.Id, cancellationToken);
        return true;
    }

    /// <summary>The ids of the batches that are not settled, oldest first. An id without a batch behind it is a crash between the
    /// two writes.</summary>
    public async IAsyncEnumerable<string> OpenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {OpenPartition}");
        await foreach (var row in tables.PayoutBatches.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return row.RowKey;
    }

    /// <summary>Takes a batch off the list of the open ones.</summary>
    public Task CloseAsync(string batchId, CancellationToken cancellationToken) =>
        tables.PayoutBatches.DeleteEntityAsync(OpenPartition, batchId, cancellationToken: cancellationToken);
}
