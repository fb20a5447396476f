using ChatPay.Functions.Sale.Disputes;

namespace ChatPay.Functions.Sale;

/// <summary>Derives an order's status: the first that applies.</summary>
public static class OrderStatuses
{
    /// <summary>For everybody. It does not reveal payouts, which buyers do not see.</summary>
    public static OrderStatus Of(Order order) => Of(order, tellsPayout: false);

    /// <summary>For the order's seller and for operators: includes whether it is paid out, or settled with the seller's
    /// debts.</summary>
    public static OrderStatus ForSeller(Order order) => Of(order, tellsPayout: true);

    private static OrderStatus Of(Order order, bool tellsPayout) =>
        order switch
        {
            { OpenDispute: not null } => DisputeSentences.IsDecidedAtPayPal(order) ? OrderStatus.DisputeDecided : OrderStatus.InDispute,
            { Refunds: var refunds } when refunds.Any(r => r.IsUnderWay) => OrderStatus.Refunding,
            { Capture: { } capture } when order.GivenBack >= capture.Gross => OrderStatus.Refunded,
            { Request: RequestState.Cancelled } => OrderStatus.Cancelled,
            { Request: RequestState.Declined } => OrderStatus.Declined,
            { Request: RequestState.Expired } => OrderStatus.Expired,
            { IsPaidOut: true } when tellsPayout => OrderStatus.PaidOut,
            {
                CurrentPayout.State: PayoutState.Withheld
                    or PayoutState.Returned
                    or PayoutState.FailedRetryable
                    or PayoutState.FailedPermanent
            } when tellsPayout => OrderStatus.PayoutHeld,
            { IsSettledByDebts: true } when tellsPayout => OrderStatus.Settled,
            { FulfilledAt: not null } when order.LiveShipments.All(s => s.DeliveredAt is not null) => OrderStatus.Delivered,
            { FulfilledAt: not null } => OrderStatus.Shipped,
            { Capture: not null } when order.LiveShipments.Any() => OrderStatus.PartlyShipped,
            { Capture: not null } => OrderStatus.Paid,
            { CurrentCheckout.State: CheckoutState.Capturing or CheckoutState.CapturePending or CheckoutState.Unknown } =>
                OrderStatus.PaymentProcessing,
            { CurrentCheckout.State: CheckoutState.Failed } => OrderStatus.PaymentFailed,
            _ => OrderStatus.AwaitingPayment,
        };
}
