using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Adopts the provider's batch whose response was lost: the provider refuses the repeat, sometimes without a link to the
/// first one, and cannot be queried by our own id. Its webhook names both ids; the batch itself has to confirm that it is
/// ours.</summary>
public sealed class AdoptPayoutBatch(PayoutBatches batches, PayPalClient payPal, OperatorAlerts attention, ILogger<AdoptPayoutBatch> log)
{
    /// <param name="read">Our batch as read.</param>
    /// <param name="providerBatchId">The provider's id of the batch, from the webhook.</param>
    /// <param name="cancellationToken">Cancels the call; repeat it.</param>
    /// <returns>The batch as it stands now.</returns>
    public async Task<StoredPayoutBatch> RunAsync(
        StoredPayoutBatch read, string providerBatchId, CancellationToken cancellationToken)
    {
        if (read.Batch is not { State: PayoutBatchState.Sealed, ProviderBatchId: null, Id: var batchId })
            return read;

        var seen = (await payPal.GetPayoutPageAsync(providerBatchId, page: 1, pageSize: 1, cancellationToken)).BatchHeader;
        if (seen.SenderBatchHeader?.SenderBatchId != batchId)
        {
            log.LogWarning(
                "The provider's batch {ProviderBatchId} is {OtherId}, not payout batch {BatchId}.",
                providerBatchId,
                seen.SenderBatchHeader?.SenderBatchId,
                batchId);
            return read;
        }

        var adopted = await batches.SubmittedAsync(read, providerBatchId, seen.BatchStatus, cancellationToken);
        foreach (var kind in new[] { SendPayoutBatch.Refused, SendPayoutBatch.Unanswered })
            await attention.ClearAsync(kind, batchId, "The batch was found at PayPal.", cancellationToken);
        return adopted;
    }
}
