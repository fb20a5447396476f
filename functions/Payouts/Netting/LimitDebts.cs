using ChatPay.Functions.Operations;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Sellers;
using ChatPay.Functions.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Payouts.Netting;

/// <summary>Each night, the sellers who owe: beyond the <see cref="LossPolicy"/> they cannot sell until the debt is paid, netted or written
/// off. Costs what is owed, not what exists.</summary>
public sealed class LimitDebts(
    SellerDebts debts, OrderStore orders, SellerStore sellers, Attention attention, IOptions<LossPolicy> policy, TimeProvider time, ILogger<LimitDebts> log)
{
    /// <summary>The item of a seller who is restricted; its subject is the seller.</summary>
    public const string DebtTooLarge = "debt-too-large";

    [Function(nameof(LimitDebts))]
    public async Task RunAsync([TimerTrigger("%DebtLimitSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var owing = (await debts.ListAllAsync(cancellationToken)).ToLookup(h => h.SellerId, h => h.OrderId);
        var restricted = (await attention.ListOpenAsync(cancellationToken)).Where(i => i.Kind == DebtTooLarge).Select(i => i.Subject);
        foreach (var sellerId in owing.Select(s => s.Key).Union(restricted))
        {
            try
            {
                await LookAtAsync(sellerId, owing[sellerId], cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                log.LogError(e, "The debts of seller {SellerId} could not be looked at; the next night tries again.", sellerId);
            }
        }
    }

    private async Task LookAtAsync(string sellerId, IEnumerable<string> orderIds, CancellationToken cancellationToken)
    {
        var owed = 0L;
        var since = DateTimeOffset.MaxValue;
        var currency = "";
        foreach (var id in orderIds)
        {
            if (await orders.FindAsync(id, cancellationToken) is not { Order: { OpenDebt.MinorUnits: > 0 } order })
                continue;
            owed += order.OpenDebt.MinorUnits;
            currency = order.Terms.Currency;
            since = order.OwesSince < since ? order.OwesSince.Value : since;
        }

        var now = time.GetUtcNow();
        var isTooMuch = owed > policy.Value.LargestDebt || (owed > policy.Value.IgnoredDebt && now - since > policy.Value.OldestDebt);
        var stored = await sellers.ChangeAsync(
            sellerId, s => isTooMuch ? SellerTransitions.RestrictForDebt(s, now) : SellerTransitions.DebtIsPaid(s), cancellationToken);
        if (stored.Seller.OwesTooMuch)
        {
            await attention.RaiseAsync(
                DebtTooLarge, sellerId, $"The seller has owed {new Money(owed, currency)} since {since:yyyy-MM-dd}, and cannot sell until it is paid.",
                "Collect it, or write it off; lifting the restriction lets the seller sell for a while.", null, cancellationToken);
        }
        else
        {
            await attention.ClearAsync(DebtTooLarge, sellerId, "The debt is within the limits again, or the restriction was lifted.", cancellationToken);
        }
    }
}
