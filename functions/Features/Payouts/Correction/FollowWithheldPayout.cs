using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Correction;

/// <summary>One check of a withheld payout: reads it at the provider, and reminds the seller to claim it, or finally cancels
/// it.</summary>
public sealed class FollowWithheldPayout(OrderStore orders, PayPalClient payPal, SettlePayoutBatch settle)
{
    /// <param name="withheld">The payout, and the day.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it is still withheld.</returns>
    [Function(nameof(FollowWithheldPayout))]
    public async Task<bool> RunAsync([ActivityTrigger] WithheldPayout withheld, CancellationToken cancellationToken)
    {
        var (orderId, g) =
            Payout.Parse(withheld.Key) ?? throw new ArgumentException($"'{withheld.Key}' is not the key of a payout.", nameof(withheld));
        if (Find((await orders.GetAsync(orderId, cancellationToken)).Order, g)
            is not { State: PayoutState.Withheld, ProviderItemId: { } itemId, BatchId: { } batchId })
            return false;

        var seen = await payPal.GetPayoutItemAsync(itemId, cancellationToken);
        if (seen.TransactionStatus == PayPalPayoutItemStatus.Unclaimed && withheld.Day < OrderOrchestrations.PayoutFollowUpDays[^1])
        {
            await orders.ChangeAsync(orderId, o => PayoutTransitions.Remind(o, g, withheld.Day), cancellationToken);
            return true;
        }

        if (seen.TransactionStatus == PayPalPayoutItemStatus.Unclaimed)
            await CancelAsync(itemId, withheld.Key, cancellationToken);
        await settle.RunAsync(batchId, cancellationToken);
        return Find((await orders.GetAsync(orderId, cancellationToken)).Order, g)?.State == PayoutState.Withheld;
    }

    private async Task CancelAsync(string itemId, string key, CancellationToken cancellationToken)
    {
        try
        {
            await payPal.CancelPayoutItemAsync(itemId, key + "-cancel", cancellationToken);
        }
        catch (PayPalRefusedException)
        {
            // Claimed or returned at the last moment: its state is read next.
        }
    }

    private static Payout? Find(Order order, int g) => order.Payouts.FirstOrDefault(p => p.Generation == g);
}

/// <param name="Key">The payout's key.</param>
/// <param name="Day">The number of days since it was withheld.</param>
public sealed record WithheldPayout(string Key, int Day);
