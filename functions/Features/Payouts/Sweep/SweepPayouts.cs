using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Pays what is released: resumes the open batches (including those of a crashed sweep), then plans new ones from the due
/// index. Concurrent sweeps are safe: an order is put into a batch under its ETag, and a batch is sealed under its own. A batch
/// that fails, or cannot be read, does not hold up the others. While payouts are paused nothing new is planned or sent; what was sent is
/// settled.</summary>
public sealed class SweepPayouts(
    PayoutBatches batches,
    PlanPayouts plan,
    AdvancePayoutBatch advance,
    LatePayouts late,
    OperatorAlerts attention,
    ILogger<SweepPayouts> log)
{
    /// <summary>The alert for an open batch that cannot be read; its subject is the batch.</summary>
    public const string Unreadable = "batch-unreadable";

    /// <param name="cancellationToken">Cancels the call; the next sweep continues.</param>
    /// <param name="after">What the run does itself afterwards; null leaves all of it to messages.</param>
    /// <returns>How many payouts were put into new batches.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken, AfterCommit? after = null)
    {
        var sweep = new SweepProgress();
        sweep.HasListedFees = true;
        await foreach (var open in batches.ListOpenAsync(cancellationToken, fee => sweep.Fees[fee.Currency] = fee))
        {
            // This batch may reveal new fees.
            sweep.HasListedFees = false;
            sweep.Fees.Clear();
            if (open.Read is { } batch)
                sweep.OpenBatches.AddRange(await TryAdvanceAsync(batch, read: null, after, cancellationToken));
            else
                await RaiseAsync(open, cancellationToken);
        }

        while (await plan.NextAsync(sweep, cancellationToken) is { } planned)
            sweep.Count(await TryAdvanceAsync(planned, sweep.Read, after, cancellationToken));

        // For a pause that begins after the last check, the next sweep raises the alerts.
        if (sweep.IsPaused)
            await late.RaiseAllAsync("payouts are paused", cancellationToken);
        return sweep.Submitted;
    }

    private async Task<IReadOnlyList<PayoutBatch>> TryAdvanceAsync(
        StoredPayoutBatch batch,
        IReadOnlyDictionary<string, StoredOrder>? read,
        AfterCommit? after,
        CancellationToken cancellationToken)
    {
        try
        {
            return await advance.RunAsync(batch, cancellationToken, read, after);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "Payout batch {BatchId} could not be advanced; the next sweep takes it up again.", batch.Batch.Id);
            // As it was read: its money must not be spent on another.
            return [batch.Batch];
        }
    }

    // Its money is not kept from other payouts, as its amount is unknown. If the balance then does not cover it, PayPal refuses it.
    private Task RaiseAsync(OpenPayoutBatch open, CancellationToken cancellationToken)
    {
        log.LogError(open.Fault, "Payout batch {BatchId} cannot be read.", open.Id);
        return attention.RaiseAsync(
            Unreadable,
            open.Id,
            $"Payout batch {open.Id} cannot be read, so that its payouts are neither sent nor settled; the others are paid.",
            "If an earlier version runs again after an upgrade, deploy the later one; otherwise restore the batch's row. PayPal has the "
                + "batch under the same id, if it was sent. Resolve this when the batch is settled.",
            null,
            cancellationToken);
    }
}
