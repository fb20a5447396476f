using System.Globalization;
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
    /// <param name="language">The buyer's language, one of <see cref="Languages"/>.</param>
    public static string For(IReadOnlyList<Order> orders, bool onInstagram, string language = Languages.Default)
    {
        var words = AnswerWords.Of(language);
        var paid = PaidOf(orders);
        if (paid.Count == 0)
        {
            return orders.FirstOrDefault(o => o.Capture is not null) is { } refunded
                ? Utf8Text.Fit(words.Text("help.gone-back", ("status", StatusTexts.For([refunded], language))), MaxTextLength)
                : words.Text("help.none");
        }

        var which =
            paid.Count == 1
                ? "\n" + StatusTexts.NameOf(paid[0], words)
                : string.Concat(paid.Select((order, i) => $"\n{i + 1}. {StatusTexts.NameOf(order, words)}"));
        return Utf8Text.Fit(words.Text(onInstagram ? "help.here" : "help.page") + which, MaxTextLength);
    }

    /// <summary>The replies to offer under the text.</summary>
    public static IReadOnlyList<OfferedReply> RepliesFor(
        IReadOnlyList<Order> orders, string messageId, string language = Languages.Default)
    {
        var words = AnswerWords.Of(language);
        var paid = PaidOf(orders);
        return
        [
            .. paid.SelectMany((order, i) => (OfferedReply[])
            [
                new(Title("reply.refund", "reply.refund-of", i), BuyerIntent.Refund(order.Id)),
                new(Title("reply.problem", "reply.problem-with", i), BuyerIntent.Complain(order.Id, messageId)),
            ]),
            new(words.Text("reply.status"), BuyerIntent.Status),
        ];

        string Title(string ofOne, string ofSeveral, int i) =>
            paid.Count == 1 ? words.Text(ofOne) : words.Text(ofSeveral, ("number", (i + 1).ToString(CultureInfo.InvariantCulture)));
    }

    private static List<Order> PaidOf(IReadOnlyList<Order> orders) =>
        [.. orders.Where(o => o.Capture is { Late: false } capture && o.GivenBack < capture.Gross).Take(MaxOrders)];
}
