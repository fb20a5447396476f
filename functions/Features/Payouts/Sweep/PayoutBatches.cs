using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Reads and writes payout batches. They share one partition: each has a row that marks it as unfinished and one for its
/// position in the list of all, so that these change in one transaction. There are few: a batch has up to 500 payouts.</summary>
public sealed class PayoutBatches(ChatPayTables tables, TimeProvider time)
{
    /// <summary>The partition of all batches, and of the fees that were learned from them.</summary>
    internal const string Partition = "batches";

    private const string Row = "batch-";
    private const string Open = "open-";
    private const string Recent = "recent-";

    // Batches of an earlier version: each in a partition of its own, and in two lists.
    private const string RowApart = "batch";
    private const string OpenApart = "open";
    private const string RecentApart = "recent";

    private const int MaxAttempts = 10;
    private const int PlaceDigits = 19;

    // An earlier version wrote the index row first, and the batch next; after this long it will not come.
    private static readonly TimeSpan Unborn = TimeSpan.FromHours(1);

    /// <summary>Creates a batch; an existing one stays as it is.</summary>
    /// <returns>The batch that is there now.</returns>
    public async Task<StoredPayoutBatch> CreateAsync(PayoutBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            var written = await tables.PayoutBatches.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, Documents.ToRow(Partition, Row + batch.Id, batch)),
                    new(TableTransactionActionType.UpsertReplace, new TableEntity(Partition, Open + batch.Id)),
                    new(TableTransactionActionType.UpsertReplace, new TableEntity(Partition, Recent + PlaceOf(batch))),
                ],
                cancellationToken);
            if (written.Value[0].Headers.ETag is { } version)
                return new(batch, version);
        }
        catch (TableTransactionFailedException e) when (e.Status == 409)
        {
            // An earlier run wrote it before it crashed.
        }

        return (await FindAsync(batch.Id, cancellationToken))!.Value;
    }

    /// <summary>The batch and its version; null when there is none.</summary>
    public async Task<StoredPayoutBatch?> FindAsync(string batchId, CancellationToken cancellationToken)
    {
        if (await ChatPayTables.FindAsync(tables.PayoutBatches, Partition, Row + batchId, cancellationToken) is { } row)
            return new(Documents.FromRow<PayoutBatch>(row), row.ETag);
        return await ChatPayTables.FindAsync(tables.PayoutBatches, batchId, RowApart, cancellationToken) is { } apart
            ? new(Documents.FromRow<PayoutBatch>(apart) with { IsApart = true }, apart.ETag)
            : null;
    }

    /// <summary>Updates a batch. One that is settled, and leaves nothing to put back, is finished along with it.</summary>
    /// <param name="batch">The new state.</param>
    /// <param name="version">The version that was read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="learned">What it has revealed about the provider's fees; null for nothing.</param>
    /// <returns>The batch and its new version; null when another sweep has changed it meanwhile.</returns>
    public async Task<StoredPayoutBatch?> ReplaceAsync(
        PayoutBatch batch, ETag version, CancellationToken cancellationToken, PayoutFee? learned = null)
    {
        if (batch is { State: PayoutBatchState.Settled, LeftOut.Count: 0, IsApart: false })
            return await FinishAsync(batch, version, learned, cancellationToken);
        if (learned is not null)
            await tables.PayoutBatches.UpsertEntityAsync(PayoutFees.RowOf(learned), TableUpdateMode.Replace, cancellationToken);
        try
        {
            var row = batch.IsApart ? Documents.ToRow(batch.Id, RowApart, batch) : Documents.ToRow(Partition, Row + batch.Id, batch);
            var written = await tables.PayoutBatches.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellationToken);
            return written.Headers.ETag is { } next ? new(batch, next) : null;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return null;
        }
    }

    private async Task<StoredPayoutBatch?> FinishAsync(
        PayoutBatch batch, ETag version, PayoutFee? learned, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> actions =
        [
            new(TableTransactionActionType.UpdateReplace, Documents.ToRow(Partition, Row + batch.Id, batch), version),
            new(TableTransactionActionType.Delete, new TableEntity(Partition, Open + batch.Id), ETag.All),
        ];
        if (learned is not null)
            actions.Add(new(TableTransactionActionType.UpsertReplace, PayoutFees.RowOf(learned)));
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var written = await tables.PayoutBatches.SubmitTransactionAsync(actions, cancellationToken);
                return written.Value[0].Headers.ETag is { } next ? new(batch, next) { IsClosed = true } : null;
            }
            catch (TableTransactionFailedException e) when (e.Status == 412)
            {
                return null;
            }
            catch (TableTransactionFailedException e) when (e.Status == 404 && attempt == 0)
            {
                // Another run has removed it from the list. A transaction cannot delete a missing row.
                await OpenAsync(batch.Id, cancellationToken);
            }
        }
    }

    /// <summary>Records that the provider has the batch, whoever else may have written meanwhile.</summary>
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

    /// <summary>The unfinished batches. Those of an earlier version are looked up once a day; one whose payouts are due has been
    /// listed here by then (<see cref="MendPayout"/>).</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="know">Receives what is known of fees, before the first batch: these rows sort next to the list, and are read
    /// with it. Fees that cannot be read are learned anew.</param>
    public async IAsyncEnumerable<OpenPayoutBatch> ListOpenAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken, Action<PayoutFee>? know = null)
    {
        var (from, end) = (PayoutFees.Row, Open + "~");
        var both = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {from} and RowKey lt {end}");
        await foreach (var row in tables.PayoutBatches.QueryAsync<TableEntity>(both, cancellationToken: cancellationToken))
        {
            if (row.RowKey.StartsWith(PayoutFees.Row, StringComparison.Ordinal))
                know?.Invoke(PayoutFees.Of(row));
            else if (row.RowKey.StartsWith(Open, StringComparison.Ordinal)
                && await TryFindAsync(row.RowKey[Open.Length..], cancellationToken) is { } open)
                yield return open;
        }

        if (time.GetUtcNow().UtcDateTime.Hour != 0)
            yield break;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {OpenApart}");
        await foreach (var row in tables.PayoutBatches.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (await TryFindAsync(row.RowKey, cancellationToken) is { } open)
                yield return open;
            else if (row.Timestamp + Unborn < time.GetUtcNow())
                await DeleteAsync(OpenApart, row.RowKey, cancellationToken);
        }
    }

    private async Task<OpenPayoutBatch?> TryFindAsync(string batchId, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(batchId, cancellationToken) is { } found ? new(batchId, found, null) : null;
        }
        catch (UnreadableRowException e)
        {
            return new(batchId, null, e);
        }
    }

    /// <summary>All batches, the newest first. One of an earlier version whose sweep crashed before it was written is omitted, and
    /// so is one that cannot be read: the sweep alerts to it while it is open.</summary>
    /// <param name="after">The position (<see cref="PlaceOf"/>) to continue after; null starts with the newest.</param>
    /// <param name="limit">The most batches to return.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<PayoutBatch>> ListRecentAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var found = new List<PayoutBatch>();
        await AddAsync(Partition, Recent);
        if (found.Count < limit)
            await AddAsync(RecentApart, "");
        return found;

        async Task AddAsync(string partition, string prefix)
        {
            var (from, end) = (prefix + after, prefix + "~");
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {from} and RowKey lt {end}");
            await foreach (var row in tables.PayoutBatches.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellationToken))
            {
                if (await TryFindAsync(row.RowKey[(prefix.Length + PlaceDigits + 1)..], cancellationToken) is { Read.Batch: var batch })
                    found.Add(batch);
                if (found.Count == limit)
                    return;
            }
        }
    }

    /// <summary>The position of a batch in the list of all; newer ones sort first.</summary>
    public static string PlaceOf(PayoutBatch batch) => string.Create(
        CultureInfo.InvariantCulture, $"{long.MaxValue - batch.At.UtcTicks:D19}-{batch.Id}");

    /// <summary>Adds a batch to the list of open ones.</summary>
    public Task OpenAsync(string batchId, CancellationToken cancellationToken) =>
        tables.PayoutBatches.UpsertEntityAsync(new TableEntity(Partition, Open + batchId), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Removes a batch from the list of open ones.</summary>
    public async Task CloseAsync(PayoutBatch batch, CancellationToken cancellationToken)
    {
        await DeleteAsync(Partition, Open + batch.Id, cancellationToken);
        if (batch.IsApart)
            await DeleteAsync(OpenApart, batch.Id, cancellationToken);
    }

    private Task DeleteAsync(string partition, string row, CancellationToken cancellationToken) =>
        tables.PayoutBatches.DeleteEntityAsync(partition, row, cancellationToken: cancellationToken);
}
