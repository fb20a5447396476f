using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Sale.Fulfilment;

/// <summary>The ship-by deadline: extended with the buyer's consent, and reminders of it.</summary>
public static class ShipByTransitions
{
    /// <summary>How often the seller may ask: each request is a message to the buyer.</summary>
    internal const int MaxRequests = 10;

    /// <summary>The seller asks for more time. A new request replaces an unanswered one; an agreed deadline stands until the buyer
    /// agrees to another.</summary>
    public static Decision Ask(Order order, DateTimeOffset until, string? reason, DateTimeOffset now)
    {
        if (order is not { Capture.Late: false, ShipBy: { } deadline })
            return Decision.Refuse("not-paid", "Only a paid order has a deadline to ship by.");
        if (order.UnshippedLines.Count == 0)
            return Decision.Refuse("nothing-to-ship", "Everything is shipped or refunded already.");
        if (order.Extension is { State: ExtensionState.Asked } asked && asked.Until == until && asked.Reason == reason)
            return Decision.Nothing;
        if (order.Extension?.Number >= MaxRequests)
            return Decision.Refuse("too-many-extensions", $"You have asked for more time {MaxRequests} times: ship, or refund the buyer.");
        if (now >= deadline)
            return Decision.Refuse("overdue", "The deadline has passed: what is not shipped is refunded.");
        if (until <= deadline)
            return Decision.Invalid("not-later", $"The deadline is {deadline:yyyy-MM-dd HH:mm} UTC: ask for a later one.", "until");
        if (until > LatestFor(order))
            return Decision.Invalid("too-late", $"The buyer can agree to {LatestFor(order):yyyy-MM-dd HH:mm} UTC at the latest.", "until");

        return new OrderChange(order with
        {
            AgreedShipBy = order.AgreedDeadline,
            Extension = new ShipByExtension(until, ExtensionState.Asked, now)
            {
                Reason = reason,
                Number = (order.Extension?.Number ?? 0) + 1,
            },
        })
        {
            Events = [new(OrderEventType.ShipByExtensionAsked, Detail: Told(until, reason))],
        };
    }

    /// <summary>The buyer agrees to the request, or declines it. A repeat changes nothing.</summary>
    public static Decision Answer(Order order, bool agrees, DateTimeOffset now)
    {
        if (order.Extension is not { } asked)
            return Decision.Refuse("nothing-asked", "The seller has not asked for more time.");
        if (asked.State == (agrees ? ExtensionState.Agreed : ExtensionState.Declined))
            return Decision.Nothing;
        if (asked.State != ExtensionState.Asked)
            return Decision.Refuse("answered", "You have answered already: the seller can ask again.");
        if (agrees && (order.UnshippedLines.Count == 0 || now >= order.ShipBy))
            return Decision.Refuse("overdue", "There is nothing left to wait for: it was shipped, or is being refunded.");

        return new OrderChange(order with { Extension = asked with { State = agrees ? ExtensionState.Agreed : ExtensionState.Declined } })
        {
            Events =
            [
                agrees ? new(OrderEventType.ShipByExtended, Detail: Told(asked.Until, null)) : new(OrderEventType.ShipByExtensionDeclined),
            ],
        };
    }

    /// <summary>Reminds the seller; reminders that were missed count as one.</summary>
    public static Decision Remind(Order order, DateTimeOffset now)
    {
        var due = order.ShipReminders;
        while (due < order.Terms.ShipReminders && now >= RemindsAt(order, due))
            due++;
        if (due == order.ShipReminders || OrderProgress.Of(order).Stage != OrderStage.ToShip)
            return Decision.Nothing;
        return new OrderChange(order with { ShipReminders = due }) { Events = [new(OrderEventType.ShipReminder)] };
    }

    /// <summary>When the seller is reminded next, UTC; null for never.</summary>
    public static DateTimeOffset? NextReminder(Order order) =>
        order.Capture is not null && order.ShipReminders < order.Terms.ShipReminders ? RemindsAt(order, order.ShipReminders) : null;

    private static DateTimeOffset RemindsAt(Order order, int reminded) =>
        order.Capture!.At + (order.Terms.RemindToShipEvery * (reminded + 1));

    /// <summary>The latest deadline that the buyer can agree to, UTC; null before payment.</summary>
    public static DateTimeOffset? LatestFor(Order order) => order.Capture?.At + order.Terms.ShipWithinAtMost;

    /// <summary>The request in words, as its events show it.</summary>
    internal static string Told(DateTimeOffset until, string? reason) =>
        $"until {until.UtcDateTime:d MMMM yyyy HH:mm} UTC{(reason is null ? "" : ": " + reason)}";
}
