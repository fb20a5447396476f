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
    ILogger<CompareDisputes> log)
{
    /// <param name="night">Compares disputes that have changed since its begin, and those that failed before.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether all of them were compared, or will be tried again by themselves.</returns>
    public async Task<bool> RunAsync(ComparedNight night, CancellationToken cancellationToken)
    {
        var listed = (await payPal.ListDisputesAsync(night.Begin, cancellationToken)).Select(dispute => dispute.DisputeId);
        var failed = new List<string>();
        foreach (var id in listed.Union(night.Of(UncomparedKind.Dispute).Select(entry => entry.Id)))
        {
            try
            {
                await TakeUpAsync(id, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                log.LogError(e, "Dispute {Id} could not be reconciled; the next night tries again.", id);
                failed.Add(id);
            }
        }

        return await night.EndAsync(
            UncomparedKind.Dispute, failed.Select(id => (id, night.Begin, night.Now)), cancellationToken);
    }

    private async Task TakeUpAsync(string caseId, CancellationToken cancellationToken) =>
        await Many.ForEachAsync(
            await cases.FindOrdersAsync(caseId, cancellationToken),
            async orderId =>
            {
                if (await orders.FindAsync(orderId, cancellationToken) is null)
                    return;
                await payments.SettleAsync(orderId, null, cancellationToken);
                await cases.TakeUpAsync(Dispute.Key(orderId, caseId), cancellationToken);
            });
}
