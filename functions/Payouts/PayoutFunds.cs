using ChatPay.Functions.Payments.PayPal;
using ChatPay.Functions.Shared;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Payouts;

/// <summary>What the balance at the provider still covers. A guess, and meant as one: the provider's figure may be hours old, and
/// it denies a batch that it cannot fund.</summary>
public sealed class PayoutFunds(PayPalClient payPal, ILogger<PayoutFunds> log)
{
    /// <summary>What the provider takes for an item in minor units, 0.25; the true fee is known when the item is paid.</summary>
    private const long ItemFee = 25;

    /// <summary>An amount with the fee for paying it out.</summary>
    public static Money Cost(Money amount) => amount + new Money(ItemFee, amount.Currency);

    /// <summary>The available balance less what the open batches will still take from it; null when the provider does not tell.</summary>
    public async Task<Money?> AvailableAsync(string currency, IEnumerable<PayoutBatch> open, CancellationToken cancellationToken)
    {
        PayPalBalances seen;
        try
        {
            seen = await payPal.GetBalancesAsync(currency, cancellationToken);
        }
        catch (Exception e) when (e is PayPalRefusedException or PayPalUnavailableException or PayPalUnknownOutcomeException)
        {
            // Reading balances is a permission of its own. Without it the provider alone decides.
            log.LogWarning(e, "The balance in {Currency} is not known; payouts are planned without it.", currency);
            return null;
        }

        if (seen.Balances.FirstOrDefault(b => b.Currency == currency) is not { } balance)
            return Money.Zero(currency);

        return open.Where(b => b.Total?.Currency == currency && IsYetToBeTaken(b, seen.AsOfTime))
            .SelectMany(b => b.Items).Aggregate(balance.AvailableBalance ?? balance.TotalBalance, (left, item) => left - Cost(item.Amount));
    }

    private static bool IsYetToBeTaken(PayoutBatch batch, DateTimeOffset? asOf) => batch.State switch
    {
        PayoutBatchState.Sealed => true,
        PayoutBatchState.Submitted => batch.ProviderStatus is null or PayPalPayoutStatus.Pending || batch.FirstCallAt > asOf,
        _ => false,
    };
}
