using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>The batches in which payouts were sent to PayPal, the newest first.</summary>
public sealed class ListPayoutBatches(PayoutBatches batches)
{
    /// <summary>A batch, as an operator sees it.</summary>
    /// <param name="Id">The batch id; PayPal uses it as well.</param>
    /// <param name="At">When the sweep created it, UTC.</param>
    /// <param name="Status">Its state.</param>
    /// <param name="Payouts">The number of payouts in it.</param>
    /// <param name="Total">The sum of its payouts, without PayPal's fees; absent when it has none.</param>
    /// <param name="PayPalBatchId">PayPal's own id; absent until PayPal has answered.</param>
    /// <param name="PayPalStatus">PayPal's state of the batch, when it was last read.</param>
    /// <param name="Failure">Why PayPal refused it.</param>
    public sealed record View(
        string Id,
        DateTimeOffset At,
        PayoutBatchState Status,
        int Payouts,
        Money? Total,
        string? PayPalBatchId,
        string? PayPalStatus,
        string? Failure
    )
    {
        internal static View Of(PayoutBatch batch) => new(
            batch.Id,
            batch.At,
            batch.State,
            batch.Items.Count,
            batch.Total,
            batch.ProviderBatchId,
            batch.ProviderStatus,
            batch.Failure);
    }

    [Function(nameof(ListPayoutBatches))]
    [Requires(Role.Operator)]
    [Paged]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/ops/payout-batches")] HttpRequest http,
        CancellationToken cancellationToken)
    {
        var limit = Paging.Limit(http);
        var found = await batches.ListRecentAsync(Paging.Place(http), limit + 1, cancellationToken);
        return Answers.OkUnlessKnown(http, new Page<View>(
            [.. found.Take(limit).Select(View.Of)],
            found.Count > limit ? Paging.Cursor(PayoutBatches.PlaceOf(found[limit - 1])) : null));
    }
}
