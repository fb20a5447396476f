using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Sale.Fulfilment;

/// <summary>Carrier and tracking number of a shipment: corrected, checked, and reported to the provider.</summary>
public static class TrackingTransitions
{
    /// <summary>How often an order's tracking changes, marks and un-marks included. Each change is told to buyer and PayPal, and stays
    /// in the timeline.</summary>
    internal const int MaxChanges = 100;

    /// <summary>Sets or changes carrier and number. The hold may become shorter, never longer (race 15). A number in a format that
    /// the carrier does not issue blocks the payout until it is corrected again or accepted.</summary>
    public static Decision Correct(Order order, string shipmentId, string carrier, string number)
    {
        if (Find(order, shipmentId) is not { } shipment)
            return Decision.NotFound("shipment");
        if (shipment.UnmarkedAt is not null)
            return Decision.Refuse("shipment-unmarked", "The mark of this shipment has been taken back: mark it as shipped again.");
        if ((shipment.Carrier, shipment.TrackingNumber) == (carrier, number))
            return Decision.Nothing;
        if (order.TrackingReports >= MaxChanges)
            return Decision.Refuse("too-many-corrections", "The tracking of this order has been changed too often: ask the operator.");

        return ToTell(order.With(shipment.With((carrier, number)))) with
        {
            Events = [new(OrderEventType.TrackingChanged, Detail: $"{carrier} {number}")],
        };
    }

    /// <summary>An operator has checked a number that the carrier does not seem to issue, and accepts it.</summary>
    public static Decision Accept(Order order, string shipmentId)
    {
        if (Find(order, shipmentId) is not { } shipment)
            return Decision.NotFound("shipment");
        return shipment.UnderReview
            ? new OrderChange(order.With(shipment with { UnderReview = false })) { Events = [new(OrderEventType.TrackingAccepted)] }
            : Decision.Nothing;
    }

    /// <summary>The change of an order whose shipments have changed, with the orchestration that reports it to the
    /// provider.</summary>
    public static OrderChange ToTell(Order order)
    {
        var n = order.TrackingReports + 1;
        return new OrderChange(order with { TrackingReports = n })
        {
            Starts = [new OrchestrationStart(OrderOrchestrations.Tracking, OrderOrchestrations.TrackingId(order.Id, n))],
        };
    }

    /// <summary>Whether the provider's knowledge is out of date: a report is under way, or has been lost.</summary>
    public static bool IsToBeTold(Order order) => order is { TrackingReports: > 0, Capture: { } capture }
        && order.Checkouts[capture.CheckoutNumber - 1].ProviderOrderId is not null
        && order.Shipments.Any(s => !ReportedTracking.IsTold(order, s));

    /// <summary>The provider has recorded the tracking, or has withdrawn it (null).</summary>
    public static Decision Told(Order order, string shipmentId, ReportedTracking? told) => Find(order, shipmentId) is { } shipment
        ? new OrderChange(order.With(shipment with { Reported = told, Reports = shipment.Reports + 1 }))
        : Decision.Nothing;

    private static Shipment? Find(Order order, string shipmentId) => order.Shipments.FirstOrDefault(s => s.Id == shipmentId);
}
