using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Stores the global pause, in one row beside the batches. It is read before each batch, so it takes effect as soon as it
/// is acknowledged, except for the batch that is being sent at that moment.</summary>
public sealed class PayoutsPauseStore(ChatPayTables tables)
{
    /// <summary>The partition, which has only the pause.</summary>
    public const string Partition = "pause";

    private const string Row = "pause";

    public async Task<bool> IsOnAsync(CancellationToken cancellationToken) => (await GetAsync(cancellationToken)).Pause.Paused;

    /// <returns>The pause and its version; no version before the first change.</returns>
    public async Task<(PayoutsPause Pause, ETag? Version)> GetAsync(CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.PayoutBatches, Partition, Row, cancellationToken) is { } row
            ? (Documents.FromRow<PayoutsPause>(row), row.ETag)
            : (PayoutsPause.Off, null);

    /// <param name="change">Decides on the current pause; called again when another writer was faster.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<(PayoutsPause Pause, ETag? Version)> ChangeAsync(
        Func<PayoutsPause, ETag?, PayoutsPause> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (before, version) = await GetAsync(cancellationToken);
            var after = change(before, version);
            if (after == before)
                return (before, version);

            try
            {
                var row = Documents.ToRow(Partition, Row, after);
                var written = version is { } read
                    ? await tables.PayoutBatches.UpdateEntityAsync(row, read, TableUpdateMode.Replace, cancellationToken)
                    : await tables.PayoutBatches.AddEntityAsync(row, cancellationToken);
                return (after, written.Headers.ETag);
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412)
            {
                // Another operator was faster: decide again on the current state.
            }
        }
    }
}
