using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Platform.Orders;
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
    /// <param name="since">Disputes that changed since then, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether all of them were compared.</returns>
    public async Task<bool> RunAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var all = true;
        foreach (var dispute in await payPal.ListDisputesAsync(since, cancellationToken))
        {
            try
            {
                await TakeUpAsync(dispute.DisputeId, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                log.LogError(e, "Dispute {Id} could not be reconciled; the next night tries again.", dispute.DisputeId);
                all = false;
            }
        }

        return all;
    }

    private async Task TakeUpAsync(string caseId, CancellationToken cancellationToken) =>
        await Many.ForEachAsync(
            await cases.FindOrdersAsync(caseId, cancellationToken),
            async orderId =>
            {
                if (await orders.FindAsync(orderId, cancellationToken) is null)
                    return;
                await payments.SettleAsync(orderId, null, cancellationToken);
                await cases.RunAsync(Dispute.Key(orderId, caseId), cancellationToken);
            });
}
