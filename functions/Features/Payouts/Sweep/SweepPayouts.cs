using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Pays what is released: resumes the open batches (including those of a crashed sweep), then plans new ones from the due
/// index. Concurrent sweeps are safe: an order is put into a batch under its ETag, and a batch is sealed under its own. A batch
/// that fails does not hold up the others. While payouts are paused nothing new is planned or sent; what was sent is
/// settled.</summary>
public sealed class SweepPayouts(
    PayoutBatches batches,
    PlanPayouts plan,
    AdvancePayoutBatch advance,
    LatePayouts late,
    ILogger<SweepPayouts> log)
{
    /// <returns>How many payouts were put into new batches.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var sweep = new SweepProgress();
        sweep.HasListedFees = true;
        await foreach (var open in batches.ListOpenAsync(cancellationToken, fee => sweep.Fees[fee.Currency] = fee))
        {
            // This batch may reveal new fees.
            sweep.HasListedFees = false;
            sweep.Fees.Clear();
            sweep.OpenBatches.AddRange(await TryAdvanceAsync(open, read: null, cancellationToken));
        }

        while (await plan.NextAsync(sweep, cancellationToken) is { } planned)
            sweep.Count(await TryAdvanceAsync(planned, sweep.Read, cancellationToken));

        // For a pause that begins after the last check, the next sweep raises the alerts.
        if (sweep.IsPaused)
            await late.RaiseAllAsync("payouts are paused", cancellationToken);
        return sweep.Submitted;
    }

    private async Task<IReadOnlyList<PayoutBatch>> TryAdvanceAsync(
        StoredPayoutBatch batch, IReadOnlyDictionary<string, StoredOrder>? read, CancellationToken cancellationToken)
    {
        try
        {
            return await advance.RunAsync(batch, cancellationToken, read);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "Payout batch {BatchId} could not be advanced; the next sweep takes it up again.", batch.Batch.Id);
            // As it was read: its money must not be spent on another.
            return [batch.Batch];
        }
    }
}
