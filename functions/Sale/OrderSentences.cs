using ChatPay.Functions.Sale.Disputes;

namespace ChatPay.Functions.Sale;

/// <summary>The order's state as a whole sentence for a page. <see cref="OrderStatus"/> is for programs and lists: pasted into a
/// sentence it does not read as English.</summary>
public static class OrderSentences
{
    /// <summary>For the buyer. It does not mention payouts.</summary>
    public static string ToBuyer(Order order) => OrderStatuses.Of(order) switch
    {
        OrderStatus.AwaitingPayment => "The order has not been paid yet.",
        OrderStatus.PaymentProcessing => "Your payment is being processed.",
        OrderStatus.PaymentFailed => "Your payment did not go through, and you were not charged.",
        OrderStatus.Paid => $"{Paid(order)}. The seller has been asked to {ToDoIt(order.Kind)}.",
        OrderStatus.PartlyShipped => $"{Paid(order)}, and part of the order has been {Done(order.Kind)}.",
        OrderStatus.Shipped => $"{Paid(order)}, and the order has been {Done(order.Kind)}.",
        OrderStatus.Delivered => $"{Paid(order)}, and the order has been delivered.",
        OrderStatus.DisputeDecided => $"PayPal has decided your case about this payment. {DisputeSentences.AmountsAreChecked}",
        OrderStatus.InDispute => "Your case about this payment is open at PayPal.",
        OrderStatus.Refunding => $"Your refund of {order.Refunds.First(r => r.IsUnderWay).Amount} is on its way.",
        OrderStatus.Refunded => $"{order.GivenBack} has gone back to you.",
        OrderStatus.Declined => "You declined this payment request.",
        _ => $"{OfRequest(order)}: {WhatToPay(order)}.",
    };

    /// <summary>For the seller.</summary>
    public static string ToSeller(Order order) =>
        OrderStatuses.ForSeller(order) switch
        {
            OrderStatus.AwaitingPayment or OrderStatus.PaymentFailed => "The buyer has not paid yet.",
            OrderStatus.PaymentProcessing => "The buyer's payment is being processed.",
            OrderStatus.Paid => $"The buyer has paid, and is waiting for you to {ToDoIt(order.Kind)}.",
            OrderStatus.PartlyShipped => $"Part of the order has been {Done(order.Kind)}.",
            OrderStatus.Shipped => $"The order has been marked as {Done(order.Kind)}.",
            OrderStatus.Delivered => "The buyer has received the order.",
            OrderStatus.PaidOut => "You have been paid for this order.",
            OrderStatus.Settled =>
                $"Your whole payout for this order, {order.KeptForDebts}, was deducted for what you owed: nothing is left to pay out.",
            OrderStatus.PayoutHeld when order.CurrentPayout is { State: PayoutState.Withheld } payout =>
                $"Your payout of {payout.Amount} is waiting at PayPal: sign in there and claim it.",
            OrderStatus.PayoutHeld => "Your payout for this order has not gone through: sign in to ChatPay to see why.",
            OrderStatus.DisputeDecided => $"PayPal has decided the buyer's case. {DisputeSentences.ToSeller(order)}",
            OrderStatus.InDispute => "The buyer disputes the payment at PayPal.",
            OrderStatus.Refunding => "A refund to the buyer is under way.",
            OrderStatus.Refunded => "The buyer has been refunded.",
            OrderStatus.Cancelled when order.ReplacedBy is not null => "You replaced this payment request with a newer one.",
            OrderStatus.Cancelled => "You cancelled this payment request.",
            _ => $"{OfRequest(order)}.",
        };

    /// <summary>What has become of the payment request, without a full stop; for anybody.</summary>
    public static string OfRequest(Order order) => order.Request switch
    {
        RequestState.Accepted => "The request has been paid",
        RequestState.Cancelled when order.ReplacedBy is not null => "The request was replaced by a newer one",
        RequestState.Cancelled => "The request was cancelled by the seller",
        RequestState.Declined => "The request was declined by the buyer",
        RequestState.Expired => "The request has expired",
        _ => "The request is open",
    };

    /// <summary>What the buyer can pay instead, once the request has ended.</summary>
    public static string WhatToPay(Order order) =>
        order.ReplacedBy is null ? "ask the seller for a new one" : "pay that one instead; it is in the chat";

    private static string Paid(Order order) => "You have paid " + order.Capture!.Gross
        + (order.GivenBack.MinorUnits > 0 ? $", of which {order.GivenBack} has gone back to you" : "");

    /// <summary>What the seller has to do, such as "ship it".</summary>
    public static string ToDoIt(FulfilmentKind kind) => kind switch
    {
        FulfilmentKind.Ship => "ship it",
        FulfilmentKind.Pickup => "hand it over",
        _ => "provide it",
    };

    /// <summary>What has then been done, such as "shipped".</summary>
    public static string Done(FulfilmentKind kind) => kind switch
    {
        FulfilmentKind.Ship => "shipped",
        FulfilmentKind.Pickup => "handed over",
        _ => "provided",
    };
}
