namespace ChatPay.Functions.Sale.Fulfilment;

/// <summary>The tracking that was reported to the provider for a shipment.</summary>
/// <param name="Carrier">A carrier code from PayPal's list, or <see cref="Carriers.Other"/>.</param>
/// <param name="CarrierName">The carrier's name when it is not on the list.</param>
/// <param name="Number">In compact form.</param>
public sealed record ReportedTracking(string Carrier, string? CarrierName, string Number)
{
    /// <summary>The provider's id, for cancelling it; null when there is none.</summary>
    public string? TrackerId { get; init; }

    /// <summary>The provider's issue code if it refused; it is not reported again.</summary>
    public string? Refusal { get; init; }

    /// <summary>What the provider should know about this shipment; null for nothing.</summary>
    public static ReportedTracking? WantedFor(Order order, Shipment shipment)
    {
        if (order.Kind != FulfilmentKind.Ship || shipment is not { UnmarkedAt: null, Carrier: { } carrier, TrackingNumber: { } number })
            return null;
        var known = Carriers.Find(carrier);
        return new ReportedTracking(known?.Code ?? Carriers.Other, known is null ? carrier : null, Carriers.Compact(number));
    }

    /// <summary>Whether the provider's knowledge of this shipment is up to date.</summary>
    public static bool IsTold(Order order, Shipment shipment)
    {
        var wanted = WantedFor(order, shipment);
        return shipment.Reported is { } told ? told.Says(wanted) : wanted is null;
    }

    /// <summary>Whether exactly this was reported.</summary>
    public bool Says(ReportedTracking? wanted) =>
        wanted is not null && (Carrier, CarrierName, Number) == (wanted.Carrier, wanted.CarrierName, wanted.Number);
}
