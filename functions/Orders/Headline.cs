using ChatPay.Functions.Cases;

namespace ChatPay.Functions.Orders;

/// <summary>The one line that says where an order stands: the first that applies (orders.md).</summary>
public static class Headline
{
    /// <summary>For everybody. It says nothing of payouts, which are none of the buyer's business.</summary>
    public static string Of(Order order) => Of(order, tellsPayout: false);

    /// <summary>For the order's seller and for operators: also whether it is paid out, or settled with what the seller owed.</summary>
    public static string ForSeller(Order order) => Of(order, tellsPayout: true);

    private static string Of(Order order, bool tellsPayout) => order switch
    {
        { OpenCase: not null } => CaseSentences.IsDecidedAtPayPal(order) ? "dispute decided" : "in dispute",
        { Refunds: var refunds } when refunds.Any(r => r.IsUnderWay) => "refunding",
        { Capture: { } capture } when order.GivenBack >= capture.Gross => "refunded",
        { Request: RequestState.Cancelled } => "cancelled",
        { Request: RequestState.Declined } => "declined",
        { Request: RequestState.Expired } => "expired",
        { IsPaidOut: true } when tellsPayout => "paid out",
        { CurrentPayout.State: PayoutState.Withheld or PayoutState.Returned or PayoutState.FailedRetryable or PayoutState.FailedPermanent }
            when tellsPayout => "payout held",
        { IsSettledByDebts: true } when tellsPayout => "settled",
        { FulfilledAt: not null } when order.LiveShipments.All(s => s.DeliveredAt is not null) => "delivered",
        { FulfilledAt: not null } => "shipped",
        { Capture: not null } when order.LiveShipments.Any() => "partly shipped",
        { Capture: not null } => "paid, to be shipped",
        { CurrentCheckout.State: CheckoutState.Capturing or CheckoutState.CapturePending or CheckoutState.Unknown } => "payment processing",
        { CurrentCheckout.State: CheckoutState.Failed } => "payment failed",
        _ => "awaiting payment",
    };
}
