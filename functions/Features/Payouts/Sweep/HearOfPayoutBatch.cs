using ChatPay.Functions.Sale.Payouts;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Takes up that the provider has told something about a batch: reads it once, settles it, and ends it when that was the
/// last of it. What a crash leaves of that is the sweep's.</summary>
public sealed class HearOfPayoutBatch(
    PayoutBatches batches, AdoptPayoutBatch adopt, SettlePayoutBatch settle, FinishPayoutBatch finish)
{
    // The answer to the call has said so before. It is not asked for; it is sent where an earlier registration did.
    private const string Processing = "PAYMENT.PAYOUTSBATCH.PROCESSING";

    private static readonly string[] OfSuccess = ["PAYMENT.PAYOUTSBATCH.SUCCESS", "PAYMENT.PAYOUTS-ITEM.SUCCEEDED"];

    /// <param name="batchId">Our batch.</param>
    /// <param name="providerBatchId">The provider's id of it; null when the news did not name it.</param>
    /// <param name="eventType">What was told.</param>
    /// <param name="cancellationToken">Cancels the call; say it again.</param>
    /// <param name="orchestrations">With what the orders are driven at once; null has messages do it.</param>
    public async Task RunAsync(
        string batchId,
        string? providerBatchId,
        string eventType,
        CancellationToken cancellationToken,
        DurableTaskClient? orchestrations = null)
    {
        if (await batches.FindAsync(batchId, cancellationToken) is not { } read)
            return;
        if (read.Batch.State == PayoutBatchState.Submitted && eventType == Processing)
            return;
        // All of it is settled, and this is no news that something has come back.
        if (read.Batch.State == PayoutBatchState.Settled && OfSuccess.Contains(eventType))
            return;

        var before = read.Batch.State;
        if (providerBatchId is not null)
            read = await adopt.RunAsync(read, providerBatchId, cancellationToken);
        read = await settle.RunAsync(read, cancellationToken, orchestrations);
        if (read is { IsClosed: false, Batch.State: PayoutBatchState.Settled } && before != PayoutBatchState.Settled)
            await finish.RunAsync(read.Batch, cancellationToken);
    }
}
