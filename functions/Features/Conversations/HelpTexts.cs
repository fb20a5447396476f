using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>What a buyer with a paid order can do to get a refund or complain: nothing happens before the buyer says so, and the
/// seller or an operator decides.</summary>
internal static class HelpTexts
{
    private const int MaxOrders = 3;
    private const int MaxTextLength = 900;

    /// <summary>The options for these orders.</summary>
    /// <param name="orders">The buyer's orders in a conversation, the newest first.</param>
    /// <param name="onInstagram">Whether the buyer can tap replies.</param>
    public static string For(IReadOnlyList<Order> orders, bool onInstagram)
    {
        var paid = PaidOf(orders);
        if (paid.Count == 0)
        {
            return orders.FirstOrDefault(o => o.Capture is not null) is { } refunded
                ? Utf8Text.Fit(
                    $"Your payment is on its way back to you, or has gone back: {StatusTexts.For([refunded])} The seller will see your "
                        + "message.",
                    MaxTextLength)
                : "Nothing has been paid in this conversation yet. The seller will see your message.";
        }

        var how = onInstagram
            ? "The seller will see your message. You can also ask for a refund or report a problem here: the seller then has to "
                + "decide"
            : "The seller will see your message. You can also ask for a refund or report a problem on the order's page: the "
                + "seller then has to decide";
        var which =
            paid.Count == 1
                ? "\n" + StatusTexts.NameOf(paid[0])
                : string.Concat(paid.Select((order, i) => $"\n{i + 1}. {StatusTexts.NameOf(order)}"));
        return Utf8Text.Fit($"{how}, and an operator is told if no answer comes.{which}", MaxTextLength);
    }

    /// <summary>The replies to offer under the text.</summary>
    public static IReadOnlyList<OfferedReply> RepliesFor(IReadOnlyList<Order> orders, string messageId)
    {
        var paid = PaidOf(orders);
        return
        [
            .. paid.SelectMany((order, i) => (OfferedReply[])
            [
                new(paid.Count == 1 ? "Ask for a refund" : $"Refund of {i + 1}", BuyerIntent.Refund(order.Id)),
                new(paid.Count == 1 ? "Report a problem" : $"Problem with {i + 1}", BuyerIntent.Complain(order.Id, messageId)),
            ]),
            new("Where is my order?", BuyerIntent.Status),
        ];
    }

    private static List<Order> PaidOf(IReadOnlyList<Order> orders) =>
        [.. orders.Where(o => o.Capture is { Late: false } capture && o.GivenBack < capture.Gross).Take(MaxOrders)];
}
