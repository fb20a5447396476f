using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Handles an event of the provider about a batch: reads it once, settles it, and ends it if that was the last of it. The
/// sweep resumes what a crash leaves.</summary>
public sealed class HearOfPayoutBatch(
    PayoutBatches batches, AdoptPayoutBatch adopt, SettlePayoutBatch settle, FinishPayoutBatch finish)
{
    // The response to the call has already said so. We do not subscribe to it, but an earlier registration may have.
    private const string Processing = "PAYMENT.PAYOUTSBATCH.PROCESSING";

    private static readonly string[] OfSuccess = ["PAYMENT.PAYOUTSBATCH.SUCCESS", "PAYMENT.PAYOUTS-ITEM.SUCCEEDED"];

    /// <param name="batchId">Our batch.</param>
    /// <param name="providerBatchId">The provider's id of the batch; null if the event did not include it.</param>
    /// <param name="eventType">The type of the event.</param>
    /// <param name="cancellationToken">Cancels the call; repeat it.</param>
    /// <param name="after">What the run does itself afterwards; null leaves all of it to messages.</param>
    public async Task RunAsync(
        string batchId,
        string? providerBatchId,
        string eventType,
        CancellationToken cancellationToken,
        AfterCommit? after = null)
    {
        if (await batches.FindAsync(batchId, cancellationToken) is not { } read)
            return;
        if (read.Batch.State == PayoutBatchState.Submitted && eventType == Processing)
            return;
        // All of it is settled, and this event does not report a return.
        if (read.Batch.State == PayoutBatchState.Settled && OfSuccess.Contains(eventType))
            return;

        var before = read.Batch.State;
        if (providerBatchId is not null)
            read = await adopt.RunAsync(read, providerBatchId, cancellationToken);
        read = await settle.RunAsync(read, cancellationToken, after);
        if (read is { IsClosed: false, Batch.State: PayoutBatchState.Settled } && before != PayoutBatchState.Settled)
            await finish.RunAsync(read.Batch, cancellationToken);
    }
}
