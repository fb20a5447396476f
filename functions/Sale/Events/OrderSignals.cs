namespace ChatPay.Functions.Sale.Events;

/// <summary>The external events of <c>OrderLifecycle</c>. An event wakes it and may carry the order's progress at the time of
/// sending; every decision about money reads the row, so a lost, late or duplicate event costs latency and never money.</summary>
public static class OrderSignals
{
    /// <summary>The request or its payment has changed.</summary>
    public const string PaymentChanged = nameof(PaymentChanged);

    /// <summary>The seller has marked the order as shipped.</summary>
    public const string Shipped = nameof(Shipped);

    /// <summary>Something that the hold depends on has changed: a shipment was un-marked, a refund was made.</summary>
    public const string HoldChanged = nameof(HoldChanged);

    /// <summary>The provider has settled the payout.</summary>
    public const string PayoutSettled = nameof(PayoutSettled);
}
