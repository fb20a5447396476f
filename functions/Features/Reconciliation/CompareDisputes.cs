using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Reconciliation;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale.Disputes;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Reconciliation;

/// <summary>Compares the provider's disputes with our orders.</summary>
public sealed class CompareDisputes(
    OrderStore orders,
    PayPalClient payPal,
    SettlePayment payments,
    ReadDispute cases,
    TimeProvider time,
    ILogger<CompareDisputes> log)
{
    // PayPal may take minutes to answer nothing, one dispute after another, and the other lists are still to be compared.
    private static readonly TimeSpan ForRepeats = TimeSpan.FromMinutes(5);

    /// <param name="night">Compares disputes that have changed since its begin, and those that failed before.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether all of them were compared, or will be tried again by themselves.</returns>
    public async Task<bool> RunAsync(ComparedNight night, CancellationToken cancellationToken)
    {
        var listed = (await payPal.ListDisputesAsync(night.Begin, cancellationToken)).Select(dispute => dispute.DisputeId)
            .Distinct().ToList();
        var failed = new List<string>();
        foreach (var id in listed)
        {
            if (!await TryTakeUpAsync(id, cancellationToken))
                failed.Add(id);
        }

        var until = time.GetUtcNow() + ForRepeats;
        foreach (var id in InTurn(night.Of(UncomparedKind.Dispute).Select(entry => entry.Id).Except(listed), night))
        {
            if (time.GetUtcNow() >= until || !await TryTakeUpAsync(id, cancellationToken))
                failed.Add(id);
        }

        return await night.EndAsync(
            UncomparedKind.Dispute, failed.Select(id => (id, night.Begin, night.Now)), cancellationToken);
    }

    // Each night begins with another one, so that all have their turn when there is no time for all.
    private static IEnumerable<string> InTurn(IEnumerable<string> ids, ComparedNight night)
    {
        var all = ids.ToList();
        var first = all.Count == 0 ? 0 : DueDays.DayOf(night.Now).DayNumber % all.Count;
        return all.Skip(first).Concat(all.Take(first));
    }

    private async Task<bool> TryTakeUpAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await TakeUpAsync(id, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "Dispute {Id} could not be reconciled; the next night tries again.", id);
            return false;
        }
    }

    /// <returns>False when PayPal does not show it, and an order that may be meant does not have it.</returns>
    private async Task<bool> TakeUpAsync(string caseId, CancellationToken cancellationToken)
    {
        if (await cases.FindOrdersAsync(caseId, cancellationToken) is not { } orderIds)
        {
            await cases.TellOfUnknownAsync(caseId, heardAt: null, cancellationToken);
            return false;
        }

        var isTaken = true;
        await Many.ForEachAsync(
            orderIds,
            async orderId =>
            {
                if (await orders.FindAsync(orderId, cancellationToken) is null)
                    return;
                await payments.SettleAsync(orderId, null, cancellationToken);
                if (!await cases.TakeUpAsync(Dispute.Key(orderId, caseId), cancellationToken))
                    isTaken = false;
            });
        return isTaken;
    }
}
