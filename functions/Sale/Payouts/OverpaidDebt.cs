namespace ChatPay.Functions.Sale.Payouts;

/// <summary>What was paid or borne for a debt that is none any more: a case was decided anew, or its fee was given back.</summary>
/// <param name="ToPlatform">As much of it as the platform had written off.</param>
/// <param name="ToSeller">As much of it as was kept from the seller's payouts: it is held again, and released like any other
/// payout.</param>
public sealed record OverpaidDebt(Money ToPlatform, Money ToSeller)
{
    /// <summary>Of this order; null when it has none.</summary>
    public static OverpaidDebt? Of(Order order)
    {
        var zero = Money.Zero(order.Terms.Currency);
        if (order.Debt >= zero)
            return null;

        var over = -order.Debt;
        var toPlatform = Money.Min(order.WrittenOff ?? zero, over);
        return new OverpaidDebt(toPlatform, over - toPlatform);
    }

    /// <summary>The order after it.</summary>
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
