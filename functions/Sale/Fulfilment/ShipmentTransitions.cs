using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Sale.Fulfilment;

/// <summary>Marking as shipped, and un-marking.</summary>
public static class ShipmentTransitions
{
    // Each shipment is kept in the order's row and shown in the conversation.
    private const int MaxShipments = 20;

    /// <summary>Marks lines as shipped; without lines, all that remain. The hold begins with the last one.</summary>
    public static Decision Mark(Order order, Shipment shipment)
    {
        if (order.Capture is not { Late: false })
            return Decision.Refuse("not-paid", "Only a paid order can be shipped: wait until the buyer has paid.");
        if (order.Shipments.Any(s => s.Id == shipment.Id))
            return Decision.Nothing;
        if (order.Shipments.Count >= MaxShipments)
            return Decision.Refuse("too-many-shipments", "This order has been marked and un-marked too often: ask the operator.");

        var lines = shipment.Lines.Count == 0 ? order.UnshippedLines : shipment.Lines;
        if (lines.Where(line => line < 0 || line >= order.Lines.Count).ToList() is [var unknown, ..])
            return Decision.Invalid(
                "no-such-line",
                $"The order has no line {unknown}: lines count from 0 to {order.Lines.Count - 1}.",
                "lines");
        // Also when the refund failed: the buyer is then owed the money, and nobody would pay the seller.
        if (lines.Any(line => order.RefundedLines.Contains(line)) || (lines.Count == 0 && !order.LiveShipments.Any()))
            return Decision.Refuse("refunded", "A refund of it has been decided: do not ship it.");
        if (lines.Count == 0 || lines.Any(line => !order.UnshippedLines.Contains(line)))
            return Decision.Refuse("already-shipped", "These lines are marked as shipped already.");

        var shipped = order with { Shipments = [.. order.Shipments, shipment with { Lines = [.. lines] }] };
        return (shipment.HasTracking ? TrackingTransitions.ToTell(shipped) : new OrderChange(shipped)) with
        {
            Events = [new(OrderEventType.Shipped, Detail: shipment.HasTracking ? $"{shipment.Carrier} {shipment.TrackingNumber}" : null)],
        };
    }

    /// <summary>The buyer confirms delivery of everything shipped so far. Repeated after another shipment, it covers that
    /// too.</summary>
    public static Decision ConfirmDelivery(Order order, DateTimeOffset now)
    {
        if (!order.LiveShipments.Any())
            return Decision.Refuse("not-shipped", "Nothing has been marked as shipped yet.");
        if (order.LiveShipments.All(s => s.DeliveredAt is not null))
            return Decision.Nothing;

        return new OrderChange(
            order with
            {
                Shipments =
                [
                    .. order.Shipments.Select(s => s is { UnmarkedAt: null, DeliveredAt: null } ? s with { DeliveredAt = now } : s),
                ],
            })
        {
            Events = [new(OrderEventType.Delivered)],
        };
    }

    /// <summary>Un-marks a shipment, until the payout is being submitted (race 15). A released payout returns to the
    /// hold.</summary>
    public static Decision Unmark(Order order, string shipmentId, DateTimeOffset now)
    {
        if (order.Shipments.FirstOrDefault(s => s.Id == shipmentId) is not { } shipment)
            return Decision.NotFound("shipment");
        if (shipment.UnmarkedAt is not null)
            return Decision.Nothing;
        if (shipment.DeliveredAt is not null)
            return Decision.Refuse("delivered", "The buyer has confirmed the delivery: the mark can no longer be taken back.");
        if (shipment.Lines.Any(order.RefundedLines.Contains))
            return Decision.Refuse("refunded", "Something in it has been refunded: the mark can no longer be taken back.");
        // Also when what was released since is another payout, such as the reserve.
        if (order.CurrentPayout is { State: not (PayoutState.Released or PayoutState.NothingDue) }
            || order.Payouts.Any(p => p.State == PayoutState.Paid))
            return Decision.Refuse("payout-submitted", "The payout is on its way: the mark can no longer be taken back.");

        if (order.CurrentPayout is { WasForNothing: true } or { IsPayable: true, Amount.MinorUnits: 0 })
            return Decision.Refuse("hold-ended", "The hold has ended with nothing to pay out: the mark can no longer be taken back.");

        var unmarked = order.With(shipment with { UnmarkedAt = now });
        var takenBack = order.CurrentPayout is { State: PayoutState.Released } released ? released : null;
        var changed = takenBack is null
            ? unmarked
            : (unmarked with { Reserve = null }).With(takenBack with { State = PayoutState.NothingDue });
        return (shipment.HasTracking ? TrackingTransitions.ToTell(changed) : new OrderChange(changed)) with
        {
            Ledger = takenBack is null ? [] : [OrderPostings.TakenBack(order, takenBack, now)],
            Events = takenBack is null
                ? [new(OrderEventType.ShipmentUnmarked)]
                : [new(OrderEventType.ShipmentUnmarked), new(OrderEventType.PayoutTakenBack, takenBack.Amount)],
        };
    }
}
