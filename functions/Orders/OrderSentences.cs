using ChatPay.Functions.Cases;

namespace ChatPay.Functions.Orders;

/// <summary>How an order stands, as a whole sentence for a page. <see cref="Headline"/> is for programs and lists: pasted into a sentence it makes
/// no English.</summary>
public static class OrderSentences
{
    /// <summary>To the buyer. It says nothing of payouts.</summary>
    public static string ToBuyer(Order order) => Headline.Of(order) switch
    {
        "awaiting payment" => "The order has not been paid yet.",
        "payment processing" => "Your payment is being processed.",
        "payment failed" => "Your payment did not go through, and nothing was charged.",
        "paid, to be shipped" => $"{Paid(order)}. The seller has been asked to {ToDoIt(order.Kind)}.",
        "partly shipped" => $"{Paid(order)}, and a part has been {Done(order.Kind)}.",
        "shipped" => $"{Paid(order)}, and the order has been {Done(order.Kind)}.",
        "delivered" => $"{Paid(order)}, and the order has been delivered.",
        "dispute decided" => $"PayPal has decided your case about this payment. {CaseSentences.AmountsAreChecked}",
        "in dispute" => "Your case about this payment is open at PayPal.",
        "refunding" => $"Your refund of {order.Refunds.First(r => r.IsUnderWay).Amount} is on its way.",
        "refunded" => $"{order.GivenBack} has gone back to you.",
        "declined" => "You declined this payment request.",
        _ => $"{OfRequest(order)}: {WhatToPay(order)}.",
    };

    /// <summary>To the seller.</summary>
    public static string ToSeller(Order order) => Headline.ForSeller(order) switch
    {
        "awaiting payment" or "payment failed" => "The buyer has not paid yet.",
        "payment processing" => "The buyer's payment is being processed.",
        "paid, to be shipped" => $"The buyer has paid, and is waiting for you to {ToDoIt(order.Kind)}.",
        "partly shipped" => $"A part of the order has been {Done(order.Kind)}.",
        "shipped" => $"The order has been marked as {Done(order.Kind)}.",
        "delivered" => "The buyer has received the order.",
        "paid out" => "You have been paid for this order.",
        "settled" => $"Your whole payout for this order, {order.KeptForDebts}, was kept for what you owed: nothing is left to pay out.",
        "payout held" when order.CurrentPayout is { State: PayoutState.Withheld } payout =>
            $"Your payout of {payout.Amount} waits at PayPal: sign in there and claim it.",
        "payout held" => "Your payout for this order has not gone through: sign in to ChatPay to see why.",
        "dispute decided" => $"PayPal has decided the buyer's case. {CaseSentences.ToSeller(order)}",
        "in dispute" => "The buyer disputes the payment at PayPal.",
        "refunding" => "A refund to the buyer is under way.",
        "refunded" => "The buyer has been refunded.",
        "cancelled" when order.ReplacedBy is not null => "You replaced this payment request with a newer one.",
        "cancelled" => "You cancelled this payment request.",
        _ => $"{OfRequest(order)}.",
    };

    /// <summary>What has become of the payment request, without a full stop; to anybody.</summary>
    public static string OfRequest(Order order) => order.Request switch
    {
        RequestState.Accepted => "The request has been paid",
        RequestState.Cancelled when order.ReplacedBy is not null => "The request was replaced by a newer one",
        RequestState.Cancelled => "The request was cancelled by the seller",
        RequestState.Declined => "The request was declined by the buyer",
        RequestState.Expired => "The request has expired",
        _ => "The request is open",
    };

    /// <summary>What the buyer can pay in its place, once it has ended.</summary>
    public static string WhatToPay(Order order) =>
        order.ReplacedBy is null ? "ask the seller for a new one" : "pay that one instead; it is in the chat";

    private static string Paid(Order order) => "You have paid " + order.Capture!.Gross
        + (order.GivenBack.MinorUnits > 0 ? $", of which {order.GivenBack} has gone back to you" : "");

    /// <summary>What the seller does for it, such as "ship it".</summary>
    public static string ToDoIt(FulfilmentKind kind) => kind switch
    {
        FulfilmentKind.Ship => "ship it",
        FulfilmentKind.Pickup => "hand it over",
        _ => "provide it",
    };

    /// <summary>What has been done then, such as "shipped".</summary>
    public static string Done(FulfilmentKind kind) => kind switch
    {
        FulfilmentKind.Ship => "shipped",
        FulfilmentKind.Pickup => "handed over",
        _ => "provided",
    };
}
