using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>What the balance at the provider still covers. This is only an estimate: the provider's figure may be hours old, and
/// the provider denies a batch that it cannot fund.</summary>
public sealed class PayoutFunds(PayPalClient payPal, ILogger<PayoutFunds> log)
{
    /// <summary>The available balance less what the open batches will still take from it; null when the provider does not report
    /// it.</summary>
    public async Task<Money?> AvailableAsync(PayoutFee fee, IEnumerable<PayoutBatch> open, CancellationToken cancellationToken)
    {
        if (await SeenAsync(fee.Currency, cancellationToken) is not { } seen)
            return null;
        if (Of(seen, fee.Currency) is not { } balance)
            return Money.Zero(fee.Currency);

        return open.Where(b => b.Total?.Currency == fee.Currency && IsYetToBeTaken(b, seen.AsOfTime))
            .SelectMany(b => b.Items).Aggregate(balance, (left, item) => left - fee.Cost(item.Amount));
    }

    /// <summary>The available balance as reported by the provider; null when it is not.</summary>
    public async Task<Money?> BalanceAsync(string currency, CancellationToken cancellationToken) =>
        await SeenAsync(currency, cancellationToken) is { } seen ? Of(seen, currency) ?? Money.Zero(currency) : null;

    private async Task<PayPalBalances?> SeenAsync(string currency, CancellationToken cancellationToken)
    {
        try
        {
            return await payPal.GetBalancesAsync(currency, cancellationToken);
        }
        catch (Exception e) when (e is PayPalRefusedException or PayPalUnavailableException or PayPalUnknownOutcomeException)
        {
            // Reading balances is a permission of its own. Without it the provider alone decides.
            log.LogWarning(e, "The balance in {Currency} is not known; payouts are planned without it.", currency);
            return null;
        }
    }

    private static Money? Of(PayPalBalances seen, string currency) =>
        seen.Balances.FirstOrDefault(b => b.Currency == currency) is { } balance ? balance.AvailableBalance ?? balance.TotalBalance : null;

    private static bool IsYetToBeTaken(PayoutBatch batch, DateTimeOffset? asOf) => batch.State switch
    {
        PayoutBatchState.Sealed => true,
        PayoutBatchState.Submitted => batch.ProviderStatus is null or PayPalPayoutStatus.Pending || batch.FirstCallAt > asOf,
        _ => false,
    };
}
