using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;

namespace ChatPay.Functions.Features.Payments.PayLink;

/// <summary>The state of an order on its pay link: every page of the link says the same for the same state. The words for each are
/// in <c>words/{language}/pay.json</c>.</summary>
internal enum PayState
{
    /// <summary>It can be paid.</summary>
    Open,

    /// <summary>The buyer's card was declined, and another funding source can be chosen.</summary>
    AnotherWay,

    /// <summary>The payment did not go through, and can be tried again.</summary>
    Failed,

    /// <summary>The buyer has approved, and the capture is about to start.</summary>
    Confirming,

    /// <summary>PayPal has not completed or refused the payment.</summary>
    Processing,

    /// <summary>Too many checkouts were started.</summary>
    TooOften,

    /// <summary>The request has ended while a payment was under way, which is refunded when it lands.</summary>
    EndedWhilePaying,

    Cancelled,
    Replaced,
    Declined,
    Expired,
    Paid,
    PartlyShipped,
    Shipped,
    Delivered,
    Refunding,
    Refunded,
    InDispute,
    DisputeDecided,
}

/// <summary>Derives the state.</summary>
internal static class PayStates
{
    /// <param name="order">The order to pay.</param>
    /// <param name="now">UTC.</param>
    public static PayState Of(Order order, DateTimeOffset now)
    {
        var isPaying = order.CurrentCheckout is { IsBeingCaptured: true } or { State: CheckoutState.CapturePending };
        if (CheckoutTransitions.HasEnded(order, now) && order.Capture is null)
            return isPaying ? PayState.EndedWhilePaying : Ended(order);
        if (order.Capture is not null)
            return Captured(order);
        if (isPaying)
            return PayState.Processing;
        return (CheckoutTransitions.Begin(order, now), order.CurrentCheckout) switch
        {
            ({ Refusal: not null }, _) => PayState.TooOften,
            ({ Change: null }, { State: CheckoutState.Approved }) => PayState.Confirming,
            (_, { AwaitsAnotherWay: true }) => PayState.AnotherWay,
            (_, { State: CheckoutState.Failed }) => PayState.Failed,
            _ => PayState.Open,
        };
    }

    /// <summary>Whether there is a button to pay.</summary>
    public static bool CanPay(this PayState state) => state is PayState.Open or PayState.AnotherWay or PayState.Failed;

    /// <summary>Whether the page shows the progress of a paid order.</summary>
    public static bool IsPaid(this PayState state) => state >= PayState.Paid;

    private static PayState Ended(Order order) => order.Request switch
    {
        RequestState.Cancelled when order.ReplacedBy is not null => PayState.Replaced,
        RequestState.Cancelled => PayState.Cancelled,
        RequestState.Declined => PayState.Declined,
        // It may have expired without anybody having recorded that yet.
        _ => PayState.Expired,
    };

    private static PayState Captured(Order order) => OrderStatuses.Of(order) switch
    {
        OrderStatus.PartlyShipped => PayState.PartlyShipped,
        OrderStatus.Shipped => PayState.Shipped,
        OrderStatus.Delivered => PayState.Delivered,
        OrderStatus.Refunding => PayState.Refunding,
        OrderStatus.Refunded => PayState.Refunded,
        OrderStatus.InDispute => PayState.InDispute,
        OrderStatus.DisputeDecided => PayState.DisputeDecided,
        OrderStatus.Paid => PayState.Paid,
        // A late capture whose refund has failed: an operator looks after it.
        _ => PayState.EndedWhilePaying,
    };
}
