using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;

namespace ChatPay.Functions.Features.Payments.PayLink;

/// <summary>What a pay link says of its order: every page of the link says the same of the same state. The words of each are in
/// <c>words/{language}/pay.json</c>.</summary>
internal enum PayState
{
    /// <summary>It can be paid.</summary>
    Open,

    /// <summary>The buyer's card was declined, and another way to pay can be chosen.</summary>
    AnotherWay,

    /// <summary>The payment did not go through, and can be tried again.</summary>
    Failed,

    /// <summary>The buyer has approved, and the money is about to be asked for.</summary>
    Confirming,

    /// <summary>PayPal has not said yes or no.</summary>
    Processing,

    /// <summary>Paying was begun too often.</summary>
    TooOften,

    /// <summary>The request has ended while a payment was under way, which goes back when it lands.</summary>
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

/// <summary>Which state it is.</summary>
internal static class PayStates
{
    /// <param name="order">What is paid.</param>
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

    /// <summary>Whether what there is to see is how the order goes on.</summary>
    public static bool IsPaid(this PayState state) => state >= PayState.Paid;

    private static PayState Ended(Order order) => order.Request switch
    {
        RequestState.Cancelled when order.ReplacedBy is not null => PayState.Replaced,
        RequestState.Cancelled => PayState.Cancelled,
        RequestState.Declined => PayState.Declined,
        // Its time may be over without anybody having written that down yet.
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
        // Money that came late, and whose way back has failed: somebody looks after it.
        _ => PayState.EndedWhilePaying,
    };
}
