using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Makes the call for a sealed batch, always under its own id and with the same items: the provider accepts a batch id
/// once. That a call may have arrived is written before it is made. From then on only the provider's own batch is a definite
/// answer: a refusal may be for the repeat, while the first call is paying.</summary>
public sealed class SendPayoutBatch(
    PayoutBatches batches,
    PayPalClient payPal,
    OperatorAlerts attention,
    TimeProvider time,
    ILogger<SendPayoutBatch> log)
{
    /// <summary>The alert for a batch that the provider refuses.</summary>
    public const string Refused = "batch-refused";

    /// <summary>The alert for a batch that was never answered.</summary>
    public const string Unanswered = "batch-unanswered";

    // The client gives up long before (attempts, waits, a new token and all of it again).
    private static readonly TimeSpan MaxCall = TimeSpan.FromMinutes(15);

    // The provider deduplicates a batch id for 30 days; a repeat after that would pay again.
    private static readonly TimeSpan RepeatIsSafe = TimeSpan.FromDays(29);

    /// <param name="read">A sealed batch; one that was never sent may be sealed by the first write here.</param>
    /// <param name="cancellationToken">Cancels the call; it may have been made.</param>
    /// <returns>The batch as it stands now; null when another run has changed it.</returns>
    public async Task<StoredPayoutBatch?> RunAsync(StoredPayoutBatch read, CancellationToken cancellationToken)
    {
        var (batch, version) = read;
        var now = time.GetUtcNow();
        if (now < batch.CallingSince + MaxCall)
        {
            log.LogInformation("Payout batch {BatchId} is being sent by another run.", batch.Id);
            return read;
        }

        if (batch.Attempted && now >= batch.FirstCallAt + RepeatIsSafe)
        {
            await attention.RaiseAsync(
                Unanswered,
                batch.Id,
                $"Payout batch {batch.Id} was first sent at {batch.FirstCallAt:yyyy-MM-dd HH:mm} UTC and never answered.",
                "Look it up at PayPal by its batch id: it is not sent again, because PayPal would no longer recognise a repeat.",
                null,
                cancellationToken);
            log.LogError(
                "Payout batch {BatchId} was first sent at {FirstCallAt:O} and never answered. The provider no longer recognises a "
                    + "repeat, so it is not sent again: look it up at the provider.",
                batch.Id, batch.FirstCallAt);
            return read;
        }

        var calling = batch with { Attempted = true, FirstCallAt = batch.FirstCallAt ?? now, CallingSince = now };
        return await batches.ReplaceAsync(calling, version, cancellationToken) is { } written
            ? await CallAsync(batch, written, cancellationToken)
            : null;
    }

    /// <param name="before">The batch before this call.</param>
    /// <param name="written">The batch as it was written for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the call may have been made.</param>
    private async Task<StoredPayoutBatch?> CallAsync(
        PayoutBatch before, StoredPayoutBatch written, CancellationToken cancellationToken)
    {
        var (calling, version) = written;
        // Nothing was created by this call: the batch is as known before.
        var untouched = before with { CallingSince = null };
        var unanswered = calling with { CallingSince = null };
        try
        {
            var header = await payPal.CreatePayoutAsync(RequestOf(calling), calling.Id, cancellationToken);
            return await batches.SubmittedAsync(written, header.PayoutBatchId, header.BatchStatus, cancellationToken);
        }
        catch (PayPalRefusedException e) when (e.OriginalPayoutBatchId is { } original)
        {
            // An earlier call had arrived: its batch is adopted.
            return await batches.SubmittedAsync(written, original, null, cancellationToken);
        }
        catch (PayPalRefusedException e) when (!before.Attempted && PayoutRefusal.Judge(calling, e) is { } refused)
        {
            log.LogError(e, "PayPal refused payout batch {BatchId}: {Count} of its items are named.", calling.Id, refused.Rejected.Count);
            return await batches.ReplaceAsync(refused, version, cancellationToken);
        }
        catch (PayPalRefusedException e)
        {
            await attention.RaiseAsync(
                Refused,
                calling.Id,
                $"PayPal refuses payout batch {calling.Id} ({e.Reason}).",
                "Check the account (permissions, limits). The batch is sent again under the same ID.",
                null,
                cancellationToken);
            log.LogError(
                e,
                "Payout batch {BatchId} was refused, which {Meaning}. It stays as it is and is sent again under the same id.",
                calling.Id,
                before.Attempted ? "proves nothing, since an earlier call may have arrived" : "is not about its items");
            return await batches.ReplaceAsync(PayoutRefusal.ProvesNothingHappened(e) ? untouched : unanswered, version, cancellationToken);
        }
        catch (PayPalUnavailableException e)
        {
            log.LogWarning(e, "Payout batch {BatchId} could not be sent.", calling.Id);
            return await batches.ReplaceAsync(untouched, version, cancellationToken);
        }
        catch (PayPalUnknownOutcomeException e)
        {
            log.LogWarning(e, "Payout batch {BatchId} has no answer yet.", calling.Id);
            return await batches.ReplaceAsync(unanswered, version, cancellationToken);
        }
    }

    private static PayPalPayoutRequest RequestOf(PayoutBatch batch) => new(
        new PayPalPayoutSender(batch.Id, "PAYPAL_ID", "You have been paid for a sale"),
        [.. batch.Items.Select(i => new PayPalPayoutReceiver(i.Receiver, i.Amount, Payout.Key(i.OrderId, i.Generation)))]);
}
