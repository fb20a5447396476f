using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Reads and writes payout batches; an index row names each one that is not finished, and is written before it.</summary>
public sealed class PayoutBatches(ChatPayTables tables, TimeProvider time)
{
    private const string Row = "batch";
    private const string OpenPartition = "open";
    private const string RecentPartition = "recent";

    private const int MaxAttempts = 10;
    private const int PlaceDigits = 19;

    // Whoever has written the index row writes the batch next; after so long it will not come.
    private static readonly TimeSpan Unborn = TimeSpan.FromHours(1);

    /// <summary>Writes a new batch; one that is there already stays as it is.</summary>
    /// <returns>The batch that is there now.</returns>
    public async Task<StoredPayoutBatch> CreateAsync(PayoutBatch batch, CancellationToken cancellationToken)
    {
        await OpenAsync(batch.Id, cancellationToken);
        await tables.PayoutBatches.UpsertEntityAsync(
            new TableEntity(RecentPartition, PlaceOf(batch)), TableUpdateMode.Replace, cancellationToken);
        try
        {
            var written = await tables.PayoutBatches.AddEntityAsync(Documents.ToRow(batch.Id, Row, batch), cancellationToken);
            if (written.Headers.ETag is { } version)
                return new(batch, version);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // The run before a crash has written it.
        }

        return (await FindAsync(batch.Id, cancellationToken))!.Value;
    }

    /// <summary>The batch and its version; null when there is none.</summary>
    public async Task<StoredPayoutBatch?> FindAsync(string batchId, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.PayoutBatches, batchId, Row, cancellationToken) is { } row
            ? new(Documents.FromRow<PayoutBatch>(row), row.ETag)
            : null;

    /// <returns>The batch and its new version; null when another sweep has changed it meanwhile.</returns>
    public async Task<StoredPayoutBatch?> ReplaceAsync(PayoutBatch batch, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            var written = await tables.PayoutBatches.UpdateEntityAsync(
                Documents.ToRow(batch.Id, Row, batch), version, TableUpdateMode.Replace, cancellationToken);
            return written.Headers.ETag is { } next ? new(batch, next) : null;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return null;
        }
    }

    /// <summary>The provider has the batch, whoever else may have written meanwhile.</summary>
    /// <returns>The batch that is there now.</returns>
    public async Task<StoredPayoutBatch> SubmittedAsync(
        StoredPayoutBatch read, string providerBatchId, string? status, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts && read.Batch.State == PayoutBatchState.Sealed; attempt++)
        {
            var submitted = read.Batch with
            {
                State = PayoutBatchState.Submitted,
                ProviderBatchId = providerBatchId,
                ProviderStatus = status,
                CallingSince = null,
            };
            if (await ReplaceAsync(submitted, read.Version, cancellationToken) is { } written)
                return written;
            read = (await FindAsync(read.Batch.Id, cancellationToken))!.Value;
        }

        return read;
    }

    /// <summary>The batches that are not finished. One whose batch is still to be written is left away; one whose batch
    /// was never written, because its sweep crashed, is dropped.</summary>
    public async IAsyncEnumerable<StoredPayoutBatch> ListOpenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {OpenPartition}");
        await foreach (var row in tables.PayoutBatches.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (await FindAsync(row.RowKey, cancellationToken) is { } open)
                yield return open;
            else if (row.Timestamp + Unborn < time.GetUtcNow())
                await CloseAsync(row.RowKey, cancellationToken);
        }
    }

    /// <summary>All that were made, the newest first. One whose sweep crashed before it was written is left away.</summary>
    /// <param name="after">The place (<see cref="PlaceOf"/>) after which to go on; null begins with the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<PayoutBatch>> ListRecentAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {RecentPartition} and RowKey gt {after ?? ""}");
        var found = new List<PayoutBatch>();
        await foreach (var row in tables.PayoutBatches.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellationToken))
        {
            if (await FindAsync(row.RowKey[(PlaceDigits + 1)..], cancellationToken) is { Batch: var batch })
                found.Add(batch);
            if (found.Count == limit)
                break;
        }

        return found;
    }

    /// <summary>Where a batch stands in the list of all; newer ones are less.</summary>
    public static string PlaceOf(PayoutBatch batch) => string.Create(
        CultureInfo.InvariantCulture, $"{long.MaxValue - batch.At.UtcTicks:D19}-{batch.Id}");

    /// <summary>Puts a batch on the list of the open ones.</summary>
    public Task OpenAsync(string batchId, CancellationToken cancellationToken) =>
        tables.PayoutBatches.UpsertEntityAsync(new TableEntity(OpenPartition, batchId), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Takes a batch off the list of the open ones.</summary>
    public Task CloseAsync(string batchId, CancellationToken cancellationToken) =>
        tables.PayoutBatches.DeleteEntityAsync(OpenPartition, batchId, cancellationToken: cancellationToken);
}
