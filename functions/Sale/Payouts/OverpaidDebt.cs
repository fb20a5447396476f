namespace ChatPay.Functions.Sale.Payouts;

/// <summary>What was paid or written off for a debt that no longer exists: a dispute was decided anew, or its fee was
/// returned.</summary>
/// <param name="ToPlatform">The part that the platform had written off.</param>
/// <param name="ToSeller">The part that was kept from the seller's payouts: it is held again, and released like any other
/// payout.</param>
public sealed record OverpaidDebt(Money ToPlatform, Money ToSeller)
{
    /// <summary>The overpaid debt of this order; null when there is none.</summary>
    public static OverpaidDebt? Of(Order order)
    {
        var zero = Money.Zero(order.Terms.Currency);
        if (order.Debt >= zero)
            return null;

        var over = -order.Debt;
        var toPlatform = Money.Min(order.WrittenOff ?? zero, over);
        return new OverpaidDebt(toPlatform, over - toPlatform);
    }

    /// <summary>The order after the overpaid debt is returned.</summary>
    public Order TakenFrom(Order order)
    {
        var zero = Money.Zero(order.Terms.Currency);
        return order with
        {
            WrittenOff = order.WrittenOff is { } writtenOff ? writtenOff - ToPlatform : null,
            DebtReturned = ToSeller.MinorUnits > 0 ? (order.DebtReturned ?? zero) + ToSeller : order.DebtReturned,
        };
    }
}
