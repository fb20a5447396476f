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
    /// <param name="language">The buyer's language, one of <see cref="Languages"/>.</param>
    public static string For(IReadOnlyList<Order> orders, string language = Languages.Default)
    {
        var words = AnswerWords.Of(language);
        if (orders.Count == 0)
            return words.Text("none");
        var shown = orders.Take(MaxShown)
            .Select(order => words.Text("line", ("name", NameOf(order, words)), ("state", StateOf(order, words)))).ToList();
        if (orders.Count > MaxShown)
            shown.Add(words.Counted("older", orders.Count - MaxShown));
        return Utf8Text.Fit(orders.Count == 1 ? shown[0] : string.Join('\n', shown.Select(s => "• " + s)), MaxTextLength);
    }

    /// <summary>What the buyer knows the order by: what was bought, and the total.</summary>
    internal static string NameOf(Order order, PageWords words)
    {
        var what = order.Lines[0].Description;
        if (order.Lines.Count > 1)
            what = words.Text(
                "name.more", ("what", what), ("count", (order.Lines.Count - 1).ToString(CultureInfo.InvariantCulture)));
        return words.Text("name", ("what", Utf8Text.Fit(what, 100)), ("total", words.PlainAmount(order.Total)));
    }

    private static string StateOf(Order order, PageWords words)
    {
        var status = OrderStatuses.Of(order);
        var key = status switch
        {
            OrderStatus.Refunding when !order.Refunds.Any(r => r.IsUnderWay) => "state.refunding-all",
            OrderStatus.Cancelled when order.ReplacedBy is not null => "state.replaced",
            _ => $"state.{EnumNames.Of(status)}",
        };
        // The others are for sellers.
        if (!words.Knows(key))
            return OrderStatusText.Of(status).TrimEnd('.');
        var amount = status == OrderStatus.Refunded ? order.GivenBack
            : order.Refunds.FirstOrDefault(r => r.IsUnderWay)?.Amount ?? order.Total;
        return words.Text(
            words.KeyFor(order.Kind, key),
            ("date", words.PlainSoon(RequestTransitions.EndsAt(order))),
            ("deadline", Deadline(order, words)),
            ("parcel", Parcel(order, words)),
            ("on", On(order.LiveShipments.Max(s => s.DeliveredAt), words)),
            ("amount", words.PlainAmount(amount)));
    }

    private static string Deadline(Order order, PageWords words) => order.UnshippedLines.Count > 0 && order.ShipBy is { } by
        ? words.Text("deadline", ("date", words.PlainSoon(by)))
        : "";

    private static string Parcel(Order order, PageWords words) => order.LiveShipments.LastOrDefault(s => s.HasTracking) is { } parcel
        ? words.Text(
            "with", ("date", words.PlainSoon(parcel.At)), ("carrier", parcel.Carrier!), ("number", parcel.TrackingNumber!))
        : On(order.LiveShipments.LastOrDefault()?.At, words);

    private static string On(DateTimeOffset? at, PageWords words) =>
        at is { } time ? words.Text("on", ("date", words.PlainSoon(time))) : "";
}
