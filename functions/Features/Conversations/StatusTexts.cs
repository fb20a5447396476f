using System.Globalization;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Requests;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>The status of orders in words for their buyer. Buyers do not learn when the seller is paid: until the order changes in
/// another way, the text says where the goods are.</summary>
public static class StatusTexts
{
    private const int MaxShown = 5;
    private const int MaxTextLength = 900;

    /// <param name="orders">Orders of a conversation, the newest first.</param>
    public static string For(IReadOnlyList<Order> orders)
    {
        if (orders.Count == 0)
            return "There is no order in this conversation yet.";
        var shown = orders.Take(MaxShown).Select(order => $"{NameOf(order)}: {StateOf(order)}.").ToList();
        if (orders.Count > MaxShown)
            shown.Add($"And {orders.Count - MaxShown} older ones.");
        return Utf8Text.Fit(orders.Count == 1 ? shown[0] : string.Join('\n', shown.Select(s => "• " + s)), MaxTextLength);
    }

    /// <summary>What the buyer knows the order by: what was bought, and the total.</summary>
    public static string NameOf(Order order)
    {
        var what = order.Lines.Count == 1 ? order.Lines[0].Description : $"{order.Lines[0].Description} and {order.Lines.Count - 1} more";
        return $"{Utf8Text.Fit(what, 100)}, {order.Total}";
    }

    private static string StateOf(Order order) => OrderStatuses.Of(order) switch
    {
        OrderStatus.AwaitingPayment => "waiting for your payment until " + Day(RequestTransitions.EndsAt(order)),
        OrderStatus.PaymentProcessing => "your payment is being processed",
        OrderStatus.PaymentFailed => "your payment did not go through; you can pay until " + Day(RequestTransitions.EndsAt(order)),
        OrderStatus.Paid => $"paid, to be {Done(order)}{Deadline(order)}",
        OrderStatus.PartlyShipped => $"partly {Done(order)}{Parcel(order)}{Deadline(order)}",
        OrderStatus.Shipped => Done(order) + Parcel(order),
        OrderStatus.Delivered => "delivered" + (order.LiveShipments.Max(s => s.DeliveredAt) is { } at ? $" on {Day(at)}" : ""),
        OrderStatus.DisputeDecided => "PayPal has decided your case, and the amounts are being checked",
        OrderStatus.InDispute => "your case at PayPal is open",
        OrderStatus.Refunding => $"{Sum(order)} is on its way back to you",
        OrderStatus.Refunded => $"{order.GivenBack} has gone back to you",
        OrderStatus.Cancelled when order.ReplacedBy is not null => "replaced by the seller with a newer request: pay that one instead",
        OrderStatus.Cancelled => "cancelled by the seller",
        OrderStatus.Declined => "declined by you",
        OrderStatus.Expired => "expired unpaid",
        var other => OrderStatusText.Of(other).TrimEnd('.'),
    };

    private static string Sum(Order order) =>
        order.Refunds.FirstOrDefault(r => r.IsUnderWay) is { } refund ? refund.Amount.ToString() : "your money";

    private static string Done(Order order) => OrderSentences.Done(order.Kind);

    private static string Deadline(Order order) =>
        order.UnshippedLines.Count > 0 && order.ShipBy is { } by ? $"; the seller has time until {Day(by)}" : "";

    private static string Parcel(Order order) => order.LiveShipments.LastOrDefault(s => s.HasTracking) is { } parcel
        ? $" on {Day(parcel.At)} with {parcel.Carrier} {parcel.TrackingNumber}"
        : order.LiveShipments.LastOrDefault() is { } sent ? $" on {Day(sent.At)}" : "";

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
