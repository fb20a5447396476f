using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Payouts.Netting;

/// <summary>Each night, restricts the sellers who owe too much: beyond the <see cref="LossPolicy"/> they cannot sell until the debt
/// is paid, netted or written off. Transfers that a sweep left pending are finished first: no later sweep may meet the payout that
/// they have used up. The cost depends on what is owed and what has moved since the night before, not on what is held or
/// exists.</summary>
public sealed class LimitDebts(
    DebtIndex debts,
    FindForgottenDebts forgotten,
    NetDebts netting,
    OrderStore orders,
    SellerStore sellers,
    OperatorAlerts attention,
    IOptions<LossPolicy> policy,
    TimeProvider time,
    ILogger<LimitDebts> log)
{
    /// <summary>The alert for a restricted seller; its subject is the seller.</summary>
    public const string DebtTooLarge = "debt-too-large";

    [Function(nameof(LimitDebts))]
    public async Task RunAsync([TimerTrigger("%DebtLimitSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var hinted = (await debts.ListAllAsync(cancellationToken)).Select(h => (h.SellerId, h.OrderId)).ToList();
        var found = await forgotten.RunAsync(hinted.Select(h => h.OrderId).ToHashSet(), cancellationToken);
        var read = await Many.SelectAsync(
            hinted.Concat(found).Distinct(), h => TryReadAsync(h.SellerId, h.OrderId, cancellationToken));
        // A seller with an order that could not be read is left unchanged.
        var unknown = read.Where(r => !r.IsRead).Select(r => r.SellerId).ToHashSet(StringComparer.Ordinal);
        var owing = read.ToLookup(r => r.SellerId, r => r.Order);
        var restricted = (await attention.ListOpenAsync(cancellationToken)).Where(i => i.Kind == DebtTooLarge).Select(i => i.Subject);
        await Many.ForEachAsync(
            owing.Select(s => s.Key).Union(restricted).Except(unknown),
            sellerId => TryLookAtAsync(sellerId, [.. owing[sellerId].OfType<Order>()], cancellationToken));
    }

    /// <returns>The order if it owes something, and whether it could be read.</returns>
    private async Task<(string SellerId, Order? Order, bool IsRead)> TryReadAsync(
        string sellerId, string orderId, CancellationToken cancellationToken)
    {
        try
        {
            var order = (await orders.FindAsync(orderId, cancellationToken))?.Order;
            if (order is not null)
                order = await netting.FinishAsync(order, cancellationToken);
            return (sellerId, order is { OpenDebt.MinorUnits: > 0 } ? order : null, true);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "The debts of seller {SellerId} could not be looked at; the next night tries again.", sellerId);
            return (sellerId, null, false);
        }
    }

    private async Task TryLookAtAsync(string sellerId, IReadOnlyList<Order> owing, CancellationToken cancellationToken)
    {
        try
        {
            await LookAtAsync(sellerId, owing, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "The debts of seller {SellerId} could not be looked at; the next night tries again.", sellerId);
        }
    }

    private async Task LookAtAsync(string sellerId, IReadOnlyList<Order> owing, CancellationToken cancellationToken)
    {
        // Each currency separately: 100 cents and 100 yen do not add up.
        var now = time.GetUtcNow();
        var debtsOf = owing
            .GroupBy(o => o.Terms.Currency)
            .Select(c => (Owed: c.Select(o => o.OpenDebt).Aggregate((sum, debt) => sum + debt), Since: c.Min(o => o.OwesSince) ?? now))
            .ToList();
        var isTooMuch = debtsOf.Any(d =>
            d.Owed.MinorUnits > policy.Value.LargestDebt
            || (d.Owed.MinorUnits > policy.Value.IgnoredDebt && now - d.Since > policy.Value.OldestDebt));
        var stored = await sellers.ChangeAsync(
            sellerId, s => isTooMuch ? SellerTransitions.RestrictForDebt(s, now) : SellerTransitions.DebtIsPaid(s), cancellationToken);
        if (stored.Seller.DebtHold is not null)
        {
            await attention.RaiseAsync(
                DebtTooLarge,
                sellerId,
                $"The seller has owed {string.Join(" and ", debtsOf.Select(d => $"{d.Owed} since {d.Since:yyyy-MM-dd}"))}, and cannot "
                    + "sell until it is paid.",
                "Collect it, or write it off; lifting the restriction lets the seller sell for a while.",
                null,
                cancellationToken);
        }
        else
        {
            await attention.ClearAsync(
                DebtTooLarge,
                sellerId,
                "The debt is within the limits again, or the restriction was lifted.",
                cancellationToken);
        }
    }
}
