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
        "paid, to be shipped" => $"You have paid. The seller has been asked to {ToDoIt(order.Kind)}.",
        "partly shipped" => $"You have paid, and a part has been {Done(order.Kind)}.",
        "shipped" => $"You have paid, and the order has been {Done(order.Kind)}.",
        "delivered" => "You have paid, and the order has been delivered.",
        "in dispute" => "Your case about this payment is open at PayPal.",
        "refunding" => "Your refund is on its way.",
        "refunded" => "Your money has gone back to you.",
        "declined" => "You declined this payment request.",
        _ => $"{OfRequest(order)}.",
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
        "payout held" => "Your payout for this order has not gone through: sign in to ChatPay to see why.",
        "in dispute" => "The buyer disputes the payment at PayPal.",
        "refunding" => "A refund to the buyer is under way.",
        "refunded" => "The buyer has been refunded.",
        "cancelled" => "You cancelled this payment request.",
        _ => $"{OfRequest(order)}.",
    };

    /// <summary>What has become of the payment request, without a full stop; to anybody.</summary>
    public static string OfRequest(Order order) => order.Request switch
    {
        RequestState.Accepted => "The request has been paid",
        RequestState.Cancelled => "The request was cancelled by the seller",
        RequestState.Declined => "The request was declined by the buyer",
        RequestState.Expired => "The request has expired",
        _ => "The request is open",
    };

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
