using ChatPay.Functions.Sale.Payouts;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>
/// Pays what is released: takes up the batches that are open (of a sweep that crashed, too), then plans new ones from the due
/// index. Several sweeps at once are safe: an order is put into a batch under its ETag, and a batch is sealed under its own.
/// A batch that fails does not keep the others from going on. While payouts are paused nothing new is planned or sent; what was
/// sent is settled.
/// </summary>
public sealed class SweepPayouts(
    PayoutBatches batches,
    PlanPayouts plan,
    AdvancePayoutBatch advance,
    LatePayouts late,
    PayoutsPauseStore pauses,
    ILogger<SweepPayouts> log)
{
    /// <returns>How many payouts were put into new batches.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var sweep = new SweepProgress();
        await foreach (var batchId in batches.ListOpenAsync(cancellationToken))
            sweep.OpenBatches.AddRange(await TryAdvanceAsync(batchId, cancellationToken));

        // A pause that begins after the last look is the next sweep's to raise.
        bool paused;
        while (!(paused = await pauses.IsOnAsync(cancellationToken)) && await plan.NextAsync(sweep, cancellationToken) is { } planned)
            sweep.Count(planned, await TryAdvanceAsync(planned.Id, cancellationToken));

        if (paused)
            await late.RaiseAllAsync("payouts are paused", cancellationToken);
        return sweep.Submitted;
    }

    private async Task<IReadOnlyList<PayoutBatch>> TryAdvanceAsync(string batchId, CancellationToken cancellationToken)
    {
        try
        {
            return await advance.RunAsync(batchId, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "Payout batch {BatchId} could not be advanced; the next sweep takes it up again.", batchId);
            return [];
        }
    }
}
