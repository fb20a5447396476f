namespace ChatPay.Functions.Sale.Events;

/// <summary>The external events of <c>OrderLifecycle</c>. An event wakes it and may tell where the order stood when it was sent; what it
/// does about money reads the row, so that a lost, late or doubled one costs latency and never money.</summary>
public static class OrderSignals
{
    /// <summary>The request or its payment has changed.</summary>
    public const string PaymentChanged = nameof(PaymentChanged);

    /// <summary>The seller has marked the order as shipped.</summary>
    public const string Shipped = nameof(Shipped);

    /// <summary>Something that the hold depends on has changed: a mark taken back, a refund.</summary>
    public const string HoldChanged = nameof(HoldChanged);

    /// <summary>The provider has settled the payout.</summary>
    public const string PayoutSettled = nameof(PayoutSettled);
}
