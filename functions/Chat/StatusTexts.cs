using System.Globalization;
using ChatPay.Functions.Orders;
using ChatPay.Functions.PaymentRequests;

namespace ChatPay.Functions.Chat;

/// <summary>How orders stand, in words for their buyer.</summary>
public static class StatusTexts
{
    private const int MostShown = 5;
    private const int LongestText = 900;

    /// <param name="orders">Those of a conversation, the newest first.</param>
    public static string For(IReadOnlyList<Order> orders)
    {
        if (orders.Count == 0)
            return "There is no order in this conversation yet.";
        var shown = orders.Take(MostShown).Select(LineOf).ToList();
        if (orders.Count > MostShown)
            shown.Add($"And {orders.Count - MostShown} older ones.");
        return Utf8Text.Fit(orders.Count == 1 ? shown[0] : string.Join('\n', shown.Select(s => "• " + s)), LongestText);
    }

    private static string LineOf(Order order)
    {
        var what = order.Lines.Count == 1 ? order.Lines[0].Description : $"{order.Lines[0].Description} and {order.Lines.Count - 1} more";
        return $"{Utf8Text.Fit(what, 100)}, {order.Total}: {Headline.Of(order)}{More(order)}.";
    }

    private static string More(Order order) => order switch
    {
        { Request: RequestState.Sent, Capture: null } => ", until " + Day(RequestTransitions.EndsAt(order)),
        { FulfilledAt: null, Capture: not null, ShipBy: { } by } when order.UnshippedLines.Count > 0 => $"; the seller has time until {Day(by)}",
        _ when order.LiveShipments.LastOrDefault(s => s.HasTracking) is { } parcel => $" on {Day(parcel.At)} with {parcel.Carrier} {parcel.TrackingNumber}",
        _ when order.LiveShipments.LastOrDefault() is { } sent => $" on {Day(sent.At)}",
        _ => "",
    };

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
